"""What can go wrong with the mail system, in sentences for the person at the command line."""

from __future__ import annotations

from hubung.kernel.faults import SpokenError


class MailSystemError(SpokenError):
    """The daemons can't be had, started or asked; `str()` says what to do."""
