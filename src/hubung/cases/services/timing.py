"""What happens by itself when time passes: reminders, escalation, closing (DOMAIN.md §2)."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from hubung.cases import clocks
from hubung.cases.change import change
from hubung.cases.choices import ClockName, EntryKind, Kind, Status
from hubung.cases.events import ClockAlarmed
from hubung.cases.lifecycle import Action, possible
from hubung.cases.models import Case, Clock
from hubung.cases.queries import is_open
from hubung.cases.services.concluding import close_case, withdraw_case
from hubung.cases.services.handling import escalate_case, move
from hubung.cases.timeline import SYSTEM
from hubung.directory.models import Unit, today
from hubung.kernel import clock

BATCH = 100
#: When one of these has passed unused, an answered case is closed.
_RIGHTS_OF_THE_REPORTER = (ClockName.AUTO_CLOSE, ClockName.OBJECT_BY, ClockName.DISPUTE_BY)


def sound_alarms() -> int:
    """Sound the alarms that are due now, one batch; returns how many."""
    due = list(
        Clock.objects.filter(alarm_at__lte=clock.now())
        .order_by("alarm_at", "pk")
        .values_list("pk", flat=True)[:BATCH]
    )
    return sum(_sound(pk) for pk in due)


def _sound(pk: int) -> int:
    """Each alarm in its own transaction, so that one case cannot hold up the others."""
    with transaction.atomic():
        running = (
            Clock.objects.filter(pk=pk, alarm_at__lte=clock.now())
            .select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
            .select_related("case__unit")
            .first()
        )
        if running is None:
            return 0
        case = running.case
        alarm = clocks.sound(running, case, clock.now())
        # What stands on a timeline is in the language of the ministry's head office.
        with override(case.language):
            _react(case, running, alarm)
    return 1


def _react(case: Case, running: Clock, alarm: str) -> None:
    if alarm == "breach" and running.name in _RIGHTS_OF_THE_REPORTER:
        if case.status == Status.ANSWERED:
            close_case(case=case, actor=SYSTEM, automatic=True)
        return
    if alarm == "breach" and running.name == ClockName.COMPLETION:
        if case.status == Status.INCOMPLETE:
            withdraw_case(
                case=case,
                reason=_("The report was not completed in time. It is kept, and may be reopened."),
            )
        return
    if not possible(Action.REMIND, case.status):
        return
    with change(case, actor=SYSTEM, action=Action.REMIND) as it:
        it.log(
            EntryKind.OVERDUE if alarm == "breach" else EntryKind.REMINDED,
            data={
                "clock": running.name,
                "alarm": alarm,
                "due_at": running.due_at.isoformat() if running.due_at else None,
            },
        )
        it.emit(ClockAlarmed, clock=running.name, alarm=alarm)
    if running.name == ClockName.RESOLUTION and case.tier < 3 and alarm != "half":
        _escalate(case, alarm)


def _escalate(case: Case, alarm: str) -> None:
    """Tier 2 goes up at three quarters of the limit; whatever is late goes up from any tier."""
    if alarm == "most" and case.tier != 2:
        return
    if case.kind == Kind.PUBLIC_INFORMATION:
        # To the superior it goes by the objection of whoever asked, and by that alone.
        return
    reason = (
        _("The time limit has passed.")
        if alarm == "breach"
        else _("Three quarters of the time limit have passed.")
    )
    escalate_case(case=case, reason=reason)


def follow_successors() -> int:
    """Hand the open cases of units that have ended to whichever unit follows; returns how many."""
    ended = Unit.objects.filter(closed_on__lte=today(), successor__isnull=False)
    moved = 0
    for unit in ended:
        heir = unit.current()
        if heir.pk == unit.pk:
            continue
        for pk in Case.objects.filter(is_open(), unit=unit).values_list("pk", flat=True):
            with change(pk, actor=SYSTEM, action=Action.MOVE) as it, override(it.case.language):
                reason = _("%(unit)s has become %(heir)s.") % {"unit": unit, "heir": heir}
                move(
                    it,
                    tier=it.case.tier,
                    unit=heir,
                    reason=reason,
                    owner=it.case.owner,
                    automatic=True,
                )
            moved += 1
    return moved
