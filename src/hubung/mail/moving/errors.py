"""What can go wrong while mailboxes are copied; `str()` is a sentence for whoever runs it."""

from __future__ import annotations


class MovingError(Exception):
    """It can't be begun or gone on with; trying again by itself would not help."""


class ClosedError(MovingError):
    """The mailbox here takes nothing more; the others go on."""


class StoppedError(MovingError):
    """Somebody asked to stop."""


class LostError(Exception):
    """A connection is lost, or a server says that it can't for now: try again later."""


class RefusedError(Exception):
    """A server says no to one thing, in its own words."""
