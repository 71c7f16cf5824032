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
from hubung.cases.models import Case, Clock, TimeLimit
from hubung.kernel.clock import now
from hubung.kernel.deadlines import Deadline, Pause, deadline

BREACH = "breach"
#: The parts of a limit at which somebody is told, per clock (DOMAIN.md §2).
ALARMS: dict[str, tuple[tuple[str, Fraction], ...]] = {
    ClockName.TIER1: ((BREACH, Fraction(1)),),
    ClockName.VERIFY: (("most", Fraction(3, 4)), (BREACH, Fraction(1))),
    ClockName.FOLLOW_UP: (("most", Fraction(3, 4)), (BREACH, Fraction(1))),
    ClockName.RESOLUTION: (
        ("half", Fraction(1, 2)),
        ("most", Fraction(3, 4)),
        (BREACH, Fraction(1)),
    ),
    ClockName.COMPLETION: (("half", Fraction(1, 2)), (BREACH, Fraction(1))),
    ClockName.AUTO_CLOSE: ((BREACH, Fraction(1)),),
    ClockName.OBJECT_BY: ((BREACH, Fraction(1)),),
    ClockName.REVIEW: (
        ("half", Fraction(1, 2)),
        ("most", Fraction(3, 4)),
        (BREACH, Fraction(1)),
    ),
    ClockName.DISPUTE_BY: ((BREACH, Fraction(1)),),
}
#: Clocks of the ministry's own work: these stand still while it waits for the reporter.
WORK_CLOCKS = (
    ClockName.TIER1,
    ClockName.VERIFY,
    ClockName.FOLLOW_UP,
    ClockName.RESOLUTION,
    ClockName.REVIEW,
)


def count(clock: Clock, case: Case) -> Deadline:
    """The deadline of a clock, with every day it counted."""
    return deadline(
        clock.started_at,
        clock.amount,
        limits.calendar_in(clock.timezone, case.unit_id),
        _pauses(clock),
        unit=clock.counted_in,
    )


def recall(clock: Clock, case: Case) -> Deadline | None:
    """The deadline of a clock that may have ended, for whoever looks back.

    None when the calendar, or the unit, changed after the end: the date that was promised stays,
    and days that lead to another one don't explain it.
    """
    counted = count(clock, case)
    return counted if clock.running or counted.due_at == clock.due_at else None


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
            hours=limit.hours,
            timezone=case.unit.timezone,
        )
        # Of what was written down late, only the last alarm is news.
        _recount(clock, case, max(at, now()))
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


def in_time(case: Case, at: datetime) -> bool | None:
    """Whether the final answer's limit still holds; None where none runs."""
    clock = _running(case).filter(name=ClockName.RESOLUTION).first()
    return None if clock is None or clock.due_at is None else at <= clock.due_at


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
    return _changed(_running(case).filter(counting_on(day)), case, at)


def recount_stale(case: Case, at: datetime) -> dict[str, tuple[datetime, datetime]]:
    """Due dates before and after, where the stored one is not what the calendar says today."""
    return _changed(_running(case), case, at)


def is_stale(clock: Clock, case: Case) -> bool:
    """Whether the stored due date is another one than the calendar of the unit gives today."""
    return clock.timezone != case.unit.timezone or clock.due_at != count(clock, case).due_at


def counting_on(day: date) -> Q:
    """A filter on Clock: those in working days that run, and whose count reaches a day."""
    # A day wider than the day itself, in whichever zone.
    begin = datetime.combine(day, time(), UTC)
    return running() & Q(
        working_days=True,
        started_at__lt=begin + timedelta(days=2),
        due_at__gte=begin - timedelta(days=1),
    )


def set_limits(case: Case, at: datetime) -> None:
    """The kind of the case was corrected: other limits, from the same start."""
    for clock in _running(case):
        limit = limits.limit_for(ClockName(clock.name), case.kind, _day(clock.started_at, case))
        if (limit.amount, limit.counted_in) == (clock.amount, clock.counted_in):
            continue
        clock.days = limit.days
        clock.working_days, clock.hours = limit.working_days, limit.hours
        if not _is_late(count(clock, case), at):
            # It is another date that people are reminded of from now on.
            clock.sounded = ""
        _recount(clock, case, at)
        clock.save()


def extend(case: Case, name: ClockName, by: TimeLimit, at: datetime) -> Clock:
    """Let a running clock run longer, from the same start. Raises Clock.DoesNotExist.

    `by` is counted as the clock is: a limit in days does not lengthen one in hours.
    """
    clock = _running(case).get(name=name)
    clock.days += by.days
    if not _is_late(count(clock, case), at):
        # It is another date that people are reminded of from now on.
        clock.sounded = ""
    _recount(clock, case, at)
    clock.save()
    return clock


def sound(clock: Clock, case: Case, at: datetime) -> str:
    """Give the alarm that is due, and arm the next one."""
    clock.sounded = clock.alarm
    _arm(clock, count(clock, case), at)
    clock.save(update_fields=["alarm_at", "alarm", "sounded"])
    return clock.sounded


def next_due(case: Case) -> datetime | None:
    """The soonest due date among the running clocks."""
    dates = [clock.due_at for clock in _running(case) if clock.due_at is not None]
    return min(dates, default=None)


def running() -> Q:
    """A filter on Clock: neither met nor stopped."""
    return Q(met_at__isnull=True, stopped_at__isnull=True)


def _running(case: Case) -> QuerySet[Clock]:
    return Clock.objects.filter(running(), case=case)


def _day(at: datetime, case: Case) -> date:
    """The date of a moment where the case is handled."""
    return at.astimezone(ZoneInfo(case.unit.timezone)).date()


def _pauses(clock: Clock) -> list[Pause]:
    return [
        Pause(datetime.fromisoformat(begin), datetime.fromisoformat(end) if end else None)
        for begin, end in clock.pauses
    ]


def _changed(
    running: QuerySet[Clock], case: Case, at: datetime
) -> dict[str, tuple[datetime, datetime]]:
    changed = {}
    for clock in running:
        before, clock.timezone = clock.due_at, case.unit.timezone
        _recount(clock, case, at)
        clock.save()
        if before is not None and clock.due_at is not None and clock.due_at != before:
            changed[clock.name] = (before, clock.due_at)
    return changed


def _recount(clock: Clock, case: Case, at: datetime) -> None:
    """Store due date and next alarm."""
    counted = count(clock, case)
    clock.due_at = counted.due_at
    if clock.sounded == BREACH and not _is_late(counted, at):
        # In time again. Nobody is reminded twice, but a second breach is told like the first.
        clock.sounded = ["", *_names(clock)][-2]
    _arm(clock, counted, at)


def _is_late(counted: Deadline, at: datetime) -> bool:
    return counted.due_at is not None and counted.due_at <= at


def _names(clock: Clock) -> list[str]:
    return [name for name, _part in ALARMS[clock.name]]


def _arm(clock: Clock, counted: Deadline, at: datetime) -> None:
    """Set the next alarm: of those that went by unheard the last one, else the first to come.

    It waits for the office to open: a date in calendar days ends at midnight, a change may be made
    on a Sunday, and there is nobody to hear it.
    """
    heard = ["", *_names(clock)].index(clock.sounded)
    clock.alarm, clock.alarm_at = "", None
    for name, part in ALARMS[clock.name][heard:]:
        moment = counted.at(part)
        if moment is None or (clock.alarm and moment > at):
            return
        clock.alarm, clock.alarm_at = name, counted.calendar.opening(max(moment, at))
        if moment > at:
            return
