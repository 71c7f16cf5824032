"""Work calendars: on which days, and at which hours, an office works.

A calendar is a value: a time zone, the office hours of each weekday, the holidays, and the
office's own exceptions. It knows nothing of limits; `kernel.deadlines` counts with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

Language = Literal["id", "en"]
Hours = tuple[tuple[time, time], ...]  # spans of one day, in order, apart from each other
Span = tuple[datetime, datetime]

_WEEK = 7
_MONDAY_TO_THURSDAY: Hours = ((time(7, 30), time(12)), (time(13), time(16)))
_FRIDAY: Hours = ((time(7, 30), time(11, 30)), (time(13), time(16, 30)))

# The 37.5 hours of the civil service's week, the default of every office: from 7:30, with an hour's
# break, and an hour and a half on Fridays (Perpres 21/2023).
OFFICE_WEEK: tuple[Hours, ...] = (_MONDAY_TO_THURSDAY,) * 4 + (_FRIDAY, (), ())

#: A line for each day off, in order; `scripts/days_off.py` writes it.
_HOLIDAYS = Path(__file__).with_name("holidays.tsv")
#: The years it has.
_YEARS = range(1946, 2101)


class Name(NamedTuple):
    """A name in both languages."""

    id: str
    en: str

    def to(self, language: Language) -> str:
        return self.id if language == "id" else self.en


class DayKind(StrEnum):
    """What a day is in a calendar, before anything is counted; an override closes a day."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    JOINT_LEAVE = "joint_leave"
    OVERRIDE = "override"


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off by decree: a public holiday, or joint leave (cuti bersama)."""

    name: Name
    joint_leave: bool = False


@dataclass(frozen=True, slots=True)
class Override:
    """An office's own exception for one date: its hours on that day, none when it is closed.

    Stronger than weekday and holiday, so it closes a Tuesday and opens a Saturday.
    """

    name: Name
    hours: Hours = ()

    def __post_init__(self) -> None:
        _check_hours(self.hours)


@dataclass(frozen=True, slots=True)
class Day:
    """One date of a calendar: when it begins, and its working spans (none when closed)."""

    date: date
    kind: DayKind
    name: Name | None
    begins: datetime
    spans: tuple[Span, ...]

    @property
    def closes(self) -> datetime:
        """The end of the office hours, or of nothing: the begin of a day without any."""
        return self.spans[-1][1] if self.spans else self.begins


@dataclass(frozen=True, eq=False)
class WorkCalendar:
    """The working time of an office: a pure value, whose days are worked out once each.

    `timezone` is an IANA name (ZoneInfoNotFoundError when unknown); `week` holds the hours of
    Monday to Sunday. Raises ValueError when the hours are out of order or the week has none.
    """

    timezone: str
    week: tuple[Hours, ...] = OFFICE_WEEK
    holidays: Mapping[date, Holiday] = field(default_factory=dict)
    overrides: Mapping[date, Override] = field(default_factory=dict)
    zone: ZoneInfo = field(init=False, repr=False)
    _days: dict[date, Day] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.week) != _WEEK or not any(self.week):
            raise ValueError("a week has seven days, at least one of them with office hours")
        for hours in self.week:
            _check_hours(hours)
        object.__setattr__(self, "zone", ZoneInfo(self.timezone))

    def day(self, on: date) -> Day:
        """What `on` is in this calendar."""
        found = self._days.get(on)
        if found is None:
            found = self._days[on] = self._work_out(on)
        return found

    def is_working_day(self, on: date) -> bool:
        return bool(self.day(on).spans)

    def opening(self, moment: datetime) -> datetime:
        """`moment` itself within office hours (their end included), else when they begin next."""
        moment = self.local(moment)
        on = moment.date()
        while True:
            for begin, end in self.day(on).spans:
                if moment <= end:
                    return max(moment, begin)
            on += timedelta(days=1)

    def local(self, moment: datetime) -> datetime:
        """`moment` on the office's clock. Raises ValueError when it has no zone of its own."""
        if moment.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return moment.astimezone(self.zone)

    def _work_out(self, on: date) -> Day:
        hours, kind, name = self.week[on.weekday()], DayKind.WORKING, None
        override, holiday = self.overrides.get(on), self.holidays.get(on)
        if override is not None:
            hours, name = override.hours, override.name
            kind = DayKind.WORKING if hours else DayKind.OVERRIDE
        elif holiday is not None:
            hours, name = (), holiday.name
            kind = DayKind.JOINT_LEAVE if holiday.joint_leave else DayKind.HOLIDAY
        elif not hours:
            kind = DayKind.WEEKEND
        spans = tuple((self._at(on, opens), self._at(on, closes)) for opens, closes in hours)
        return Day(on, kind, name, self._at(on, time()), spans)

    def _at(self, on: date, clock: time) -> datetime:
        return datetime.combine(on, clock, self.zone)


class NationalHolidays(Mapping[date, Holiday]):
    """Indonesia's public holidays and joint leave, each year looked up when it is first asked.

    Years whose decree is not out yet are estimates, and their names say so.
    """

    def __getitem__(self, on: date) -> Holiday:
        return national_holidays(on.year)[on]

    def __iter__(self) -> Iterator[date]:
        return (on for year in _YEARS for on in national_holidays(year))

    def __len__(self) -> int:
        return sum(len(national_holidays(year)) for year in _YEARS)


@cache
def national_holidays(year: int) -> Mapping[date, Holiday]:
    """The days off of one year; none for years before 1946 and after 2100."""
    found = {}
    with _HOLIDAYS.open(encoding="utf-8") as file:
        for line in file:
            if line.startswith(f"{year}-"):
                on, kind, *names = line.rstrip("\n").split("\t")
                found[date.fromisoformat(on)] = Holiday(Name(*names), kind == "joint")
    return found


def ministry_calendar(
    timezone: str,
    *,
    week: tuple[Hours, ...] = OFFICE_WEEK,
    overrides: Mapping[date, Override] | None = None,
) -> WorkCalendar:
    """The calendar of an office of the ministry: national holidays, joint leave, its exceptions.

    The same arguments give the same calendar, with the days it has worked out already.
    """
    return _ministry_calendar(timezone, week, tuple(sorted((overrides or {}).items())))


@cache
def round_the_clock(timezone: str) -> WorkCalendar:
    """The calendar of limits in calendar days: every day, to its last second, no holidays."""
    return WorkCalendar(timezone, (((time(), time(23, 59, 59)),),) * _WEEK)


@lru_cache(maxsize=256)
def _ministry_calendar(
    timezone: str, week: tuple[Hours, ...], overrides: tuple[tuple[date, Override], ...]
) -> WorkCalendar:
    return WorkCalendar(timezone, week, NationalHolidays(), dict(overrides))


def _check_hours(hours: Hours) -> None:
    moments = [moment for span in hours for moment in span]
    if any(later <= earlier for earlier, later in pairwise(moments)):
        raise ValueError(f"office hours run forward and do not touch each other: {hours}")


def utc(moment: datetime) -> datetime:
    """`moment` where differences are true lengths (Python subtracts wall clocks within a zone)."""
    return moment.astimezone(UTC)
