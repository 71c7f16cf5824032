"""Where mailboxes go: accounts of this installation, or of any server that speaks IMAP."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings

from hubung.directory.models import today
from hubung.mail.models import Account
from hubung.mail.moving import ours
from hubung.mail.moving.accounts import Move, Shared
from hubung.mail.moving.errors import MovingError
from hubung.mail.moving.server import Host, Server, reach


@dataclass(frozen=True)
class Elsewhere:
    """A server that is named, and how one signs in there."""

    host: Host
    shared: Shared

    def __str__(self) -> str:
        return self.host.name

    def open(self, move: Move, _lock: int | None) -> Server:
        return reach(self.host, self.shared.login(move.target))


@dataclass(frozen=True)
class Ours:
    """The Dovecot that this installation runs on this machine."""

    configuration: Path

    def __str__(self) -> str:
        return "this mail system"

    def open(self, move: Move, lock: int | None) -> Server:
        return ours.reach(self.configuration, move.target, lock)


def here() -> Ours:
    return Ours(settings.HUBUNG.home.resolve() / "mail" / "etc" / "dovecot" / "dovecot.conf")


def resolved(moves: Sequence[Move]) -> tuple[list[Move], dict[str, int]]:
    """The moves by the accounts that take them, and the room of each account in bytes.

    Any of an account's addresses may be named. Raises MovingError, which names all that are none's.
    """
    found: list[Move] = []
    room: dict[str, int] = {}
    faults = []
    for move in moves:
        account = Account.objects.filter(addresses__address=move.target).first()
        if account is None:
            account = Account.objects.filter(login=move.target).first()
        if account is None or not account.takes_mail_on(today()):
            faults.append(f"Nobody here has a mailbox with the address {move.target}.")
            continue
        found.append(replace(move, target=account.login))
        room[account.login] = account.quota_bytes
    if faults:
        raise MovingError("\n".join(faults))
    return found, room
