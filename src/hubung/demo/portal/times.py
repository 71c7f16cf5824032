"""Invented applications to the services of the demonstration: some units keep their promise."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from hubung.cases.limits import calendar_for
from hubung.directory.models import today
from hubung.insight.models import Service
from hubung.insight.times.handing_in import Finished, hand_in
from hubung.kernel.calendars import WorkCalendar
from hubung.portal.content.models import ServicePage

_DAYS = 90
#: Of every so many services one has handed in nothing, and one hardly anything.
_SILENT, _SHY = 7, 5
_FEW = 3


def load(pages: Sequence[ServicePage]) -> None:
    """Each service that promises a time, with what its unit has handed in."""
    promising = [page for page in pages if page.promised_days is not None]
    for number, page in enumerate(promising, start=1):
        if number % _SILENT == 0 or page.unit is None:
            continue
        service = Service.objects.create(code=page.slug, name=page.title, unit=page.unit)
        dice = random.Random(page.slug)  # noqa: S311 - an invention, not a secret
        count = _FEW if number % _SHY == 0 else dice.randrange(60, 240)
        applications = [_application(page, number, dice) for number in range(count)]
        hand_in(service, [each for each in applications if each is not None], by=None)
        page.measured = service
        page.save(update_fields=["measured"])


def _application(page: ServicePage, number: int, dice: random.Random) -> Finished | None:
    """Most within what is promised, some long after; None where it is not finished yet."""
    if page.unit is None or page.promised_days is None:
        return None
    calendar, last = calendar_for(page.unit), today(page.unit.timezone)
    received = last - timedelta(days=dice.randrange(1, _DAYS))
    took = round(page.promised_days * dice.betavariate(2, 3) * dice.choice((1, 1, 1, 1.4, 2.5)))
    finished = _after(calendar, received, took)
    return Finished(f"PERAGAAN-{number:05}", received, finished) if finished <= last else None


def _after(calendar: WorkCalendar, day: date, working_days: int) -> date:
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= calendar.is_working_day(day)
    return day
