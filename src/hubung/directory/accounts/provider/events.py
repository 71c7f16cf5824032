"""What happens at the sign-on; never a secret, never a token.

`by_id` is the person who did it; None is the command line.
"""

from __future__ import annotations

from dataclasses import dataclass

from hubung.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ClientChanged(Event):
    """An application was registered, changed, given another secret, or shut out (`did`)."""

    client_id: str
    by_id: int | None
    did: str


@dataclass(frozen=True, kw_only=True)
class PassageOpened(Event):
    """Somebody signed in to an application."""

    client_id: str
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PassagesClosed(Event):
    """Somebody took an application's access to their account back."""

    client_id: str
    person_id: int
