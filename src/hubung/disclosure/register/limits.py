"""How long deciding about an exemption, and an exemption itself, may take."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hubung.cases.limits import calendar_for
from hubung.directory.models import Unit, today
from hubung.disclosure.grounds.models import LimitName
from hubung.disclosure.grounds.queries import limit_on
from hubung.kernel.deadlines import deadline


def decide_by(unit: Unit, at: datetime) -> datetime:
    """The last moment to decide about a proposal that is made at `at`."""
    limit = limit_on(LimitName.DECIDE, today(unit.timezone))
    counted = deadline(at, limit.days, calendar_for(unit), unit=limit.unit).due_at
    if counted is None:
        raise LookupError("a limit without pauses has a last moment")
    return counted


def longest_until(unit: Unit) -> date:
    """The last day that information may be exempted until, if it is proposed today."""
    on = today(unit.timezone)
    return on + timedelta(days=limit_on(LimitName.LONGEST, on).days)


def midnight_after(day: date, unit: Unit) -> datetime:
    """The first moment that is no longer this day, where the unit is."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(unit.timezone))
