"""What we ourselves read and write of the daemons' sight, for their configuration and checks."""

from __future__ import annotations

from django.conf import settings
from django.db import connection, transaction

from hubung.mail import queries
from hubung.mail.daemons.place import Place
from hubung.mail.models import Account


def domains() -> list[str]:
    """Every domain that mail is taken for."""
    return [domain for (domain,) in _rows("SELECT domain FROM mail_domain_view ORDER BY domain")]


def shared_boxes() -> list[tuple[int, str]]:
    """Key and login of every shared mailbox that takes mail."""
    found = Account.objects.filter(queries.taking_mail(), person=None)
    return list(found.order_by("pk").values_list("pk", "login"))


def open_doors(place: Place) -> None:
    """Say where mail to case addresses goes: to this program's own door."""
    mail = settings.HUBUNG.mail
    transport = f"lmtp:inet:{_reached(mail.listen)}:{mail.lmtp_port}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM mail_transport")
        cursor.executemany(
            "INSERT INTO mail_transport (address, transport) VALUES (%s, %s)",
            [(address, transport) for address in sorted({*map(str.lower, mail.case_addresses)})],
        )


def _reached(listen: str) -> str:
    """An address to call; a door may be open at all of them."""
    return "127.0.0.1" if listen in ("0.0.0.0", "::", "localhost") else listen  # noqa: S104


def _rows(query: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())
