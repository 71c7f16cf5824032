"""Deadlines that explain themselves.

The rule for limits in days (DOMAIN.md, section 2; UU 30/2014 and the national complaint service
count so too):

1. The day on which a thing is received is not counted, at whatever hour it comes.
2. From the next day on, every working day of the office's calendar counts as one, long or short.
3. A day is not counted when the clock was paused at any moment of it before its office hours end.
   A pause that begins after they end leaves the day alone, so it can't undo a breach. Weekends
   and holidays are called weekends and holidays, paused or not.
4. The limit is reached at the end of the office hours of the last counted day. A part of a day
   (75 % of 14 days are 10.5) is that part of the office hours of the day it falls on. So no alarm
   rings outside office hours.
5. While a pause has no end, no date is known, unless the limit was reached before it began.

Limits in calendar days follow the same rule with every day counted to its last second. Limits in
hours run day and night from the moment of receipt; a pause stops them for exactly its length.

The list of days is the calculation: the due moment is where its last day stops counting.
`kernel.explanations` puts it in words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import ceil
from operator import attrgetter

from hubung.kernel.calendars import (
    DayKind,
    Name,
    Span,
    WorkCalendar,
    round_the_clock,
    utc,
)

ONE_DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

_NOTHING = Fraction(0)
_TICK = timedelta(microseconds=1)
_total = attrgetter("total")


class LimitUnit(StrEnum):
    """What a limit is counted in."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"


class DayStatus(StrEnum):
    """What became of a day in a count; the value is the key of its text."""

    COUNTED = "counted"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    JOINT_LEAVE = "joint_leave"
    OVERRIDE = "override"
    PAUSED = "paused"
    BEFORE_START = "before_start"


_SKIPPED = {kind: DayStatus(kind.value) for kind in DayKind if kind is not DayKind.WORKING}


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which the clock stood still, from `start` up to and without `end`.

    `end` is None while it lasts. Raises ValueError for naive times and an end before the start.
    """

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or (self.end and self.end.tzinfo is None):
            raise ValueError("a pause needs times with a zone")
        if self.end is not None and self.end < self.start:
            raise ValueError("a pause cannot end before it starts")

    def touches(self, begin: datetime, end: datetime) -> bool:
        """Whether the clock stood still at any moment from `begin` up to `end`."""
        if self.start >= end:
            return False
        return self.end is None or (self.end > begin and self.end > self.start)


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of a count: counted as the `ordinal`-th, or skipped because of `status`.

    `name` is that of the holiday or the office's exception; `spans` is the time that counted, and
    `total` how much of the limit is used up when the day is over, in its unit.
    """

    date: date
    status: DayStatus
    ordinal: int | None = None
    name: Name | None = None
    spans: tuple[Span, ...] = ()
    total: Fraction = _NOTHING


@dataclass(frozen=True, slots=True)
class Deadline:
    """A counted limit. `paused_since` is set when an open pause keeps the date unknown."""

    start: datetime
    limit: Fraction
    unit: LimitUnit
    calendar: WorkCalendar
    pauses: tuple[Pause, ...]
    days: tuple[CountedDay, ...]
    paused_since: datetime | None

    @property
    def due_at(self) -> datetime | None:
        """The last moment within the limit, in the calendar's zone; None while it is unknown."""
        return None if self.paused_since else self.days[-1].spans[-1][1]

    def at(self, part: Fraction | float) -> datetime | None:
        """When `part` of the limit (0.75, more than 0) is used up: the moment of a reminder.

        None while that is unknown. An alarm that rang before a pause on the same day may get a
        later moment: whoever rings it notes that it rang.
        """
        amount = self.limit * _exact(part)
        place = bisect_left(self.days, amount, key=_total)
        if place == len(self.days):
            return None
        day = self.days[place]
        before = self.days[place - 1].total if place else _NOTHING
        return _part(day.spans, (amount - before) / (day.total - before))[-1][1]


def deadline(
    start: datetime,
    limit: Fraction | float,
    calendar: WorkCalendar,
    pauses: Sequence[Pause] = (),
    *,
    unit: LimitUnit = LimitUnit.WORKING_DAYS,
) -> Deadline:
    """Count `limit` units from `start` (an aware time) by the rule at the head of this module.

    Raises ValueError when `limit` is not positive or `start` has no zone.
    """
    exact = _exact(limit)
    if exact <= 0:
        raise ValueError(f"a limit is more than nothing, not {limit}")
    start = calendar.local(start)
    if unit is LimitUnit.HOURS:
        days, paused_since = _count_hours(start, exact, calendar, pauses)
    else:
        table = calendar if unit is LimitUnit.WORKING_DAYS else round_the_clock(calendar.timezone)
        days, paused_since = _count_days(start.date(), exact, table, tuple(pauses))
    return Deadline(start, exact, unit, calendar, tuple(pauses), days, paused_since)


