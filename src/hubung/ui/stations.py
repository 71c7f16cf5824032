"""What the line components draw: stations on a route, and days on the way to a due date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.utils.translation import gettext, pgettext

from hubung.kernel.deadlines import CountedDay, DayStatus, Deadline
from hubung.kernel.explanations import explain
from hubung.ui import dates

DayKind = Literal["counted", "off", "pause", "today", "end"]


@dataclass(frozen=True)
class Station:
    """A stop on a route: who holds it there, and how long that took."""

    name: str
    state: Literal["passed", "here", "next", "skip"]
    holder: str = ""
    leg: str = ""


@dataclass(frozen=True)
class Day:
    """A day on the way to a due date: `mark` is the few letters under it, `reason` the sentence."""

    on: date
    kind: DayKind
    mark: str
    reason: str

    @property
    def weekday(self) -> str:
        return dates.weekday(self.on)


def days_of(deadline: Deadline, now: datetime) -> list[Day]:
    """The days of a deadline as the strip draws them, from the day after receipt to the last."""
    today = deadline.calendar.local(now).date()
    last = deadline.days[-1] if deadline.due_at else None
    # `explain` gives one sentence for the receipt, then one for each day.
    reasons = explain(deadline, dates.language())[1:]
    return [
        Day(day.date, _kind(day, today, last), _mark(day), reason)
        for day, reason in zip(deadline.days, reasons, strict=False)
        if day.status is not DayStatus.BEFORE_START
    ]


def _kind(day: CountedDay, today: date, last: CountedDay | None) -> DayKind:
    if day is last:
        return "end"
    if day.date == today:
        return "today"
    if day.status is DayStatus.PAUSED:
        return "pause"
    return "off" if day.ordinal is None else "counted"


def _mark(day: CountedDay) -> str:
    if day.ordinal is not None:
        return gettext("no. %(n)s") % {"n": day.ordinal}
    if day.status is DayStatus.PAUSED:
        return pgettext("a day that is not counted", "paused")
    return pgettext("a day that is not counted", "off")
