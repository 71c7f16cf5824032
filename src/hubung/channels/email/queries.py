"""Questions that the desk asks of the mail: the holding pen, the outbox."""

from __future__ import annotations

from django.db.models import QuerySet

from hubung.channels.email.models import (
    WAITING,
    InboundMessage,
    InboundState,
    OutboundMessage,
    OutboundState,
)


def held() -> QuerySet[InboundMessage]:
    """The holding pen: mail that waits for a person, oldest first; `raw.content` is the mail."""
    return InboundMessage.objects.filter(state=InboundState.HELD).order_by("received_at", "pk")


def ignored() -> QuerySet[InboundMessage]:
    """Automatic mail and duplicates, youngest first: kept, should one have been misjudged."""
    return InboundMessage.objects.filter(state=InboundState.IGNORED).order_by("-received_at", "-pk")


def outbox() -> QuerySet[OutboundMessage]:
    """Mail that is not sent yet, the next one first."""
    return OutboundMessage.objects.filter(state__in=WAITING).order_by("next_attempt_at", "pk")


def undelivered() -> QuerySet[OutboundMessage]:
    """Mail that was refused for good or came back, youngest first."""
    lost = (OutboundState.FAILED, OutboundState.BOUNCED)
    return OutboundMessage.objects.filter(state__in=lost).order_by("-created_at", "-pk")
