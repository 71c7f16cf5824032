"""What the registry says of itself, counted live: how many reports, and how long until an answer.

All reports of the last 90 days count, the open ones too: half of the reporters have their answer
within the median, and where fewer than half have one there is no median to show.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db.models import Count, F

from hubung.cases.choices import Channel
from hubung.cases.models import Case
from hubung.cases.queries import publishable
from hubung.kernel import clock

WINDOW = timedelta(days=90)
#: The page is read far more often than its figures change.
_SECONDS = 600
_KEY = "portal.figures"


@dataclass(frozen=True)
class Figures:
    """Reports received in the window, how many are answered, and within what time half were."""

    received: int
    answered: int
    median: timedelta | None

    @property
    def median_hours(self) -> int:
        return max(1, round(self.median.total_seconds() / 3600)) if self.median else 0

    @property
    def median_days(self) -> int:
        return round(self.median_hours / 24)


def recent() -> Figures:
    """The figures of the last 90 days, at most ten minutes old."""
    found = cache.get(_KEY)
    if not isinstance(found, Figures):
        found = count()
        cache.set(_KEY, found, _SECONDS)
    return found


def count() -> Figures:
    """As `recent`, counted now. Imported old records are not ours to boast with."""
    reports = publishable(
        Case.objects.filter(created_at__gte=clock.now() - WINDOW).exclude(channel=Channel.IMPORT)
    )
    totals = reports.aggregate(received=Count("pk"), answered=Count("answered_at"))
    received, answered = totals["received"], totals["answered"]
    median = None
    if answered * 2 >= received > 0:
        median = (
            reports.filter(answered_at__isnull=False)
            .annotate(took=F("answered_at") - F("created_at"))
            .order_by("took")
            .values_list("took", flat=True)[(received - 1) // 2]
        )
    return Figures(received, answered, median)
