"""What happens to mail accounts. `by_id` None is the system itself: a command or a rule."""

from __future__ import annotations

from dataclasses import dataclass

from hubung.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class MailEvent(Event):
    by_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class AccountsProvisioned(MailEvent):
    """Accounts and addresses were brought in line with the directory: how many of each."""

    opened: int
    renamed: int
    closed: int
    addresses: int


@dataclass(frozen=True, kw_only=True)
class AccountActivated(MailEvent):
    account_id: int


@dataclass(frozen=True, kw_only=True)
class SignedOut(MailEvent):
    """What daemons keep of whoever is signed in as `login` has to go at once."""

    account_id: int
    login: str


@dataclass(frozen=True, kw_only=True)
class AccountCut(SignedOut):
    """Nobody may be signed in to it any more."""


@dataclass(frozen=True, kw_only=True)
class AccountResumed(MailEvent):
    account_id: int


@dataclass(frozen=True, kw_only=True)
class SendingStopped(MailEvent):
    """An account passed a limit and sends nothing until somebody releases it."""

    account_id: int
    stop_id: int


@dataclass(frozen=True, kw_only=True)
class SendingReleased(MailEvent):
    account_id: int


@dataclass(frozen=True, kw_only=True)
class HeldReleased(MailEvent):
    """A letter that the filter held is to be delivered."""

    copy_id: int


@dataclass(frozen=True, kw_only=True)
class AppPasswordMade(MailEvent):
    account_id: int
    device_id: int


@dataclass(frozen=True, kw_only=True)
class AppPasswordRevoked(SignedOut):
    """Nobody may be signed in with this password; programs with others may come back."""

    device_id: int


@dataclass(frozen=True, kw_only=True)
class GroupChanged(MailEvent):
    group_id: int


@dataclass(frozen=True, kw_only=True)
class LetterHeld(MailEvent):
    """A letter to a moderated group waits for somebody to decide."""

    letter_id: int


@dataclass(frozen=True, kw_only=True)
class DomainAdded(MailEvent):
    domain_id: int


@dataclass(frozen=True, kw_only=True)
class QuotasChanged(MailEvent):
    """Posts give another room than before."""
