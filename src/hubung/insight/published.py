"""The figures that everybody may read: all that the portal knows of the registry's work.

Nothing here counts cases: rows that the worker has made are read, so a page costs the same whatever
the registry holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db.models import Max, Sum
from django.db.models.functions import TruncMonth

from hubung.directory.models import Sector, Unit
from hubung.insight.definitions import COLUMNS as COLUMNS
from hubung.insight.definitions import Column as Column
from hubung.insight.models import CallsOfDay, Closing, Figure, Lately, Scope
from hubung.telephony.queues.board import TARGET, board

#: Months that a page goes back.
SHOWN = 24
_HOURS = 24
#: Permen PANRB 14/2017: the index, rounded to two decimals, and its grade.
_GRADES = (
    (Decimal("88.31"), "A"),
    (Decimal("76.61"), "B"),
    (Decimal("65.00"), "C"),
    (Decimal("25.00"), "D"),
)


@dataclass(frozen=True)
class Recent:
    """Reports received in the last 90 days, how many are answered, within what time half were."""

    received: int
    answered: int
    median: timedelta | None
    at: datetime

    @property
    def median_hours(self) -> int:
        return max(1, round(self.median.total_seconds() / 3600)) if self.median else 0

    @property
    def median_days(self) -> int:
        return round(self.median_hours / _HOURS)


@dataclass(frozen=True)
class Row:
    """One month of the ministry, a sector or a unit. None: not known, or `hides` its group."""

    month: date
    scope: str
    sector: str
    unit_code: str
    unit_name: str
    hidden: frozenset[str]
    counted_at: datetime
    received: int | None
    settled: int | None
    tier1: int | None
    tier2: int | None
    tier3: int | None
    in_time: int | None
    rejected: int | None
    passed_on: int | None
    median_days: Decimal | None
    p90_days: Decimal | None
    waiting: int | None
    oldest_days: int | None
    objections: int | None
    reopened: int | None
    ratings: int | None
    satisfaction: Decimal | None

    @property
    def in_time_share(self) -> Fraction | None:
        """Of the settled ones."""
        if self.in_time is None or not self.settled:
            return None
        return Fraction(self.in_time, self.settled)

    @property
    def index(self) -> Decimal | None:
        """The mean rating on the scale of the satisfaction index: times 25, two decimals."""
        return None if self.satisfaction is None else _index(self.satisfaction)

    @property
    def grade(self) -> str:
        """A to D, from the rounded index; empty without one."""
        index = self.index
        return "" if index is None else next(name for least, name in _GRADES if index >= least)


@dataclass(frozen=True)
class Calls:
    """The telephone over a time that begins with `begin`; `share` was answered in time."""

    begin: date
    calls: int
    answered: int
    abandoned: int
    counted: int
    in_time: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.in_time, self.counted) if self.counted else None


@dataclass(frozen=True)
class Promise:
    """What 151 promises: this share within so many seconds; and how today goes so far."""

    target: Fraction
    seconds: int
    today: Fraction | None
    at: datetime


def recent() -> Recent | None:
    """The last 90 days, at most an hour old; None while they are too few, or not yet counted.

    Protected reports (misconduct, personal data, confidential) are not in it.
    """
    row = Lately.objects.first()
    if row is None or row.received < fewest():
        return None
    median = None if row.median_seconds is None else timedelta(seconds=row.median_seconds)
    return Recent(row.received, row.answered, median, row.at)


def newest() -> date | None:
    """The youngest month that is out."""
    found: date | None = Closing.objects.aggregate(newest=Max("month"))["newest"]
    return found


def ministry() -> list[Row]:
    """The months of the whole ministry, youngest first."""
    return _rows(scope=Scope.MINISTRY)


def sector(code: str) -> list[Row]:
    """The months of a sector (empty code: reports of no sector), youngest first."""
    return _rows(scope=Scope.SECTOR, sector=code)


def unit(code: str) -> list[Row]:
    """The months in which a unit had any report, youngest first."""
    return _rows(scope=Scope.UNIT, unit__code=code)


def protected() -> list[Row]:
    """Reports that only named people may see, of the whole ministry; nothing else counts them."""
    return _rows(scope=Scope.PROTECTED)


def requests() -> list[Row]:
    """Formal information requests of the whole ministry; no other row counts them."""
    return _rows(scope=Scope.REQUESTS)


def sectors(month: date) -> list[Row]:
    """Every sector in a month, those without reports left out."""
    found = {row.sector: row for row in _rows(scope=Scope.SECTOR, month=month)}
    return [found[code] for code in (*Sector.values, "") if code in found]


def units(month: date) -> list[Row]:
    """Every unit that had a report in a month, by name."""
    return sorted(_rows(scope=Scope.UNIT, month=month), key=lambda row: row.unit_name)


def everything() -> list[Row]:
    """All rows that there are, youngest month first: for the files."""
    return _rows(None)


def unit_named(code: str) -> tuple[str, str] | None:
    """Name and sector of the unit with this code; None where there is none."""
    return Unit.objects.filter(code=code).values_list("name", "sector").first()


def promise() -> Promise:
    """How today goes at 151, at most a second old."""
    now = board()
    return Promise(TARGET, now.within_seconds, now.today.share, now.at)


def calls_by_day(days: int = 31) -> list[Calls]:
    """The last days that are over, youngest first."""
    return [
        Calls(row.day, row.calls, row.answered, row.abandoned, row.counted, row.in_time)
        for row in CallsOfDay.objects.order_by("-day")[:days]
    ]


def calls_by_month(months: int = SHOWN) -> list[Calls]:
    """The last months, youngest first; the youngest may still be going on."""
    names = ("calls", "answered", "abandoned", "counted", "in_time")
    found = (
        CallsOfDay.objects.annotate(begin=TruncMonth("day"))
        .values("begin")
        .annotate(**{f"all_{name}": Sum(name) for name in names})
        .order_by("-begin")
        .values_list("begin", *(f"all_{name}" for name in names))
    )
    return [Calls(*row) for row in found[:months]]


def fewest() -> int:
    """The smallest count of reports that is published."""
    return int(settings.HUBUNG.figures.fewest)


def _rows(limit: int | None = SHOWN, **which: Any) -> list[Row]:
    many = limit is None or "month" in which
    order = ("-month", "scope", "sector", "unit__code")
    found = Figure.objects.filter(**which).select_related("unit").order_by(*order)
    closed = dict(Closing.objects.values_list("month", "closed_at"))
    return [_row(figure, closed[figure.month]) for figure in (found if many else found[:limit])]


def _row(figure: Figure, counted_at: datetime) -> Row:
    return Row(
        month=figure.month,
        scope=figure.scope,
        sector=figure.sector,
        unit_code=figure.unit.code if figure.unit else "",
        unit_name=figure.unit.name if figure.unit else "",
        hidden=frozenset(figure.hidden),
        counted_at=counted_at,
        received=figure.received,
        settled=figure.settled,
        tier1=figure.tier1,
        tier2=figure.tier2,
        tier3=figure.tier3,
        in_time=figure.in_time,
        rejected=figure.rejected,
        passed_on=figure.passed_on,
        median_days=_days(figure.median_hours),
        p90_days=_days(figure.slow_hours),
        waiting=figure.waiting,
        oldest_days=figure.oldest_days,
        objections=figure.objections,
        reopened=figure.reopened,
        ratings=figure.ratings,
        satisfaction=figure.satisfaction,
    )


def _days(hours: int | None) -> Decimal | None:
    return None if hours is None else (Decimal(hours) / _HOURS).quantize(Decimal("0.1"))


def _index(mean: Decimal) -> Decimal:
    return (mean * 25).quantize(Decimal("0.01"), ROUND_HALF_UP)