def remaining(limit: Deadline, now: datetime) -> timedelta | None:
    """The time on the clock until it is due, negative when late; None while that is unknown."""
    return None if limit.due_at is None else utc(limit.due_at) - utc(now)


def days_left(limit: Deadline, now: datetime) -> int | None:
    """How many counted days are still to come after today; 0 on the last one and when late."""
    if limit.due_at is None:
        return None
    today = limit.calendar.local(now).date()
    return sum(day.ordinal is not None and day.date > today for day in limit.days)


def fraction_used(limit: Deadline, now: datetime) -> float:
    """How much of the limit is used up at `now`, from 0 to 1. Stands still while paused."""
    used = before = _NOTHING
    for day in limit.days:
        past = _length(day.spans, until=now)
        if past:
            used += (day.total - before) * Fraction(past / _length(day.spans))
        before = day.total
    return float(used / limit.limit)


@lru_cache(maxsize=256)
def _exact(number: Fraction | float) -> Fraction:
    return Fraction(number).limit_denominator(10_000)


@lru_cache(maxsize=1024)  # the thousands of cases of one day share a few counts
def _count_days(
    received: date, limit: Fraction, calendar: WorkCalendar, pauses: tuple[Pause, ...]
) -> tuple[tuple[CountedDay, ...], datetime | None]:
    days = [CountedDay(received, DayStatus.BEFORE_START)]
    ordinal, last, total = 0, ceil(limit), _NOTHING
    on = received
    while ordinal < last:
        on += ONE_DAY
        day = calendar.day(on)
        if day.kind is not DayKind.WORKING:
            days.append(CountedDay(on, _SKIPPED[day.kind], None, day.name, (), total))
            continue
        standing = [pause for pause in pauses if pause.touches(day.begins, day.closes)]
        if standing:
            days.append(CountedDay(on, DayStatus.PAUSED, None, day.name, (), total))
            still = [pause.start for pause in standing if pause.end is None]
            if still:
                return tuple(days), min(still)
            continue
        ordinal += 1
        spans, before, total = day.spans, total, min(Fraction(ordinal), limit)
        if ordinal > limit:
            spans = _part(spans, total - before)
        days.append(CountedDay(on, DayStatus.COUNTED, ordinal, day.name, spans, total))
    return tuple(days), None


def _count_hours(
    start: datetime, limit: Fraction, calendar: WorkCalendar, pauses: Sequence[Pause]
) -> tuple[tuple[CountedDay, ...], datetime | None]:
    days: list[CountedDay] = []
    pauses = [
        Pause(calendar.local(pause.start), pause.end and calendar.local(pause.end))
        for pause in pauses
    ]
    left = whole = _ticks(limit * (HOUR // _TICK))
    begin = start
    while True:
        midnight = datetime.combine(begin.date() + ONE_DAY, time(), calendar.zone)
        spans = _first(_running((begin, midnight), pauses), left)
        ran = _length(spans)
        status = DayStatus.COUNTED if spans else DayStatus.PAUSED
        ordinal = len(days) + 1 if spans else None
        left -= ran
        total = limit * Fraction((whole - left) // _TICK, whole // _TICK)
        days.append(CountedDay(begin.date(), status, ordinal, None, spans, total))
        if not left:
            return tuple(days), None
        still = [pause.start for pause in pauses if pause.end is None and pause.start < midnight]
        if still:
            return tuple(days), min(still)
        begin = midnight


def _running(day: Span, pauses: Sequence[Pause]) -> tuple[Span, ...]:
    """What is left of `day` without the pauses."""
    spans = [day]
    for pause in pauses:
        stop, resume = pause.start, pause.end or day[1]
        spans = [
            (begin, end)
            for old in spans
            for begin, end in ((old[0], min(old[1], stop)), (max(old[0], resume), old[1]))
            if begin < end
        ]
    return tuple(spans)


def _first(spans: Sequence[Span], length: timedelta) -> tuple[Span, ...]:
    """The first `length` of the spans; all of them when they are shorter."""
    kept: list[Span] = []
    for begin, end in spans:
        if not length:
            break
        run = min(utc(end) - utc(begin), length)
        kept.append((begin, (utc(begin) + run).astimezone(begin.tzinfo)))
        length -= run
    return tuple(kept)


def _length(spans: Sequence[Span], until: datetime | None = None) -> timedelta:
    """How long the spans are together, or what of them is past at `until`."""
    ends = ((begin, min(end, until) if until else end) for begin, end in spans)
    return sum((utc(end) - utc(begin) for begin, end in ends if begin < end), timedelta())


def _part(spans: Sequence[Span], part: Fraction) -> tuple[Span, ...]:
    return _first(spans, _ticks(part * (_length(spans) // _TICK)))


def _ticks(ticks: Fraction) -> timedelta:
    # However small a part is, it has a last moment.
    return max(1, int(ticks)) * _TICK
