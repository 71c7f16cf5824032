"""The clocks of a case: started, paused, met, moved to another zone; due dates are stored.

The rules are in `kernel.deadlines`; here is only which clock runs when, and what is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from hubung.cases import limits
from hubung.cases.choices import ClockName
from hubung.cases.models import Case, Clock
from hubung.kernel.deadlines import Deadline, LimitUnit, Pause, deadline

#: The parts of a limit at which somebody is told, per clock (DOMAIN.md §2).
ALARMS: dict[str, tuple[tuple[str, Fraction], ...]] = {
    ClockName.TIER1: (("breach", Fraction(1)),),
    ClockName.VERIFY: (("most", Fraction(3, 4)), ("breach", Fraction(1))),
    ClockName.FOLLOW_UP: (("most", Fraction(3, 4)), ("breach", Fraction(1))),
    ClockName.RESOLUTION: (
        ("half", Fraction(1, 2)),
        ("most", Fraction(3, 4)),
        ("breach", Fraction(1)),
    ),
    ClockName.COMPLETION: (("half", Fraction(1, 2)), ("breach", Fraction(1))),
    ClockName.AUTO_CLOSE: (("breach", Fraction(1)),),
}
#: Clocks of the ministry's own work: these stand still while it waits for the reporter.
WORK_CLOCKS = (ClockName.TIER1, ClockName.VERIFY, ClockName.FOLLOW_UP, ClockName.RESOLUTION)


def count(clock: Clock, case: Case) -> Deadline:
    """The deadline of a clock, with every day it counted."""
    return deadline(
        clock.started_at,
        clock.days,
        limits.calendar_in(clock.timezone, case.unit_id),
        _pauses(clock),
        unit=LimitUnit.WORKING_DAYS if clock.working_days else LimitUnit.CALENDAR_DAYS,
    )


def build(case: Case, names: Iterable[ClockName], at: datetime) -> list[Clock]:
    """New clocks for a case, not yet saved."""
    clocks = []
    for name in names:
        limit = limits.limit_for(name, case.kind, _day(at, case))
        clock = Clock(
            case=case,
            name=name,
            started_at=at,
            days=limit.days,
            working_days=limit.working_days,
            timezone=case.unit.timezone,
        )
        _recount(clock, case, at)
        clocks.append(clock)
    return clocks


def start(case: Case, name: ClockName, at: datetime) -> Clock:
    """Start a clock, or start it over."""
    fresh = build(case, [name], at)[0]
    clock, _created = Clock.objects.update_or_create(
        case=case,
        name=name,
        defaults={
            field.name: getattr(fresh, field.name)
            for field in Clock._meta.concrete_fields
            if field.name not in {"id", "case", "name"}
        },
    )
    return clock


def meet(case: Case, at: datetime, *names: ClockName) -> None:
    """What these clocks ask for has been done, in time or late."""
    _running(case).filter(name__in=names).update(met_at=at, alarm_at=None, alarm="")


def stop(case: Case, at: datetime, *names: ClockName) -> None:
    """Nobody asks any more for what these clocks measure; without names: all of them."""
    chosen = _running(case).filter(name__in=names) if names else _running(case)
    chosen.update(stopped_at=at, alarm_at=None, alarm="")


def pause(case: Case, at: datetime) -> None:
    """We wait for the reporter: the ministry's clocks stand still."""
    for clock in _running(case).filter(name__in=WORK_CLOCKS):
        if not clock.paused:
            clock.pauses = [*clock.pauses, [at.isoformat(), None]]
            _recount(clock, case, at)
            clock.save()


def resume(case: Case, at: datetime) -> None:
    """The reporter has answered: the clocks go on."""
    for clock in _running(case).filter(name__in=WORK_CLOCKS):
        if clock.paused:
            clock.pauses = [*clock.pauses[:-1], [clock.pauses[-1][0], at.isoformat()]]
            _recount(clock, case, at)
            clock.save()


def recount(case: Case, at: datetime) -> None:
    """Work out the due dates anew: after a move to another unit, or a changed calendar."""
    for clock in _running(case):
        clock.timezone = case.unit.timezone
        _recount(clock, case, at)
        clock.save()


def recount_around(case: Case, day: date, at: datetime) -> dict[str, tuple[datetime, datetime]]:
    """The calendar of `day` has changed: due dates before and after, by the names of the clocks.

    Only clocks whose count reaches that day can differ; the others are not touched.
    """
    changed = {}
    for clock in _running(case).filter(counting_on(day)):
        before = clock.due_at
        _recount(clock, case, at)
        if before is not None and clock.due_at is not None and clock.due_at != before:
            clock.save()
            changed[clock.name] = (before, clock.due_at)
    return changed


def counting_on(day: date) -> Q:
    """A filter on Clock: those in working days that run, and whose count reaches a day."""
    # A day wider than the day itself, in whichever zone.
    begin = datetime.combine(day, time(), UTC)
    return Q(
        met_at__isnull=True,
        stopped_at__isnull=True,
        working_days=True,
        started_at__lt=begin + timedelta(days=2),
        due_at__gte=begin - timedelta(days=1),
    )


def set_limit(case: Case, name: ClockName, at: datetime) -> None:
    """The kind of the case was corrected: another limit, from the same start."""
    for clock in _running(case).filter(name=name):
        limit = limits.limit_for(name, case.kind, _day(clock.started_at, case))
        clock.days, clock.working_days = limit.days, limit.working_days
        _recount(clock, case, at)
        clock.save()


def sounded(clock: Clock, case: Case) -> None:
    """The alarm was heard: arm the next one."""
    _arm(clock, count(clock, case), after=clock.alarm)
    clock.save(update_fields=["alarm_at", "alarm"])


def next_due(case: Case) -> datetime | None:
    """The soonest due date among the running clocks."""
    dates = [clock.due_at for clock in _running(case) if clock.due_at is not None]
    return min(dates, default=None)


def _running(case: Case) -> QuerySet[Clock]:
    return Clock.objects.filter(case=case, met_at__isnull=True, stopped_at__isnull=True)


def _day(at: datetime, case: Case) -> date:
    """The date of a moment where the case is handled."""
    return at.astimezone(ZoneInfo(case.unit.timezone)).date()


def _pauses(clock: Clock) -> list[Pause]:
    return [
        Pause(datetime.fromisoformat(begin), datetime.fromisoformat(end) if end else None)
        for begin, end in clock.pauses
    ]


def _recount(clock: Clock, case: Case, at: datetime) -> None:
    """Store due date and next alarm. Alarms that lie in the past are not sounded again."""
    counted = count(clock, case)
    # A known date without an alarm: the breach has been told already.
    told = clock.due_at is not None and clock.alarm_at is None
    clock.due_at = counted.due_at
    if told and counted.due_at is not None and counted.due_at <= at:
        return
    _arm(clock, counted, after="", not_before=at)


def _arm(
    clock: Clock, counted: Deadline, *, after: str, not_before: datetime | None = None
) -> None:
    names = [name for name, _part in ALARMS[clock.name]]
    upcoming = ALARMS[clock.name][names.index(after) + 1 if after else 0 :]
    for name, part in upcoming:
        moment = counted.at(part)
        is_last = name == names[-1]
        if moment is not None and (not_before is None or moment >= not_before or is_last):
            clock.alarm, clock.alarm_at = name, moment
            return
    clock.alarm, clock.alarm_at = "", None
