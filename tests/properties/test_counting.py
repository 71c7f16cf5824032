"""Deadlines against a clerk who looks at every minute, and their arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hubung.kernel.calendars import Holiday, Hours, Language, WorkCalendar
from hubung.kernel.deadlines import DayStatus, LimitUnit, Pause, deadline
from hubung.kernel.explanations import explain, say_day, say_moment
from tests.properties.strategies import (
    NAME,
    calendars,
    closed_pauses,
    day_units,
    due,
    holidays,
    invented,
    limits,
    moments,
    overrides,
    parts,
    pauses,
    units,
    weeks,
    zones,
)
from tests.properties.strategies import days as dates

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MONDAY = datetime(2026, 12, 14)  # noqa: DTZ001 (a wall clock, hung up in an office below)

few = st.integers(1, 4)
near = st.integers(0, 8 * 24 * 60)  # minutes from that Monday on
short_pauses = st.lists(st.tuples(near, st.integers(0, 3 * 24 * 60)), max_size=3)
closed_days = st.dictionaries(
    st.integers(0, 20).map(lambda n: (MONDAY + n * DAY).date()),
    st.just(Holiday(NAME)),
    max_size=5,
)


@dataclass(frozen=True)
class Clerk:
    """Counts by going through the minutes of a wall clock; knows nothing of `kernel.deadlines`."""

    week: Sequence[Hours]
    closed: Sequence[date]
    pauses: Sequence[tuple[datetime, datetime]]

    def works(self, minute: datetime) -> bool:
        """Whether the office is open from this minute to the next."""
        hours = () if minute.date() in self.closed else self.week[minute.weekday()]
        return any(opens <= minute.time() < closes for opens, closes in hours)

    def stands_still(self, minute: datetime) -> bool:
        return any(begin <= minute < end for begin, end in self.pauses)

    def counted(self, received: datetime) -> Iterator[list[datetime]]:
        """The open minutes of one counted day after the other."""
        on = datetime.combine(received.date(), time())
        while True:
            on += DAY
            minutes = [on + n * MINUTE for n in range(24 * 60)]
            work = [minute for minute in minutes if self.works(minute)]
            if work and not any(self.stands_still(one) for one in minutes if one <= work[-1]):
                yield work

    def due(self, received: datetime, limit: int) -> datetime:
        for _ordinal, work in zip(range(limit), self.counted(received), strict=False):
            last = work[-1]
        return last + MINUTE

    def used(self, received: datetime, amount: Fraction) -> datetime:
        """The end of the minute in which so many days are used up."""
        for ordinal, work in enumerate(self.counted(received)):
            for place, minute in enumerate(work, start=1):
                if ordinal + Fraction(place, len(work)) >= amount:
                    return minute + MINUTE
        raise AssertionError

    def after_hours(self, received: datetime, hours: int) -> datetime:
        left, minute = hours * 60, received
        while left:
            left -= not self.stands_still(minute)
            minute += MINUTE
        return minute


@settings(max_examples=60)
@given(weeks, closed_days, zones, near, few, parts, short_pauses)
def test_a_clerk_who_looks_at_every_minute_finds_the_same(
    week: tuple[Hours, ...],
    closed: dict[date, Holiday],
    zone: str,
    start: int,
    limit: int,
    part: Fraction,
    waits: list[tuple[int, int]],
) -> None:
    office = WorkCalendar(zone, week, closed)
    received = MONDAY + start * MINUTE
    stood = [(MONDAY + begin * MINUTE, MONDAY + (begin + n) * MINUTE) for begin, n in waits]
    clerk = Clerk(week, list(closed), stood)

    def at_the_office(moment: datetime) -> datetime:
        return moment.replace(tzinfo=office.zone)

    still = [Pause(at_the_office(begin), at_the_office(end)) for begin, end in stood]
    begin = at_the_office(received)
    found = deadline(begin, limit, office, still)
    assert found.due_at == at_the_office(clerk.due(received, limit))
    moment = found.at(part)
    assert moment is not None
    minute = at_the_office(clerk.used(received, limit * part))
    assert minute - MINUTE < moment <= minute
    hours = deadline(begin, limit * 12, office, still, unit=LimitUnit.HOURS)
    assert hours.due_at == at_the_office(clerk.after_hours(received, limit * 12))


@given(moments, limits, limits, calendars, pauses, units)
def test_a_limit_may_be_cut_in_two_anywhere(
    start: datetime,
    one: int,
    other: int,
    calendar: WorkCalendar,
    waits: list[Pause],
    unit: LimitUnit,
) -> None:
    """Counting on from where the first part ends comes to where the whole ends."""
    whole = deadline(start, one + other, calendar, waits, unit=unit)
    first = deadline(start, one, calendar, waits, unit=unit)
    rest = deadline(due(first), other, calendar, waits, unit=unit)
    assert due(rest) == due(whole)
    assert first.days[:-1] == whole.days[: len(first.days) - 1]


@given(moments, limits, calendars, closed_pauses())
def test_a_pause_moves_hours_by_exactly_its_length(
    start: datetime, limit: int, calendar: WorkCalendar, wait: Pause
) -> None:
    assert wait.end is not None
    without = due(deadline(start, limit, calendar, unit=LimitUnit.HOURS))
    paused = due(deadline(start, limit, calendar, [wait], unit=LimitUnit.HOURS))
    running = max(wait.start, start)
    lost = wait.end - running if running < min(wait.end, without) else timedelta()
    assert paused - without == lost


@given(moments, limits, calendars, pauses, closed_pauses())
def test_a_pause_moves_days_by_exactly_the_working_days_it_touches(
    start: datetime, limit: int, calendar: WorkCalendar, waits: list[Pause], another: Pause
) -> None:
    """As many are counted after the former end as it took out of the count before."""
    before = deadline(start, limit, calendar, waits)
    after = deadline(start, limit, calendar, [*waits, another])
    lost = [
        day.date
        for day in after.days
        if day.status is DayStatus.PAUSED
        and not any(wait.touches(*_hours(calendar, day.date)) for wait in waits)
    ]
    longer = deadline(start, limit + len(lost), calendar, waits)
    counted = {day.date for day in longer.days if day.ordinal} - set(lost)
    assert counted == {day.date for day in after.days if day.ordinal}
    if not lost:
        assert after.days == before.days


def _hours(calendar: WorkCalendar, on: date) -> tuple[datetime, datetime]:
    day = calendar.day(on)
    return day.begins, day.closes


@given(moments, limits, zones, weeks, holidays, overrides, dates, pauses, day_units)
def test_a_day_off_that_is_taken_back_leaves_no_trace(
    start: datetime,
    limit: int,
    zone: str,
    week: tuple[Hours, ...],
    known: dict[date, Holiday],
    own: dict[date, Any],
    decreed: date,
    waits: list[Pause],
    unit: LimitUnit,
) -> None:
    calendar = WorkCalendar(zone, week, known, own)
    before = deadline(start, limit, calendar, waits, unit=unit)
    with_it = WorkCalendar(zone, week, {**known, decreed: Holiday(NAME)}, own)
    changed = deadline(start, limit, with_it, waits, unit=unit)
    again = deadline(start, limit, WorkCalendar(zone, week, known, own), waits, unit=unit)
    assert again.days == before.days
    if unit is LimitUnit.CALENDAR_DAYS:
        assert changed.days == before.days


#: What a sentence must say of a day, per reason, independent of how it says it.
REASONS: dict[DayStatus, dict[Language, str]] = {
    DayStatus.WEEKEND: {"id": "akhir pekan", "en": "weekend"},
    DayStatus.HOLIDAY: {"id": "hari libur nasional (Hari rekaan)", "en": "holiday (Invented day)"},
    DayStatus.JOINT_LEAVE: {"id": "cuti bersama (Hari rekaan)", "en": "leave (Invented day)"},
    DayStatus.OVERRIDE: {"id": "tutup (Hari rekaan)", "en": "closed (Invented day)"},
    DayStatus.PAUSED: {"id": "menunggu jawaban pelapor", "en": "wait for the reporter"},
    DayStatus.BEFORE_START: {"id": "hari laporan diterima", "en": "day of receipt"},
}


@given(moments, limits, invented, pauses, day_units, st.booleans())
def test_every_day_between_receipt_and_end_is_named_with_its_reason_in_both_languages(
    start: datetime,
    limit: int,
    calendar: WorkCalendar,
    waits: list[Pause],
    unit: LimitUnit,
    waiting: bool,
) -> None:
    still = [*waits, Pause(start + 3 * DAY)] if waiting else waits
    found = deadline(start, limit, calendar, still, unit=unit)
    end = found.due_at or calendar.local(start + 3 * DAY)
    first = calendar.local(start).date()
    asked = [first + n * DAY for n in range((end.date() - first).days + 1)]
    for language in ("id", "en"):
        _received, *told, last = explain(found, language)
        for on, line, day in zip(asked, told, found.days, strict=False):
            assert line.startswith(f"{say_day(on, language)}: ")
            if day.ordinal is not None:
                assert f" {day.ordinal}" in line.replace("ke-", " ")
            else:
                assert REASONS[day.status][language] in line
        # An open pause may begin on a day that is off: the next working day says so.
        assert len(told) == len(asked) if found.due_at else len(told) >= len(asked)
        assert say_moment(end, language) in last


@given(moments, moments, invented)
def test_an_office_opens_when_it_is_said_to(
    moment: datetime, other: datetime, office: WorkCalendar
) -> None:
    opening = office.opening(moment)
    assert opening >= moment
    assert any(begin <= opening <= end for begin, end in office.day(opening.date()).spans)
    assert office.opening(opening) == opening
    # And nothing opens in between.
    if moment <= other < opening:
        assert office.opening(other) == opening


def test_a_friday_has_its_longer_break_and_a_half_day_counts_as_one() -> None:
    """A limit of days doesn't ask how long a day is; a part of it is a part of that day's hours."""
    usual: Hours = ((time(8), time(12)), (time(13), time(16, 30)))
    friday: Hours = ((time(8), time(11)), (time(13, 30), time(16, 30)))
    half: Hours = ((time(8), time(12)),)
    office = WorkCalendar("Asia/Jayapura", (usual, usual, half, usual, friday, (), ()))
    monday = datetime(2026, 12, 14, 10, tzinfo=office.zone)
    assert [due(deadline(monday, n, office)).strftime("%a %H:%M") for n in range(1, 6)] == [
        "Tue 16:30",
        "Wed 12:00",
        "Thu 16:30",
        "Fri 16:30",
        "Mon 16:30",
    ]
    four = deadline(monday, 4, office)
    quarters = [four.at(Fraction(n, 8)) for n in (3, 5, 7)]
    assert [moment.strftime("%a %H:%M") for moment in quarters if moment] == [
        "Wed 10:00",
        "Thu 11:45",
        "Fri 11:00",
    ]
