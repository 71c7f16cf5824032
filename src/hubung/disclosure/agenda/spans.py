"""Days and weeks in addresses: `?tanggal=2026-11-30`, `?pekan=2026-W48`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, QueryDict

#: Further away from today than this nothing is looked for.
FURTHEST = timedelta(days=3660)


@dataclass(frozen=True)
class Week:
    """Monday to Sunday."""

    monday: date

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def code(self) -> str:
        """`2026-W48`, as HTML and ISO 8601 write it."""
        year, week, _day = self.monday.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def before(self) -> Week:
        return Week(self.monday - timedelta(days=7))

    @property
    def after(self) -> Week:
        return Week(self.monday + timedelta(days=7))


def week_of(day: date) -> Week:
    return Week(day - timedelta(days=day.weekday()))


def asked_day(query: QueryDict, name: str, default: date) -> date:
    """The day that is asked for. Raises Http404 for what is none, or is too far away."""
    text = query.get(name, "")
    if not text:
        return default
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
    return _near(day, default)


def asked_week(query: QueryDict, default: date) -> Week:
    """The week that is asked for. Raises Http404."""
    text = query.get("pekan", "")
    if not text:
        return week_of(default)
    try:
        year, week = text.split("-W")
        monday = date.fromisocalendar(int(year), int(week), 1)
    except ValueError as error:
        raise Http404 from error
    return Week(_near(monday, default))


def _near(day: date, default: date) -> date:
    if abs(day - default) > FURTHEST:
        raise Http404
    return day
