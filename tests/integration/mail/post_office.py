"""Mailboxes and addresses put in place without asking anybody, and what daemons would see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from hubung.directory.models import Person, Unit, today
from hubung.mail.models import (
    Account,
    AccountState,
    Address,
    Domain,
    Group,
)

TODAY = today()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def seen(view: str, **where: str) -> list[dict[str, Any]]:
    """The rows of a view where these columns have these values."""
    condition = " AND ".join(f"{column} = %s" for column in where) or "1 = 1"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM {view} WHERE {condition}",  # noqa: S608
            list(where.values()),
        )
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def targets(address: str) -> list[str]:
    """Where mail to an address goes, as Postfix is told."""
    return sorted(row["target"] for row in seen("mail_alias_view", address=address))


def senders(address: str) -> list[str]:
    """Who may send as an address."""
    return sorted(row["login"] for row in seen("mail_sender_view", address=address))


def writers(address: str) -> list[str]:
    """Who may write to a group; empty: anybody. The empty name stands for the restriction."""
    return sorted(row["login"] for row in seen("mail_writer_view", address=address))


@dataclass(frozen=True)
class Office:
    domain: Domain

    def mailbox(self, person: Person, **more: Any) -> Account:
        """An active account of a person."""
        account = Account.objects.create(
            person=person, login=person.email, **{"state": AccountState.ACTIVE, **more}
        )
        self.address(person.email, account=account)
        return account

    def shared(self, login: str, unit: Unit) -> Account:
        account = Account.objects.create(
            label="Kotak bersama", login=login, unit=unit, state=AccountState.ACTIVE
        )
        self.address(login, account=account)
        return account

    def address(self, address: str, **thing: Any) -> Address:
        return Address.objects.create(address=address, domain=self.domain, **thing)

    def group(self, address: str, **more: Any) -> Group:
        group = Group.objects.create(name=address, **more)
        self.address(address, group=group)
        return group
