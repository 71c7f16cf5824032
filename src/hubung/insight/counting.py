"""Counts the registry month by month, from the timelines alone: today or in a year, the same."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from typing import Any

from django.db.models import Q

from hubung.cases.choices import OPEN, Channel, EntryKind, Kind
from hubung.cases.models import Case, Entry
from hubung.directory.models import Unit
from hubung.insight.history import SETTLED, TOLD, State, Step, Told, steps
from hubung.insight.models import Closing
from hubung.insight.months import begin, end, following, month_of

_BATCH = 1000


@dataclass
class Counts:
    """What is counted of one month and one scope; `hours` are those of the settled reports."""

    received: int = 0
    settled: int = 0
    tiers: dict[int, int] = field(default_factory=lambda: {1: 0, 2: 0, 3: 0})
    in_time: int = 0
    rejected: int = 0
    passed_on: int = 0
    hours: list[int] = field(default_factory=list)
    waiting: int = 0
    oldest_days: int = 0
    objections: int = 0
    reopened: int = 0
    scores: list[int] = field(default_factory=list)


@dataclass
class Month:
    """One month: the ministry, each sector by its code, each unit by its key; and what is counted
    apart, in none of these."""

    ministry: Counts = field(default_factory=Counts)
    sectors: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    units: dict[int, Counts] = field(default_factory=lambda: defaultdict(Counts))
    protected: Counts = field(default_factory=Counts)
    requests: Counts = field(default_factory=Counts)

    def of(self, sector: str, unit: int) -> tuple[Counts, ...]:
        """Everything that one report of this sector and unit counts in."""
        return self.ministry, self.sectors[sector], self.units[unit]


class Book:
    """Which month an entry counts in: its own, or the first one that was not closed without it."""

    def __init__(self, closings: Sequence[Closing]) -> None:
        self._months = [closing.month for closing in closings]
        self._last = [closing.last_entry for closing in closings]

    @classmethod
    def kept(cls) -> Book:
        return cls(list(Closing.objects.order_by("month")))

    def month_of(self, told: Told) -> date:
        own = month_of(told.at)
        if not self._months:
            return own
        index = bisect_left(self._last, told.pk)
        first = self._months[index] if index < len(self._months) else following(self._months[-1])
        return max(own, first)


def count(months: Sequence[date], book: Book) -> dict[date, Month]:
    """All figures of these months, which follow each other; one pass over the cases they touch."""
    found = {month: Month() for month in months}
    sectors = dict(Unit.objects.values_list("pk", "sector"))
    for created_at, now, entries in _cases(begin(months[0])):
        _Case(created_at, steps(now, entries), book, sectors).count_into(found)
    return found


def first_month() -> date | None:
    """The month of the oldest report that is counted; None while there is none."""
    cases = Case.objects.exclude(channel=Channel.IMPORT).order_by("created_at")
    oldest = cases.values_list("created_at", flat=True).first()
    return month_of(oldest) if oldest else None


def _cases(since: datetime) -> Iterator[tuple[datetime, State, list[Told]]]:
    """Every report that was open, or changed, at some time since then. Old records are not ours."""
    touched = Q(updated_at__gte=since) | Q(status__in=OPEN)
    rows = Case.objects.exclude(channel=Channel.IMPORT).filter(touched).order_by("pk")
    facts = ("pk", "created_at", "unit_id", "tier", "sector", "kind", "confidential")
    for batch in _batches(rows.values_list(*facts).iterator(_BATCH)):
        entries = (
            Entry.objects.filter(case_id__in=[row[0] for row in batch], kind__in=TOLD)
            .order_by("case_id", "seq")
            .values_list("case_id", "pk", "at", "kind", "data")
        )
        timelines = {
            case: [Told(*row[1:]) for row in rows]
            for case, rows in groupby(entries, key=lambda row: row[0])
        }
        for pk, created_at, *state in batch:
            yield created_at, State(*state), timelines.get(pk, [])


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


class _Case:
    """One report, told month by month."""

    def __init__(
        self, created_at: datetime, way: Sequence[Step], book: Book, sectors: dict[int, str]
    ) -> None:
        self.created_at = created_at
        self._sectors = sectors
        self._by_month: dict[date, list[Step]] = defaultdict(list)
        latest = date.min
        for step in way:
            latest = max(latest, book.month_of(step.told))
            self._by_month[latest].append(step)

    def count_into(self, found: dict[date, Month]) -> None:
        state: State | None = None
        for month in sorted({*found, *self._by_month}):
            happened = self._by_month.get(month, [])
            state = happened[-1].after if happened else state
            if state is not None and month in found and not state.merged:
                self._count(found[month], end(month), state, happened)

    def _count(self, month: Month, until: datetime, state: State, happened: list[Step]) -> None:
        """`state` is the one at the end of the month; a report is protected if it is so then."""
        received = [step for step in happened if step.told.kind == EntryKind.RECEIVED]
        settled = [step for step in happened if step.told.kind in SETTLED][-1:]
        if state.protected:
            month.protected.received += len(received)
            month.protected.settled += len(settled)
            return
        for counts in self._of(month, state):
            counts.received += len(received)
            if state.open:
                counts.waiting += 1
                age = max((until - self.created_at).days, 0)
                counts.oldest_days = max(counts.oldest_days, age)
        for step in settled:
            self._count_settled(self._of(month, step.before), step)
        for step in [step for step in happened if step.told.kind == EntryKind.OBJECTED][:1]:
            for counts in self._of(month, step.before):
                counts.objections += 1
        for step in [step for step in happened if step.reopens][:1]:
            for counts in self._of(month, step.before):
                counts.reopened += 1
        for step in [step for step in happened if step.told.kind == EntryKind.RATED][-1:]:
            for counts in self._of(month, step.before):
                counts.scores.append(int(step.told.data["score"]))

    def _count_settled(self, all_counts: tuple[Counts, ...], step: Step) -> None:
        took = max(step.told.at - self.created_at, timedelta())
        for counts in all_counts:
            counts.settled += 1
            counts.tiers[step.before.tier] += 1
            counts.in_time += step.in_time
            counts.rejected += step.told.kind == EntryKind.REJECTED
            counts.passed_on += step.told.kind == EntryKind.OUTSIDE
            counts.hours.append(round(took / timedelta(hours=1)))

    def _of(self, month: Month, state: State) -> tuple[Counts, ...]:
        if state.kind == Kind.PUBLIC_INFORMATION:
            return (month.requests,)
        return month.of(state.sector or self._sectors.get(state.unit, ""), state.unit)
