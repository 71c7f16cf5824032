"""How long services really took, as everybody may read it: their median and their slowest tenth.

Counted from what was handed in, application by application; a figure that somebody states is none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, Max, Min, Q

from hubung.insight.models import Served
from hubung.insight.published import fewest

#: The figures are of so many days up to the youngest that was handed in.
DAYS = 90
#: The slowest tenth of fewer is one application.
_TENTHS = 10


@dataclass(frozen=True)
class Times:
    """`counts` tells how many applications took how many working days (0: the same day)."""

    counts: Mapping[int, int]
    since: date
    until: date

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    @property
    def median(self) -> int:
        """Half took no longer, in working days."""
        return self._within(Fraction(1, 2))

    @property
    def slow(self) -> int | None:
        """Nine tenths took no longer, in working days; None where a tenth is nobody."""
        return self._within(Fraction(9, 10)) if self.count >= _TENTHS else None

    def share_within(self, days: int) -> Fraction:
        """The part that took no longer than was promised."""
        return Fraction(sum(n for took, n in self.counts.items() if took <= days), self.count)

    def _within(self, part: Fraction) -> int:
        """Nearest rank, as `insight.rows.percentile`."""
        wanted, seen = part * self.count, 0
        for took in sorted(self.counts):
            seen += self.counts[took]
            if seen >= wanted:
                return took
        raise ValueError("there are no times without applications")


def times_of(service: int) -> Times | None:
    """Of one service, by its key; None while too few were handed in to tell."""
    return times([service]).get(service)


def times(services: Collection[int]) -> dict[int, Times]:
    """Of each of these services, by their keys; without those of which too few are known."""
    until: dict[int, date] = dict(
        Served.objects.filter(service__in=services)
        .values_list("service")
        .annotate(newest=Max("finished_on"))
    )
    within = Q(pk__in=[])
    for service, newest in until.items():
        since = newest - timedelta(days=DAYS - 1)
        within |= Q(service=service, finished_on__range=(since, newest))
    counts: defaultdict[int, Counter[int]] = defaultdict(Counter)
    first: dict[int, date] = {}
    rows: Any = (
        Served.objects.filter(within)
        .values_list("service", "working_days")
        .annotate(n=Count("pk"), first=Min("finished_on"))
        .order_by(F("working_days"))
    )
    for service, took, n, finished in rows:
        counts[service][took] = n
        first[service] = min(finished, first.get(service, finished))
    return {
        service: Times(counted, first[service], until[service])
        for service, counted in counts.items()
        if counted.total() >= fewest()
    }
