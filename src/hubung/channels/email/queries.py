"""Questions about mail: the raw messages, the holding pen, the outbox."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import QuerySet

from hubung.channels.email import codes
from hubung.channels.email.models import (
    WAITING,
    InboundMessage,
    InboundState,
    OutboundMessage,
    OutboundState,
    RawMessage,
    SendingRank,
)

_CONTENTS = "SELECT sha256, content FROM email_rawmessage WHERE sha256 = ANY(%s)"


def contents(keys: Iterable[str]) -> dict[str, bytes]:
    """Raw messages by their SHA-256.

    PostgreSQL is asked for the bytes themselves: written out in hexadecimal digits, as a query set
    gets them, a mail with a PDF takes longer to read than to parse.
    """
    if connection.vendor != "postgresql":
        return {row.sha256: bytes(row.content) for row in RawMessage.objects.in_bulk(keys).values()}
    import psycopg  # only where that is the database

    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        found = cursor.execute(_CONTENTS, [list(keys)], binary=True)
        return dict(found)


def held() -> QuerySet[InboundMessage]:
    """The holding pen: mail that waits for a person, oldest first; `raw.content` is the mail."""
    return InboundMessage.objects.filter(state=InboundState.HELD).order_by("received_at", "pk")


def ignored() -> QuerySet[InboundMessage]:
    """Automatic mail and duplicates, youngest first: kept, should one have been misjudged."""
    return InboundMessage.objects.filter(state=InboundState.IGNORED).order_by("-received_at", "-pk")


def outbox() -> QuerySet[OutboundMessage]:
    """Mail to one person that is not sent yet, the next one first."""
    return _to_one_person(WAITING).order_by("next_attempt_at", "pk")


def undelivered() -> QuerySet[OutboundMessage]:
    """Mail to one person that was refused for good or came back, youngest first."""
    lost = (OutboundState.FAILED, OutboundState.BOUNCED)
    return _to_one_person(lost).order_by("-created_at", "-pk")


def _to_one_person(states: Iterable[OutboundState]) -> QuerySet[OutboundMessage]:
    """Nobody at the desk looks after what thousands are sent, nor should it hide the rest.

    And who signs in at the portal is nobody's business there.
    """
    to_one = OutboundMessage.objects.filter(state__in=states, rank=SendingRank.PERSON)
    return to_one.exclude(kind=codes.PROVING)
