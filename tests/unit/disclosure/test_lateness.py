"""What is late and what is missing follows from the office's calendar alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from hubung.disclosure.agenda.lateness import Late, enter_by, lateness, missing_days
from hubung.kernel.calendars import Name, Override, ministry_calendar
from hubung.kernel.deadlines import LimitUnit

WIT = "Asia/Jayapura"
OFFICE = ministry_calendar(WIT)


def at(day: str, clock: str = "09:00") -> datetime:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), ZoneInfo(WIT))


@dataclass
class Entry:
    entered_at: datetime
    first_start: datetime
    ends_at: datetime


@dataclass
class Limit:
    days: int
    valid_from: date
    valid_to: date | None = None
    unit: LimitUnit = LimitUnit.WORKING_DAYS


def judged(entered: datetime, *limits: Limit, starts: str = "2026-11-23") -> Late:
    entry = Entry(entered, at(starts), at(starts, "10:00"))
    return lateness(entry, limits, OFFICE)


ONE_DAY = Limit(1, date(2020, 1, 1))


@pytest.mark.parametrize(
    ("entered", "late"),
    [
        # Monday's meeting belongs in the agenda by the end of Friday's office hours, 16.30 WIT.
        (at("2026-11-20", "16:30"), Late.NO),
        (at("2026-11-20", "16:31"), Late.SHORT),
        (at("2026-11-22", "12:00"), Late.SHORT),
        (at("2026-11-23", "09:00"), Late.SHORT),
        (at("2026-11-23", "09:30"), Late.DURING),
        (at("2026-11-23", "10:00"), Late.AFTER),
    ],
)
def test_one_working_day_before_skips_the_weekend(entered: datetime, late: Late) -> None:
    assert judged(entered, ONE_DAY) is late


def test_the_limit_is_the_one_of_the_day_of_the_activity() -> None:
    stricter = Limit(3, date(2026, 11, 23))
    entered = at("2026-11-20", "10:00")
    assert judged(entered, ONE_DAY, stricter) is Late.SHORT
    assert judged(entered, ONE_DAY, Limit(3, date(2026, 11, 24))) is Late.NO
    assert judged(entered, Limit(3, date(2020, 1, 1), date(2026, 11, 23))) is Late.NO


def test_calendar_days_end_at_midnight_and_none_means_the_start() -> None:
    starts = at("2026-11-23")
    assert enter_by(starts, 1, LimitUnit.CALENDAR_DAYS, OFFICE) == at("2026-11-23", "00:00")
    assert enter_by(starts, 0, LimitUnit.WORKING_DAYS, OFFICE) == starts


def test_holidays_of_the_office_are_skipped_and_never_missing() -> None:
    friday = date(2026, 11, 20)
    feast = ministry_calendar(WIT, overrides={friday: Override(Name("Hari jadi", "Feast"))})
    by = enter_by(at("2026-11-23"), 1, LimitUnit.WORKING_DAYS, feast)
    assert by == at("2026-11-19", "16:00")
    found = missing_days(
        date(2026, 11, 16),
        date(2026, 11, 24),
        calendar=feast,
        told={date(2026, 11, 17)},
        held=lambda on: on != date(2026, 11, 18),
    )
    assert list(found) == [date(2026, 11, 16), date(2026, 11, 19), date(2026, 11, 23)]


def test_today_is_not_missing_yet() -> None:
    today = date(2026, 11, 18)
    found = missing_days(today, today, calendar=OFFICE, told=(), held=lambda _on: True)
    assert list(found) == []
