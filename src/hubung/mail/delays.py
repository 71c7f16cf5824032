"""Mail that waits for too long in a queue: asked by health and the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min, Sum

from hubung.kernel import clock
from hubung.mail.models import QueueSeen

#: A machine that has not looked for this long is switched off, or no longer one of ours.
_GONE = timedelta(minutes=10)


@dataclass(frozen=True)
class Delay:
    """How much waits on all machines, and since when the oldest does."""

    messages: int
    oldest: datetime

    @property
    def minutes(self) -> int:
        return int((clock.now() - self.oldest).total_seconds() // 60)


def queues() -> list[QueueSeen]:
    """What each machine saw lately."""
    return list(QueueSeen.objects.filter(seen_at__gte=clock.now() - _GONE).order_by("node"))


def delay() -> Delay | None:
    """What waits for longer than the settings want; None: nothing does."""
    found = QueueSeen.objects.filter(seen_at__gte=clock.now() - _GONE).aggregate(
        messages=Sum("messages"), oldest=Min("oldest_at")
    )
    limit = timedelta(minutes=settings.HUBUNG.mail_system.queue_alert_minutes)
    if found["oldest"] is None or clock.now() - found["oldest"] <= limit:
        return None
    return Delay(found["messages"], found["oldest"])
