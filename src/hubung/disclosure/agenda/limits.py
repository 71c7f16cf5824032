"""The dated limits of the agenda, and the moments that follow from them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from hubung.cases.limits import calendar_for
from hubung.directory.models import in_force
from hubung.disclosure.agenda.choices import LimitName
from hubung.disclosure.agenda.models import Diary, Limit
from hubung.kernel.calendars import WorkCalendar
from hubung.kernel.deadlines import deadline


def limit_on(name: LimitName, on: date) -> Limit:
    """The limit that holds on a day, the youngest first. Raises LookupError when none does."""
    found = _in_force(on).filter(name=name).order_by("-valid_from").first()
    if found is None:
        raise LookupError(f"no limit of the agenda is configured for {name} on {on}")
    return found


def announcing() -> tuple[Limit, ...]:
    """Every limit of announcing there was and is, for whoever judges many days."""
    return tuple(Limit.objects.filter(name=LimitName.ANNOUNCE).order_by("valid_from"))


def decide_by(diary: Diary, at: datetime) -> datetime:
    """The last moment to decide about a proposal that is made at `at`."""
    limit = limit_on(LimitName.DECIDE, diary.today())
    counted = deadline(at, limit.days, calendar_of(diary), unit=limit.unit).due_at
    if counted is None:
        raise LookupError("a limit without pauses has a last moment")
    return counted


def longest_until(diary: Diary) -> date:
    """The last day that an entry may be closed until, if it is proposed today."""
    today = diary.today()
    limit = limit_on(LimitName.LONGEST, today)
    if limit.working_days:
        return last_working_day(calendar_of(diary), today, limit.days)
    return today + timedelta(days=limit.days)


def last_working_day(calendar: WorkCalendar, after: date, days: int) -> date:
    """The last of so many working days after a day."""
    on = after
    while days > 0:
        on += timedelta(days=1)
        days -= calendar.is_working_day(on)
    return on


def midnight_after(day: date, timezone: str) -> datetime:
    """The first moment that is no longer this day, in a zone."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(timezone))


def calendar_of(diary: Diary) -> WorkCalendar:
    return calendar_for(diary.post.unit)


def _in_force(on: date) -> QuerySet[Limit]:
    return Limit.objects.filter(in_force(on))
