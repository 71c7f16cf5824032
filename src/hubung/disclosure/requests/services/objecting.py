"""Whoever asked does not accept what came of it."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from hubung.cases import clocks
from hubung.cases.change import change
from hubung.cases.choices import ClockName, EntryKind
from hubung.cases.errors import CaseError, IncompleteError
from hubung.cases.events import CaseClosed, CaseMoved, ObjectionRaised
from hubung.cases.lifecycle import Action
from hubung.cases.services.handling import own
from hubung.cases.timeline import REPORTER, Actor
from hubung.directory.models import Person, today
from hubung.disclosure.requests import policies, prospects
from hubung.disclosure.requests.errors import NotNowError, TooLateError
from hubung.disclosure.requests.lifecycle import Step
from hubung.disclosure.requests.models import Dispute, Objection, Request
from hubung.disclosure.requests.queries import (
    find_request,
    fitting_grounds,
    is_late,
    objection_grounds,
)
from hubung.ui import dates


def object_to(
    *, request: Request, ground: str, reason: str = "", taken_by: Person | None = None
) -> Objection:
    """Object, on a ground of art. 35: it goes to the superior, whose 30 days begin.

    Raises NotNowError, TooLateError, IncompleteError, and PermissionDenied for staff whose counter
    it is not.
    """
    if taken_by is not None:
        policies.require(policies.writes_down(taken_by, request.case))
    found = objection_grounds(today()).filter(code=ground).first()
    if found is None:
        raise IncompleteError("ground", _("Choose the ground of your objection."))
    # Whoever takes an objection down acts for the asker, whose right it is.
    with change(request.case_id, actor=REPORTER, action=Action.APPEAL) as it:
        if taken_by is not None:
            it.actor = Actor.staff(taken_by)
        now = _open(request, Step.OBJECT)
        if found.code not in fitting_grounds(now, late=is_late(now, it.at)):
            raise IncompleteError(
                "ground", _("This ground does not fit. Choose by whether there was a reply.")
            )
        answered_by, from_tier = it.case.owner_id, it.case.tier
        unit, superior = policies.superior_for(it.case.unit.current())
        it.case.objections += 1
        it.case.tier, it.case.unit, it.case.owner = 3, unit, None
        clocks.stop(it.case, it.at)
        clocks.start(it.case, ClockName.REVIEW, it.at)
        it.case.outcome, it.case.answered_at, it.case.closed_at = "", None, None
        if superior is not None:
            own(it, superior)
        objection = Objection.objects.create(
            request=now,
            ground=found,
            reason=reason.strip(),
            lodged_at=it.at,
            taken_by=taken_by,
        )
        with translation.override(it.case.language):
            said = f"{found.name}. {reason.strip()}".strip()
        it.log(
            EntryKind.OBJECTED,
            text=said,
            public=True,
            data={
                "from_tier": from_tier,
                "answered_by": answered_by,
                "owner": superior.pk if superior else None,
                "ground": found.code,
            },
        )
        it.emit(ObjectionRaised)
        it.emit(CaseMoved, tier=3, unit_id=unit.pk, automatic=True)
    return objection


def note_dispute(
    *, request: Request, register_number: str = "", noted_by: Person | None = None
) -> Dispute:
    """It is before the Information Commission; the ministry's clocks end.

    Raises NotNowError, TooLateError.
    """
    if noted_by is not None:
        policies.require(policies.writes_down(noted_by, request.case))
    with change(request.case_id, actor=REPORTER, action=Action.DISPUTE) as it:
        if noted_by is not None:
            it.actor = Actor.staff(noted_by)
        now = _open(request, Step.DISPUTE)
        dispute = Dispute.objects.create(
            request=now,
            register_number=register_number.strip()[:60],
            told_at=it.at,
            noted_by=noted_by,
        )
        it.case.closed_at = it.at
        clocks.stop(it.case, it.at)
        it.log(EntryKind.DISPUTED, text=register_number.strip()[:60], public=True)
        it.emit(CaseClosed, automatic=False)
    return dispute


def _open(request: Request, step: Step) -> Request:
    """The request as it is now, if this right of the asker is open."""
    now = find_request(request.case_id)
    if now is None:
        raise CaseError(_("This is not a formal request for information."))
    prospect = prospects.prospect_of(now)
    right = prospect.right
    if right is None or right.step != step:
        raise NotNowError(step, prospect.stage)
    if right.is_open:
        return now
    if right.opens_at is not None and not prospect.late:
        raise CaseError(
            _("The ministry has time until %(day)s. If nothing comes, you may do this then.")
            % {"day": dates.day(right.opens_at, now.case.unit.timezone)}
        )
    last = right.until.due_at
    raise TooLateError(step, dates.day(last, now.case.unit.timezone) if last else "")
