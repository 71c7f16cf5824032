"""What holds for every deadline, whatever the calendar, the zone, the hours and the pauses."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import ceil

from hypothesis import assume, given
from hypothesis import strategies as st

from hubung.kernel.calendars import (
    Holiday,
    Hours,
    Language,
    WorkCalendar,
    ministry_calendar,
)
from hubung.kernel.deadlines import (
    DayStatus,
    LimitUnit,
    Pause,
    days_left,
    deadline,
    fraction_used,
    remaining,
)
from hubung.kernel.explanations import explain, say_day, say_moment
from tests.properties.strategies import (
    NAME,
    calendars,
    closed_pauses,
    day_units,
    days,
    due,
    holidays,
    languages,
    limits,
    moments,
    parts,
    pauses,
    units,
    weeks,
    zones,
)


@given(moments, st.timedeltas(timedelta(), timedelta(days=30)), limits, calendars, pauses, units)
def test_who_reports_later_is_due_no_earlier(
    start: datetime,
    later: timedelta,
    limit: int,
    calendar: WorkCalendar,
    waits: list[Pause],
    unit: LimitUnit,
) -> None:
    first = deadline(start, limit, calendar, waits, unit=unit)
    second = deadline(start + later, limit, calendar, waits, unit=unit)
    assert due(first) <= due(second)


@given(moments, limits, limits, calendars, pauses, units)
def test_a_longer_limit_is_due_later(
    start: datetime,
    limit: int,
    more: int,
    calendar: WorkCalendar,
    waits: list[Pause],
    unit: LimitUnit,
) -> None:
    shorter = deadline(start, limit, calendar, waits, unit=unit)
    longer = deadline(start, limit + more, calendar, waits, unit=unit)
    assert due(shorter) < due(longer)


@given(moments, limits, parts, calendars, pauses)
def test_nothing_is_due_and_no_alarm_rings_outside_office_hours(
    start: datetime, limit: int, part: Fraction, calendar: WorkCalendar, waits: list[Pause]
) -> None:
    found = deadline(start, limit, calendar, waits)
    for moment in (due(found), found.at(part)):
        assert moment is not None
        assert moment > start
        assert moment.tzinfo is calendar.zone
        day = calendar.day(moment.date())
        assert any(begin < moment <= end for begin, end in day.spans)
    assert due(found) == calendar.day(due(found).date()).closes


@given(moments, limits, calendars, pauses, closed_pauses(), units)
def test_a_pause_never_makes_it_earlier(
    start: datetime,
    limit: int,
    calendar: WorkCalendar,
    waits: list[Pause],
    another: Pause,
    unit: LimitUnit,
) -> None:
    without = deadline(start, limit, calendar, waits, unit=unit)
    assert due(deadline(start, limit, calendar, [*waits, another], unit=unit)) >= due(without)


@given(moments, limits, calendars, pauses, moments, units)
def test_an_open_pause_hides_the_date_unless_the_date_was_before(
    start: datetime,
    limit: int,
    calendar: WorkCalendar,
    waits: list[Pause],
    begin: datetime,
    unit: LimitUnit,
) -> None:
    without = due(deadline(start, limit, calendar, waits, unit=unit))
    found = deadline(start, limit, calendar, [*waits, Pause(begin)], unit=unit)
    if begin >= without:
        assert found.due_at == without
    else:
        assert found.due_at is None
        assert found.paused_since == begin


@given(moments, limits, calendars, pauses, closed_pauses(), units)
def test_once_the_reporter_answers_the_date_is_that_of_the_closed_pause(
    start: datetime,
    limit: int,
    calendar: WorkCalendar,
    waits: list[Pause],
    wait: Pause,
    unit: LimitUnit,
) -> None:
    """What was counted before an open pause is what is counted after it has ended."""
    unknown = deadline(start, limit, calendar, [*waits, Pause(wait.start)], unit=unit)
    assume(unknown.due_at is None and wait.end is not None and wait.end > wait.start)
    known = deadline(start, limit, calendar, [*waits, wait], unit=unit)
    assert known.days[: len(unknown.days) - 1] == unknown.days[:-1]


@given(moments, limits, calendars, pauses, day_units)
def test_the_list_of_days_is_the_calculation(
    start: datetime, limit: int, calendar: WorkCalendar, waits: list[Pause], unit: LimitUnit
) -> None:
    found = deadline(start, limit, calendar, waits, unit=unit)
    ordinals = [day.ordinal for day in found.days if day.status is DayStatus.COUNTED]
    assert ordinals == list(range(1, limit + 1))
    assert found.days[-1].date == due(found).date()
    assert found.days[-1].total == limit
    assert [day.date for day in found.days] == [
        found.start.date() + timedelta(days=offset) for offset in range(len(found.days))
    ]
    assert found.days[0].status is DayStatus.BEFORE_START
    for day in found.days:
        assert (day.status is DayStatus.COUNTED) == bool(day.spans) == (day.ordinal is not None)


@given(moments, limits, calendars, pauses)
def test_each_skipped_day_has_its_true_reason(
    start: datetime, limit: int, calendar: WorkCalendar, waits: list[Pause]
) -> None:
    for day in deadline(start, limit, calendar, waits).days[1:]:
        if day.status in (DayStatus.COUNTED, DayStatus.PAUSED):
            plan = calendar.day(day.date)
            assert plan.spans
            standing = any(
                wait.end is not None and max(wait.start, plan.begins) < min(wait.end, plan.closes)
                for wait in waits
            )
            assert standing == (day.status is DayStatus.PAUSED)
        elif day.status is DayStatus.OVERRIDE:
            assert not calendar.overrides[day.date].hours
        elif day.status is DayStatus.WEEKEND:
            assert not calendar.week[day.date.weekday()]
        else:
            assert day.date not in calendar.overrides
            joint = calendar.holidays[day.date].joint_leave
            assert joint == (day.status is DayStatus.JOINT_LEAVE)


@given(moments, limits, calendars, pauses, units, languages)
def test_the_explanation_tells_each_day_once_and_the_computed_date(
    start: datetime,
    limit: int,
    calendar: WorkCalendar,
    waits: list[Pause],
    unit: LimitUnit,
    language: Language,
) -> None:
    found = deadline(start, limit, calendar, waits, unit=unit)
    received, *told, end = explain(found, language)
    assert say_moment(calendar.local(start), language) in received
    assert len(told) == len(found.days)
    for line, day in zip(told, found.days, strict=True):
        assert line.startswith(say_day(day.date, language) + ": ")
    assert end.endswith(say_moment(due(found), language) + ".")


@given(moments, limits, parts, parts, calendars, pauses, units)
def test_alarms_come_in_order_and_agree_with_what_is_used(
    start: datetime,
    limit: int,
    one: Fraction,
    other: Fraction,
    calendar: WorkCalendar,
    waits: list[Pause],
    unit: LimitUnit,
) -> None:
    found = deadline(start, limit, calendar, waits, unit=unit)
    early, late = found.at(min(one, other)), found.at(max(one, other))
    assert early is not None
    assert late is not None
    assert start < early <= late <= due(found) == found.at(1)
    # Moments are whole microseconds, and the shortest working day here has a minute of them.
    assert abs(fraction_used(found, early) - min(one, other)) < 1e-6


@given(moments, limits, moments, moments, calendars, pauses, units)
def test_what_is_used_only_grows_and_what_is_left_only_shrinks(
    start: datetime,
    limit: int,
    now: datetime,
    then: datetime,
    calendar: WorkCalendar,
    waits: list[Pause],
    unit: LimitUnit,
) -> None:
    found = deadline(start, limit, calendar, waits, unit=unit)
    now, then = sorted((now, then))
    assert 0 <= fraction_used(found, now) <= fraction_used(found, then) <= 1
    assert (fraction_used(found, then) == 1) == (then >= due(found))
    left_now, left_then = days_left(found, now), days_left(found, then)
    assert left_now is not None
    assert left_then is not None
    assert left_now >= left_then >= 0
    rest = remaining(found, now)
    assert rest is not None
    assert (rest < timedelta()) == (now > due(found))


@given(st.dates(date(2025, 1, 2), date(2027, 12, 1)), st.times(), limits, weeks, zones, zones)
def test_a_unit_in_another_zone_is_due_at_the_same_hour_of_its_own_clock(
    on: date, clock: time, limit: int, week: tuple[Hours, ...], here: str, there: str
) -> None:
    def wall_clock(zone: str) -> datetime:
        calendar = WorkCalendar(zone, week)
        start = datetime.combine(on, clock, calendar.zone)
        return due(deadline(start, limit, calendar)).replace(tzinfo=None)

    assert wall_clock(here) == wall_clock(there)


@given(moments, limits, zones, zones, pauses)
def test_moving_between_zones_moves_a_date_by_a_working_day_at_most(
    start: datetime, limit: int, here: str, there: str, waits: list[Pause]
) -> None:
    """The count is made anew from the same receipt: nothing stale is left of the former unit."""
    calendar, other = ministry_calendar(here), ministry_calendar(there)
    moved = deadline(start, limit, other, waits)
    assert moved.calendar is other
    assert moved == deadline(start, limit, other, tuple(waits))
    same_day = calendar.local(start).date() == other.local(start).date()
    if same_day and not waits:
        assert moved.days[-1].date == deadline(start, limit, calendar).days[-1].date


@given(moments, limits, zones, weeks, holidays, days, pauses)
def test_a_holiday_decreed_after_the_fact_never_shortens_a_limit(
    start: datetime,
    limit: int,
    zone: str,
    week: tuple[Hours, ...],
    known: dict[date, Holiday],
    decreed: date,
    waits: list[Pause],
) -> None:
    before = deadline(start, limit, WorkCalendar(zone, week, known), waits)
    changed = WorkCalendar(zone, week, {**known, decreed: Holiday(NAME)})
    after = deadline(start, limit, changed, waits)
    assert due(after) >= due(before)
    touched = any(day.date == decreed and day.status is DayStatus.COUNTED for day in before.days)
    assert (due(after) == due(before)) == (not touched)


@given(moments, limits, parts, calendars)
def test_a_part_of_a_limit_is_the_alarm_of_the_whole(
    start: datetime, limit: int, part: Fraction, calendar: WorkCalendar
) -> None:
    alarm = deadline(start, limit, calendar).at(part)
    assert alarm == deadline(start, limit * part, calendar).due_at
    assert alarm is not None
    counted = [day for day in deadline(start, limit * part, calendar).days if day.ordinal]
    assert len(counted) == ceil(limit * part)
