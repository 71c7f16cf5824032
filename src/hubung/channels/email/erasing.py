"""Mails lose what they say of anybody, when the law or their time of retention wants it.

A row stays, so that a message sent to us again is still known and a step is told once.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from hubung.channels.email.models import WAITING, InboundMessage, OutboundMessage, RawMessage


def erase_inbound(messages: QuerySet[InboundMessage]) -> int:
    """Empty these mails and their twins that came by another way; returns how many."""
    rows = list(messages)
    prints = {row.fingerprint for row in rows} - {""}
    twins = Q(raw__in=[row.raw_id for row in rows]) | Q(fingerprint__in=prints)
    found = InboundMessage.objects.filter(twins)
    RawMessage.objects.filter(inbound__in=found).update(content=b"")
    return found.update(
        sender="",
        peer="",
        from_name="",
        from_address="",
        subject="",
        message_id="",
        fingerprint="",
        reason="",
    )


def erase_raw(messages: QuerySet[InboundMessage]) -> int:
    """Empty the mails as they travelled, whose words have long been taken over into a report."""
    return RawMessage.objects.filter(inbound__in=messages).update(content=b"")


def erase_outbound(messages: QuerySet[OutboundMessage]) -> int:
    """Empty these mails; what still waits is not sent any more. Returns how many."""
    messages.filter(state__in=WAITING).delete()
    return messages.update(to="", subject="", text="", stop_url="", in_reply_to="", last_error="")
