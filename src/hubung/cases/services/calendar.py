"""The office calendar as the ministry keeps it, and the due dates that follow when it changes."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from hubung.cases import clocks, limits, policies
from hubung.cases.change import change, locked
from hubung.cases.choices import EntryKind, Kind
from hubung.cases.errors import IncompleteError
from hubung.cases.events import CalendarChanged, CaseChanged
from hubung.cases.lifecycle import Action
from hubung.cases.models import CalendarChange, Case, Clock, LocalHoliday
from hubung.cases.timeline import SYSTEM
from hubung.directory.models import Person, Unit
from hubung.kernel import clock
from hubung.kernel.events import emit
from hubung.ui import dates

#: Small, since a batch holds its cases locked, and on SQLite the whole database.
BATCH = 25
READ_AT_ONCE = 1_000
#: By then no process counts with the calendar that it remembers from before a change.
EVERYBODY_KNOWS_AFTER = timedelta(seconds=limits.CACHE_SECONDS + 5)


@transaction.atomic
def add_holiday(
    *, by: Person | None, day: date, name: str, unit: Unit | None, working: bool = False
) -> LocalHoliday:
    """Keep a day differently from the national calendar: off, or `working` although it is off.

    `unit` None is every unit. Raises PermissionDenied, and IncompleteError for a day that has an
    entry already.
    """
    policies.require_configuring(policies.may_keep_calendar(by, unit))
    if LocalHoliday.objects.filter(day=day, unit=unit).exists():
        raise IncompleteError(
            "day", _("This day has an entry already. Remove that one first, or choose another day.")
        )
    holiday = LocalHoliday.objects.create(day=day, name=name, unit=unit, working=working)
    _changed(holiday, by, added=True)
    return holiday


@transaction.atomic
def remove_holiday(*, by: Person | None, holiday: LocalHoliday) -> None:
    """The day is again what the national calendar says. Twice is harmless."""
    policies.require_configuring(policies.may_keep_calendar(by, holiday.unit))
    removed, _rows = LocalHoliday.objects.filter(pk=holiday.pk).delete()
    if removed:
        _changed(holiday, by, added=False)


def recount_due_dates() -> int:
    """Count the clocks anew that the oldest change concerns, one batch; returns how many cases.

    May be run again at any point: a case that has its new date already is left alone.
    """
    with transaction.atomic():
        pending = (
            CalendarChange.objects.filter(
                finished_at__isnull=True, made_at__lte=clock.now() - EVERYBODY_KNOWS_AFTER
            )
            .select_for_update(
                skip_locked=connection.features.has_select_for_update_skip_locked, of=("self",)
            )
            .select_related("made_by")
            .order_by("made_at", "pk")
            .first()
        )
        if pending is None:
            return 0
        cases = list(_concerned(pending)[:BATCH])
        with override(settings.LANGUAGE_CODE):
            pending.recounted += sum(_recount(case_id, pending) for case_id in cases)
        if len(cases) < BATCH:
            pending.finished_at = clock.now()
        else:
            pending.last_case_id = cases[-1]
        pending.save(update_fields=["recounted", "last_case_id", "finished_at"])
    return max(len(cases), 1)


def mend_due_dates() -> int:
    """Count anew what no change of the office calendar explains; returns how many cases.

    The national calendar comes with the program, and a later one knows the decrees that were
    estimates before; a unit's time zone may be corrected in the directory.
    """
    mended, last = 0, 0
    # A change that is still to be counted explains its dates itself.
    while not CalendarChange.objects.filter(finished_at__isnull=True).exists() and (
        batch := list(
            Clock.objects.filter(clocks.running(), case_id__gt=last)
            .select_related("case__unit")
            .order_by("case_id")[:READ_AT_ONCE]
        )
    ):
        # A case has six clocks at most: what the cut leaves of the last one comes with the next.
        last = batch[-1].case_id - (len(batch) == READ_AT_ONCE)
        stale = {one.case_id for one in batch if clocks.is_stale(one, one.case)}
        for case_id in sorted(stale):
            with transaction.atomic(), override(settings.LANGUAGE_CODE):
                mended += _mend(case_id)
    return mended


def _changed(holiday: LocalHoliday, by: Person | None, *, added: bool) -> None:
    row = CalendarChange.objects.create(
        added=added,
        day=holiday.day,
        name=holiday.name,
        working=holiday.working,
        unit=holiday.unit,
        made_by=by,
        made_at=clock.now(),
    )
    emit(
        CalendarChanged(
            change_id=row.pk,
            day=holiday.day.isoformat(),
            added=added,
            unit_id=holiday.unit_id,
            by_id=by.pk if by else None,
        )
    )
    transaction.on_commit(limits.forget)


def _concerned(pending: CalendarChange) -> QuerySet[Clock, int]:
    """Ids of the cases still to be looked at, in order."""
    scope = Q() if pending.unit_id is None else Q(case__unit=pending.unit_id)
    return (
        Clock.objects.filter(
            scope, clocks.counting_on(pending.day), case_id__gt=pending.last_case_id
        )
        .order_by("case_id")
        .values_list("case_id", flat=True)
        .distinct()
    )


def _recount(case_id: int, pending: CalendarChange) -> int:
    """Change the due dates of a case; its timeline then says why.

    1 when one changed and administrators may read so: of misconduct not even that.
    """
    case = locked(case_id)
    at = clock.now()
    changed = clocks.recount_around(case, pending.day, at)
    if not changed:
        return 0
    _tell(case, changed, at, text=_reason(pending), data={"change": pending.pk})
    return int(case.kind != Kind.MISCONDUCT)


def _mend(case_id: int) -> int:
    case = locked(case_id)
    at = clock.now()
    changed = clocks.recount_stale(case, at)
    if changed:
        reason = _("The calendar of the office, or its time zone, has been corrected.")
        _tell(case, changed, at, text=reason, data={})
    return 1


def _tell(
    case: Case,
    changed: dict[str, tuple[datetime, datetime]],
    at: datetime,
    *,
    text: str,
    data: dict[str, int],
) -> None:
    with change(case, actor=SYSTEM, action=Action.RECOUNT, at=at) as it:
        it.log(EntryKind.RECOUNTED, text=text, data={**data, "clocks": _as_data(changed)})
        it.emit(CaseChanged)


def _as_data(changed: dict[str, tuple[datetime, datetime]]) -> dict[str, list[str]]:
    return {name: [moment.isoformat() for moment in both] for name, both in changed.items()}


def _reason(pending: CalendarChange) -> str:
    words = {"day": dates.day(pending.day), "name": pending.name}
    match pending.added, pending.working:
        case True, False:
            return _("%(day)s has become a local day off: %(name)s.") % words
        case True, True:
            return _("%(day)s has become a working day: %(name)s.") % words
        case False, False:
            return _("%(day)s is no longer a local day off: %(name)s.") % words
        case _:
            return _("%(day)s is no longer a working day: %(name)s.") % words
