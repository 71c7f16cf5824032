"""What ties calls to cases; each function is one transaction."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hubung.cases.change import Change, change
from hubung.cases.choices import EntryKind
from hubung.cases.errors import CaseError, IncompleteError
from hubung.cases.events import CaseChanged
from hubung.cases.lifecycle import Action
from hubung.cases.models import Case
from hubung.cases.timeline import SYSTEM, Actor
from hubung.channels.phone import policies
from hubung.channels.phone.events import CallSettled
from hubung.channels.phone.models import CallCase, NoCase, Nothing
from hubung.channels.phone.telling import facts_of
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.kernel.events import emit
from hubung.telephony.models import Call, Callback, CallbackState


class CallNotAllowedError(CaseError):
    """Their roles do not reach this call, or not this case."""

    def __init__(self) -> None:
        super().__init__(_("Your roles do not include this call or this case."))


@transaction.atomic
def link_call(*, by: Person, call: Call, case: Case) -> CallCase:
    """This call concerns this case. Said again it changes nothing.

    The case's timeline tells of the call once it is over. An anonymous report takes the caller's
    number away from the call, for good. Raises CallNotAllowedError.
    """
    if not policies.may_link(by, call, case):
        raise CallNotAllowedError
    return tie(call=call, case=case, by=by)


@transaction.atomic
def tie(*, call: Call, case: Case, by: Person | None) -> CallCase:
    """`link_call` by rule: whether that is allowed was asked before."""
    link, new = CallCase.objects.get_or_create(call=call, case=case, defaults={"made_by": by})
    if not new:
        return link
    NoCase.objects.filter(call=call).delete()
    if case.anonymous:
        forget_caller(call)
    now = Call.objects.get(pk=call.pk)
    if now.ended_at is not None:
        tell(link, now)
    emit(CallSettled(subject=f"call:{call.pk}", call_id=call.pk))
    return link


@transaction.atomic
def unlink_call(*, by: Person, call: Call, case: Case) -> None:
    """It concerns this case no more; the timeline keeps what it told, and says so.

    Raises CallNotAllowedError.
    """
    if not policies.may_link(by, call, case):
        raise CallNotAllowedError
    link = CallCase.objects.filter(call=call, case=case).first()
    if link is None:
        return
    told = link.told
    link.delete()
    if told:
        with change(case, actor=Actor.staff(by), action=Action.LINK) as it:
            _log(it, {"call": call.pk, "undone": True})
    emit(CallSettled(subject=f"call:{call.pk}", call_id=call.pk))


@transaction.atomic
def record_nothing(*, by: Person, call: Call, why: Nothing | str, reason: str = "") -> NoCase:
    """Decide that this call needs no case. Raises CallNotAllowedError, IncompleteError."""
    if not policies.may_decide(by, call):
        raise CallNotAllowedError
    if why not in Nothing.values:
        raise IncompleteError("why", _("Choose why there is nothing to record."))
    if why == Nothing.OTHER and not reason.strip():
        raise IncompleteError("reason", _("Say in a few words why there is nothing to record."))
    if CallCase.objects.filter(call=call).exists():
        raise CaseError(_("This call has a case by now."))
    decision, _new = NoCase.objects.update_or_create(
        call=call,
        defaults={
            "why": why,
            "reason": reason.strip()[:500],
            "decided_by": by,
            "decided_at": clock.now(),
        },
    )
    emit(CallSettled(subject=f"call:{call.pk}", call_id=call.pk))
    return decision


@transaction.atomic
def call_back_later(*, by: Person, call: Call) -> Callback:
    """Nobody answered them in time: somebody calls back when there is time; it waits with others.

    Said again it changes nothing. Raises CallNotAllowedError, and CaseError without a number.
    """
    if not policies.may_decide(by, call):
        raise CallNotAllowedError
    if not call.caller:
        raise CaseError(_("The caller withheld their number, so nobody can call back."))
    wish, _made = Callback.objects.get_or_create(
        call=call, defaults={"asked_at": clock.now(), "state": CallbackState.GIVEN_UP}
    )
    emit(CallSettled(subject=f"call:{call.pk}", call_id=call.pk))
    return wish


def forget_caller(call: Call) -> None:
    """Who called is known to nobody any more."""
    Call.objects.filter(pk=call.pk).update(caller="")


def tell(link: CallCase, call: Call) -> None:
    """Put a call that is over on the timeline of its case, once."""
    if not CallCase.objects.filter(pk=link.pk, told=False).update(told=True):
        return
    actor = Actor.staff(link.made_by) if link.made_by else SYSTEM
    with change(link.case_id, actor=SYSTEM, action=Action.LINK) as it:
        it.actor = actor
        _log(it, facts_of(call, it.at))


def _log(it: Change, facts: dict[str, object]) -> None:
    it.log(EntryKind.CALLED, data=facts)
    it.emit(CaseChanged)
