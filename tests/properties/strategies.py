"""Calendars, moments and pauses as Hypothesis invents them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from hubung.kernel.calendars import (
    Holiday,
    Hours,
    Language,
    Name,
    Override,
    WorkCalendar,
    ministry_calendar,
)
from hubung.kernel.deadlines import Deadline, LimitUnit, Pause

FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)
ZONES = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]
NAME = Name("Hari rekaan", "Invented day")


@st.composite
def office_hours(draw: st.DrawFn) -> Hours:
    """One to three spans of a day, in order."""
    pieces = draw(st.integers(1, 3))
    minutes = draw(
        st.lists(st.integers(0, 1439), min_size=2 * pieces, max_size=2 * pieces, unique=True)
    )
    clock = [time(minute // 60, minute % 60) for minute in sorted(minutes)]
    return tuple(zip(clock[::2], clock[1::2], strict=True))


days = st.dates(FIRST, LAST)
zones = st.sampled_from(ZONES)
weeks = st.tuples(*[office_hours()] * 5, *[st.just(()) | office_hours()] * 2)
holidays = st.dictionaries(days, st.builds(Holiday, st.just(NAME), st.booleans()), max_size=20)
overrides = st.dictionaries(
    days, st.builds(Override, st.just(NAME), st.just(()) | office_hours()), max_size=10
)
invented = st.builds(WorkCalendar, zones, weeks, holidays, overrides)
calendars = invented | st.builds(ministry_calendar, zones)
limits = st.integers(1, 60)
parts = st.fractions(Fraction(1, 100), 1, max_denominator=100)
units = st.sampled_from(LimitUnit)
day_units = st.sampled_from([LimitUnit.WORKING_DAYS, LimitUnit.CALENDAR_DAYS])
languages: st.SearchStrategy[Language] = st.sampled_from(["id", "en"])
moments = st.integers(0, 1060 * 24 * 60 * 60).map(
    lambda seconds: datetime(2025, 1, 2, tzinfo=UTC) + timedelta(seconds=seconds)
) | st.timedeltas(timedelta(), timedelta(days=1060)).map(
    lambda age: datetime(2025, 1, 2, tzinfo=UTC) + age
)


@st.composite
def closed_pauses(draw: st.DrawFn) -> Pause:
    start = draw(moments)
    return Pause(start, start + draw(st.timedeltas(timedelta(), timedelta(days=40))))


pauses = st.lists(closed_pauses(), max_size=4)


def due(found: Deadline) -> datetime:
    assert found.due_at is not None
    return found.due_at
