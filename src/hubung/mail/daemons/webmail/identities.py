"""Tells the webmail who writes as which address."""

from __future__ import annotations

from hubung.mail import queries
from hubung.mail.daemons import accounts, files
from hubung.mail.daemons.place import Place
from hubung.mail.daemons.webmail import configuration


def refresh(place: Place) -> None:
    """Follow the directory, where there is a webmail. Needs root."""
    if configuration.identities(place).exists():
        write(place)


def write(place: Place) -> None:
    text = "".join(f"{address} {login}\n" for address, login in queries.identities())
    group = accounts.account(accounts.WEB).gid
    files.write(configuration.identities(place), text, mode=0o640, group=group)
