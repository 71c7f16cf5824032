"""What somebody types into a mail program."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from hubung.mail.addressbook.entries import TOP, name
from hubung.mail.addressbook.kinds import PEOPLE
from hubung.mail.daemons import installation
from hubung.mail.models import Account


@dataclass(frozen=True)
class Programs:
    """One server, and its ports with TLS from the first byte."""

    host: str
    imap: int
    submission: int
    #: None: there is none.
    address_book: AddressBook | None


@dataclass(frozen=True)
class AddressBook:
    """Where it is, what is searched of it, and who one is there."""

    port: int
    top: str
    name: str


def settings_for(request: HttpRequest, account: Account) -> Programs:
    """Under the name by which the mail system is known, else the one that the browser used."""
    system = settings.HUBUNG.mail_system
    return Programs(
        host=system.hostname or request.get_host().partition(":")[0],
        imap=system.ports.imaps,
        submission=system.ports.submissions,
        address_book=AddressBook(
            port=system.ldaps_port, top=TOP, name=name(PEOPLE.branch, account.login)
        )
        if installation.has_address_book(system)
        else None,
    )
