"""Weeks of work in a moment: journeys of cases, woven together in the order of their time.

A journey is a generator that does one step and yields how long it is until the next one. Whatever
would lie in the future is left undone: that is how a case comes to be in the middle of its way.
"""

from __future__ import annotations

import heapq
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from hubung.cases.models import Case
from hubung.cases.services.timing import sound_alarms
from hubung.directory.models import TimeZone
from hubung.kernel import clock, events
from hubung.kernel.calendars import ministry_calendar


@dataclass(frozen=True)
class Pause:
    """How long until a journey's next step; office steps wait until the office is open."""

    hours: float
    office: bool

    def after(self, moment: datetime) -> datetime:
        then = moment + timedelta(hours=self.hours)
        return office_time(then) if self.office else then


#: Ends with the case that it is about.
Journey = Generator[Pause, None, Case]


def office(hours: float) -> Pause:
    """The next step is the ministry's."""
    return Pause(hours, office=True)


def anywhere(hours: float) -> Pause:
    """The next step is a citizen's, or of the contact centre, which never closes."""
    return Pause(hours, office=False)


def office_time(moment: datetime) -> datetime:
    """This moment if an office in Jakarta is at work, else when it next begins."""
    calendar = ministry_calendar(TimeZone.WIB)
    local = calendar.local(moment)
    spans = calendar.day(local.date()).spans
    if spans and local <= spans[0][0]:
        return spans[0][0].astimezone(UTC)
    if spans and local <= spans[-1][1]:
        return moment
    day = local.date() + timedelta(days=1)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    opens = calendar.day(day).spans[0][0]
    # Nobody is at it on the first minute; the delay keeps the order of the evening.
    return opens.astimezone(UTC) + timedelta(minutes=5 + moment.minute % 50)


def working_days_ago(now: datetime, days: int, at: time) -> datetime:
    """A time of day (Jakarta), so many working days before today (or the last working day)."""
    calendar = ministry_calendar(TimeZone.WIB)
    day = calendar.local(now).date()
    while days or not calendar.is_working_day(day):
        if calendar.is_working_day(day):
            days -= 1
        day -= timedelta(days=1)
    return min(datetime.combine(day, at, calendar.zone).astimezone(UTC), now)


def run(journeys: Iterable[tuple[datetime, Journey]], *, until: datetime) -> None:
    """Take every journey as far as `until`, with the clock where each step belongs."""
    queue = [(start, index, journey) for index, (start, journey) in enumerate(journeys)]
    heapq.heapify(queue)
    while queue:
        moment, index, journey = heapq.heappop(queue)
        if moment > until:
            return
        with clock.travel(moment):
            _background()
            pause = next(journey, None)
        if pause is not None:
            heapq.heappush(queue, (pause.after(moment), index, journey))


def _background() -> None:
    """What the worker would have done meanwhile: reminders, escalations, notices."""
    while sound_alarms():
        pass
    while events.dispatch():
        pass
