"""What a day is: working, weekend, holiday, joint leave, or an office's own exception."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfoNotFoundError

import pytest

from hubung.kernel.calendars import (
    OFFICE_WEEK,
    DayKind,
    Hours,
    Name,
    NationalHolidays,
    Override,
    WorkCalendar,
    ministry_calendar,
    national_holidays,
    round_the_clock,
)

FLOOD = Override(Name("Kantor terendam banjir rob", "Office flooded by the tide"))
SATURDAY_DUTY = Override(Name("Hari kerja pengganti", "Make-up working day"), OFFICE_WEEK[0])


@pytest.mark.parametrize(
    ("on", "kind", "name_id", "name_en"),
    [
        (date(2026, 12, 23), DayKind.WORKING, None, None),
        (date(2026, 12, 24), DayKind.JOINT_LEAVE, "Cuti Bersama Hari Raya Natal", None),
        (date(2026, 12, 25), DayKind.HOLIDAY, "Hari Raya Natal", "Christmas Day"),
        (date(2026, 12, 26), DayKind.WEEKEND, None, None),
        (date(2026, 8, 17), DayKind.HOLIDAY, "Hari Kemerdekaan Republik Indonesia", None),
        (date(2026, 5, 31), DayKind.HOLIDAY, "Hari Raya Waisak", "Vesak Day"),
    ],
)
def test_the_ministry_keeps_national_holidays_and_joint_leave(
    on: date, kind: DayKind, name_id: str | None, name_en: str | None
) -> None:
    day = ministry_calendar("Asia/Jakarta").day(on)
    assert day.kind is kind
    assert bool(day.spans) is (kind is DayKind.WORKING)
    assert (day.name.to("id") if day.name else None) == name_id
    if name_en:
        assert day.name is not None
        assert day.name.to("en") == name_en


def test_an_exception_is_stronger_than_weekday_and_holiday() -> None:
    calendar = ministry_calendar(
        "Asia/Makassar",
        overrides={
            date(2026, 11, 17): FLOOD,
            date(2026, 11, 21): SATURDAY_DUTY,
            date(2026, 12, 25): SATURDAY_DUTY,
        },
    )
    assert calendar.day(date(2026, 11, 17)).kind is DayKind.OVERRIDE
    assert not calendar.is_working_day(date(2026, 11, 17))
    assert calendar.is_working_day(date(2026, 11, 21))
    assert calendar.day(date(2026, 12, 25)).name == SATURDAY_DUTY.name


def test_hours_are_those_of_the_office_on_its_own_clock() -> None:
    friday = ministry_calendar("Asia/Jayapura").day(date(2026, 11, 20))
    assert [(begin.astimezone(UTC), end.astimezone(UTC)) for begin, end in friday.spans] == [
        (datetime(2026, 11, 19, 22, 30, tzinfo=UTC), datetime(2026, 11, 20, 2, 30, tzinfo=UTC)),
        (datetime(2026, 11, 20, 4, 0, tzinfo=UTC), datetime(2026, 11, 20, 7, 30, tzinfo=UTC)),
    ]
    assert friday.closes.tzname() == "WIT"


def test_the_same_office_has_the_same_calendar_object() -> None:
    overrides = {date(2026, 11, 17): FLOOD}
    first = ministry_calendar("Asia/Jakarta", overrides=overrides)
    assert ministry_calendar("Asia/Jakarta", overrides=dict(overrides)) is first
    assert ministry_calendar("Asia/Jakarta") is not first


def test_the_week_of_the_civil_service_has_37_and_a_half_hours() -> None:
    minutes = sum(
        (end.hour - begin.hour) * 60 + end.minute - begin.minute
        for hours in OFFICE_WEEK
        for begin, end in hours
    )
    assert minutes == 37.5 * 60


def test_years_without_a_decree_say_that_they_are_estimates() -> None:
    assert any("(perkiraan)" in day.name.id for day in national_holidays(2029).values())
    assert national_holidays(2150) == {}


def test_all_national_holidays_are_a_mapping() -> None:
    everything = NationalHolidays()
    assert date(2026, 8, 17) in everything
    assert date(2026, 8, 18) not in everything
    assert len(everything) == sum(1 for _ in everything)


def test_round_the_clock_counts_every_day() -> None:
    calendar = round_the_clock("Asia/Jakarta")
    assert calendar.is_working_day(date(2026, 12, 25))
    assert calendar.day(date(2026, 12, 26)).closes.time() == time(23, 59, 59)


@pytest.mark.parametrize(
    "hours",
    [
        ((time(16), time(8)),),
        ((time(8), time(8)),),
        ((time(8), time(12)), (time(11), time(16))),
        ((time(13), time(16)), (time(8), time(12))),
    ],
)
def test_hours_out_of_order_are_refused(hours: Hours) -> None:
    with pytest.raises(ValueError, match="office hours run forward"):
        WorkCalendar("Asia/Jakarta", (hours, (), (), (), (), (), ()))
    with pytest.raises(ValueError, match="office hours run forward"):
        Override(Name("Piket", "Duty"), hours)


@pytest.mark.parametrize("week", [(), ((),) * 7, (OFFICE_WEEK[0],) * 5])
def test_a_week_that_never_works_is_refused(week: tuple[Hours, ...]) -> None:
    with pytest.raises(ValueError, match="seven days"):
        WorkCalendar("Asia/Jakarta", week)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        WorkCalendar("Asia/Tirtanirmala")


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        ministry_calendar("Asia/Jakarta").local(datetime(2026, 11, 10, 8, 12))  # noqa: DTZ001
