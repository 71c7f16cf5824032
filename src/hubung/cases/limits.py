"""Time limits and office calendars as they are configured, by date. Cached for a moment."""

from __future__ import annotations

import time
from datetime import date
from functools import lru_cache

from hubung.cases.choices import ClockName, Kind
from hubung.cases.models import LocalHoliday, TimeLimit
from hubung.directory.models import Unit
from hubung.kernel.calendars import Name, Override, WorkCalendar, ministry_calendar

CACHE_SECONDS = 30
_OFFICE_HOURS_OF_AN_ORDINARY_DAY = 0  # Monday, in `WorkCalendar.week`


def limit_for(clock: ClockName, kind: Kind | str, on: date) -> TimeLimit:
    """The limit that holds on a date. Raises LookupError when none is configured."""
    found = [
        limit
        for limit in _limits(_epoch())
        if limit.clock == clock
        and limit.kind in ("", kind)
        and limit.valid_from <= on
        and (limit.valid_to is None or on < limit.valid_to)
    ]
    if not found:
        raise LookupError(f"no time limit is configured for {clock}, {kind} on {on}")
    # One for this kind is stronger than one for all, a younger one stronger than an older one.
    return max(found, key=lambda limit: (limit.kind != "", limit.valid_from))


def calendar_for(unit: Unit) -> WorkCalendar:
    """The working time of a unit: its zone, the national holidays, local exceptions."""
    return calendar_in(unit.timezone, unit.pk)


def calendar_in(timezone: str, unit_id: int) -> WorkCalendar:
    ordinary = ministry_calendar(timezone)
    own = _local_holidays(_epoch())
    chosen = own.get(None, ()) + own.get(unit_id, ())
    if not chosen:
        return ordinary
    hours = ordinary.week[_OFFICE_HOURS_OF_AN_ORDINARY_DAY]
    return ministry_calendar(
        timezone,
        overrides={
            day: Override(Name(name, name), hours if working else ())
            for day, name, working in chosen
        },
    )


def forget() -> None:
    """Read the configuration anew at the next question."""
    _limits.cache_clear()
    _local_holidays.cache_clear()


def _epoch() -> int:
    return int(time.monotonic() // CACHE_SECONDS)


@lru_cache(maxsize=1)
def _limits(epoch: int) -> tuple[TimeLimit, ...]:
    return tuple(TimeLimit.objects.all())


@lru_cache(maxsize=1)
def _local_holidays(epoch: int) -> dict[int | None, tuple[tuple[date, str, bool], ...]]:
    days: dict[int | None, tuple[tuple[date, str, bool], ...]] = {}
    for row in LocalHoliday.objects.order_by("day"):
        days[row.unit_id] = (*days.get(row.unit_id, ()), (row.day, row.name, row.working))
    return days
