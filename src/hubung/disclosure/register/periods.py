"""Which periods an item owes: pure functions over dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from hubung.disclosure.register.choices import Period
from hubung.ui import dates

_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF: 6, Period.YEAR: 12}
_YEAR = 12


@dataclass(frozen=True, order=True)
class Owed:
    """A period by its first day, and the last day for publishing what it is about."""

    start: date
    due_on: date


def start_of(period: Period, day: date) -> date:
    """The first day of the period in which a day lies."""
    months = _MONTHS[period]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def after(period: Period, start: date) -> date:
    """The first day of the period that follows."""
    month = start.month - 1 + _MONTHS[period]
    return date(start.year + month // _YEAR, month % _YEAR + 1, 1)


def owed(period: Period, begins_on: date, today: date, due_days: int) -> Iterator[Owed]:
    """The periods that had to be published before today, the oldest first."""
    start = start_of(period, begins_on)
    while True:
        following = after(period, start)
        due_on = following + timedelta(days=due_days - 1)
        if due_on >= today:
            return
        yield Owed(start, due_on)
        start = following


def ended(period: Period, begins_on: date, today: date) -> list[date]:
    """First days of the periods that are over or going on, the youngest first."""
    start = start_of(period, begins_on)
    found = []
    while start <= today:
        found.append(start)
        start = after(period, start)
    return found[::-1]


def label(period: Period | str, start: date) -> str:
    """2026; half 1 of 2026; quarter 3 of 2026; October 2026."""
    values = {"n": (start.month - 1) // _MONTHS[Period(period)] + 1, "year": start.year}
    match Period(period):
        case Period.YEAR:
            return str(start.year)
        case Period.HALF:
            return _("half %(n)d of %(year)d") % values
        case Period.QUARTER:
            return _("quarter %(n)d of %(year)d") % values
    return dates.month(start)
