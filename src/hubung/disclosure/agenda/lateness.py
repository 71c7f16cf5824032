"""What is late and what is missing: pure functions over a calendar of working days.

An entry belongs before its day: at the end of the office hours of the nth working day before it
(`announce` of the limits; with n = 0 before it starts). A working day that is over and has neither
an entry nor the word that there was nothing is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from hubung.kernel.calendars import WorkCalendar
from hubung.kernel.deadlines import LimitUnit


class Late(StrEnum):
    """How late an entry was made."""

    NO = ""
    #: Later than the limit, but before it began.
    SHORT = "short"
    #: It was going on already.
    DURING = "during"
    #: It was over.
    AFTER = "after"


class Announced(Protocol):
    """What is known of an entry's making; times with a zone. `first_start`: as announced first."""

    @property
    def entered_at(self) -> datetime: ...
    @property
    def first_start(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


class DatedLimit(Protocol):
    """A limit in days that holds from a day on."""

    days: int
    valid_from: date
    valid_to: date | None

    @property
    def unit(self) -> LimitUnit: ...


def enter_by(starts_at: datetime, days: int, unit: LimitUnit, calendar: WorkCalendar) -> datetime:
    """The last moment to enter what starts at `starts_at`, so many days before its day."""
    on = calendar.local(starts_at).date()
    if days == 0:
        return starts_at
    if unit is LimitUnit.CALENDAR_DAYS:
        return calendar.day(on - timedelta(days=days - 1)).begins
    while days > 0:
        on -= timedelta(days=1)
        days -= calendar.is_working_day(on)
    return calendar.day(on).closes


def lateness(entry: Announced, limits: Sequence[DatedLimit], calendar: WorkCalendar) -> Late:
    """How late an entry is, by the limit that held on its first day; without one only what was
    entered once it had begun."""
    if entry.entered_at >= entry.ends_at:
        return Late.AFTER
    if entry.entered_at > entry.first_start:
        return Late.DURING
    on = calendar.local(entry.first_start).date()
    held = [
        limit
        for limit in limits
        if limit.valid_from <= on and (limit.valid_to is None or on < limit.valid_to)
    ]
    if not held:
        return Late.NO
    limit = max(held, key=lambda each: each.valid_from)
    by = enter_by(entry.first_start, limit.days, limit.unit, calendar)
    return Late.SHORT if entry.entered_at > by else Late.NO


def missing_days(
    first: date,
    before: date,
    *,
    calendar: WorkCalendar,
    told: Collection[date],
    held: Callable[[date], bool],
) -> Iterator[date]:
    """The working days from `first` up to, without, `before` of which nothing is told.

    `told` are days with an entry or a mark; on a day that is not `held` the post was vacant.
    """
    for offset in range((before - first).days):
        on = first + timedelta(days=offset)
        if on not in told and calendar.is_working_day(on) and held(on):
            yield on
