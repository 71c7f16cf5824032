"""How long the API remembers: two classes in the book of schedules."""

from __future__ import annotations

from hubung.api.models import Delivery, RememberedCall
from hubung.privacy.retention.book import Schedule, register

_OWN = "Ministry's own rule"

register(
    Schedule(
        "calls",
        "Calls of the API with an idempotency key",
        "made",
        "all; the same key may be used again",
        _OWN,
        lambda day: RememberedCall.objects.filter(created_at__lt=day),
        lambda keys: RememberedCall.objects.filter(pk__in=keys).delete(),
    )
)
register(
    Schedule(
        "deliveries",
        "Webhook deliveries that are done or given up",
        "made",
        "all",
        _OWN,
        lambda day: Delivery.objects.filter(next_attempt_at=None, created_at__lt=day),
        lambda keys: Delivery.objects.filter(pk__in=keys).delete(),
    )
)
