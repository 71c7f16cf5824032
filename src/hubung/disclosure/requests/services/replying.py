"""The information officer's reply, its one extension, and the superior's decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from hubung.cases import clocks, limits
from hubung.cases.change import Change, change
from hubung.cases.choices import ClockName, EntryKind, Outcome
from hubung.cases.errors import IncompleteError
from hubung.cases.events import ReporterTold
from hubung.cases.lifecycle import Action
from hubung.cases.models import Answer, Clock
from hubung.cases.services import NewAttachment
from hubung.cases.services.concluding import put_answer
from hubung.cases.timeline import Actor
from hubung.directory.models import Person, today
from hubung.disclosure.grounds import queries as grounds
from hubung.disclosure.grounds.models import Ground
from hubung.disclosure.register.services import overturn
from hubung.disclosure.requests.choices import CLOSING, Decision, Obtain, Stage
from hubung.disclosure.requests.errors import NotNowError
from hubung.disclosure.requests.lifecycle import Step, possible
from hubung.disclosure.requests.models import Reply, Request
from hubung.disclosure.requests.queries import clock_of, find_request, is_late
from hubung.disclosure.requests.queries import stage as stage_of
from hubung.disclosure.requests.services.offering import (
    Offer,
    check_files,
    check_offer,
    put_offer,
)
from hubung.ui import dates

_OUTCOMES = {
    Decision.GRANTED: Outcome.RESOLVED,
    Decision.PARTLY: Outcome.PARTLY,
    Decision.REFUSED: Outcome.REFUSED,
    Decision.NOT_HELD: Outcome.EXPLAINED,
}


@dataclass(frozen=True, kw_only=True)
class Given:
    """A reply with the parts that the law asks for.

    `offer` is what everybody may read of it; without one `kept_because` says why not.
    """

    decision: Decision
    text: str
    holder: str = ""
    ground: Ground | None = None
    reason: str = ""
    redactions: str = ""
    form: Obtain | None = None
    cost: int = 0
    cost_basis: str = ""
    attachments: Sequence[NewAttachment] = ()
    offer: Offer | None = None
    kept_because: str = ""


def extend(*, actor: Person, request: Request, reason: str) -> Request:
    """Take the one extension that the law gives, before the first limit ends, with the reason.

    Raises NotAllowedError, NotNowError, IncompleteError.
    """
    if not reason.strip():
        raise IncompleteError("reason", _("Write the reason; the asker reads it."))
    with change(request.case_id, actor=Actor.staff(actor), action=Action.EXTEND) as it:
        now = _fresh(request)
        stage = stage_of(now)
        if not possible(Step.EXTEND, stage, late=False):
            raise NotNowError(Step.EXTEND, stage)
        if is_late(now, it.at):
            raise IncompleteError(
                "reason", _("The time has passed; it can no longer be extended. Reply now.")
            )
        more = limits.limit_for(
            ClockName.EXTENSION, it.case.kind, dates.local(it.at, it.case.unit.timezone).date()
        )
        longer = clocks.extend(it.case, ClockName.RESOLUTION, more, it.at)
        now.extended_at, now.extended_by = it.at, actor
        now.save(update_fields=["extended_at", "extended_by"])
        facts = {"days": more.days, "due_at": longer.due_at.isoformat() if longer.due_at else None}
        it.log(EntryKind.EXTENDED, data=facts)
        it.log(EntryKind.UPDATE, text=_told(it, reason, longer), public=True)
        it.emit(ReporterTold)
    return now


def _told(it: Change, reason: str, longer: Clock) -> str:
    """In the asker's language."""
    with translation.override(it.case.language):
        if longer.due_at is None:
            return reason.strip()
        day = dates.when(longer.due_at, longer.timezone)
        said = _("We need more time for the reply, once: until %(day)s.") % {"day": day}
    return f"{said}\n\n{reason.strip()}"


def reply(*, actor: Person, request: Request, given: Given, version: int | None = None) -> Reply:
    """Reply to the request; after an objection this is the superior's decision on it.

    Raises NotAllowedError, NotNowError, IncompleteError for a part that is missing,
    NamesAskerError and FileNamesAskerError when what is offered to everybody says who asked,
    ChangedMeanwhileError.
    """
    _require_parts(given)
    if given.offer is not None:
        check_files(request, given.offer, given.attachments)
    with change(
        request.case_id, actor=Actor.staff(actor), action=Action.REPLY, version=version
    ) as it:
        now = _fresh(request)
        stage = stage_of(now)
        step = Step.DECIDE if stage is Stage.OBJECTED else Step.REPLY
        if not possible(step, stage, late=True):
            raise NotNowError(step, stage)
        if given.offer is not None:
            check_offer(now, given.offer)
        decides = step is Step.DECIDE
        due = clock_of(now, ClockName.REVIEW if decides else ClockName.RESOLUTION)
        with translation.override(it.case.language):
            text = in_words(given)
        answer = put_answer(
            it,
            author=actor,
            text=text,
            outcome=_OUTCOMES[given.decision],
            attachments=given.attachments,
            then=ClockName.DISPUTE_BY if decides else ClockName.OBJECT_BY,
        )
        made = _write(now, given, answer, decides=decides)
        made.in_time = due is None or due.due_at is None or it.at <= due.due_at
        made.save(update_fields=["in_time"])
        if given.offer is not None:
            put_offer(made, given.offer, given.attachments, by=actor)
        if decides and given.decision == Decision.GRANTED and now.exemption_id is not None:
            # The superior did not find the ground: what is given to one is open to all.
            overturn(exemption_id=now.exemption_id, by=actor, note=given.text)
    return made


def _write(request: Request, given: Given, answer: Answer, *, decides: bool) -> Reply:
    return Reply.objects.create(
        request=request,
        objection=request.objection if decides else None,
        answer=answer,
        decision=given.decision,
        holder=given.holder.strip()[:200],
        ground=given.ground,
        reason=given.reason.strip(),
        redactions=given.redactions.strip(),
        form=given.form or "",
        cost=given.cost,
        cost_basis=given.cost_basis.strip()[:200],
        given_at=answer.created_at,
        kept_because="" if given.offer else given.kept_because.strip()[:200],
    )


def in_words(given: Given) -> str:
    """The whole reply as text, in the active language: what a mail or a paper says."""
    parts = [given.text.strip(), _("Decision: %(what)s.") % {"what": given.decision.label}]
    if given.holder:
        parts.append(_("It is held by: %(holder)s.") % {"holder": given.holder.strip()})
    if given.ground is not None and given.decision in CLOSING:
        ground = f"{given.ground.name} ({given.ground.reference})"
        why = {"ground": ground, "reason": given.reason.strip()}
        parts.append(_("Ground: %(ground)s. %(reason)s") % why)
    if given.redactions:
        parts.append(_("Taken out: %(what)s") % {"what": given.redactions.strip()})
    if given.form:
        parts.append(_("Given as: %(form)s.") % {"form": given.form.label})
    if given.decision in (Decision.GRANTED, Decision.PARTLY):
        parts.append(_cost(given))
    return "\n\n".join(part for part in parts if part)


def _cost(given: Given) -> str:
    if not given.cost:
        return _("It is free of charge.")
    amount = f"Rp {given.cost:,}".replace(",", ".")
    return _("Cost: %(amount)s (%(basis)s).") % {
        "amount": amount,
        "basis": given.cost_basis.strip(),
    }


def _require_parts(given: Given) -> None:
    if not given.text.strip():
        raise IncompleteError("text", _("Write the reply that the asker will read."))
    if given.decision == Decision.NOT_HELD and not given.holder.strip():
        raise IncompleteError("holder", _("Name who holds it, or write that nobody is known."))
    if given.decision in CLOSING:
        if given.ground is None or not grounds.in_force(today()).filter(pk=given.ground.pk):
            raise IncompleteError("ground", _("Choose the ground of the law."))
        if not given.reason.strip():
            raise IncompleteError("reason", _("Write the reason; the asker reads it."))
    if given.decision == Decision.PARTLY and not given.redactions.strip():
        raise IncompleteError("redactions", _("Write what was taken out, and why."))
    if given.decision in (Decision.GRANTED, Decision.PARTLY) and given.form is None:
        raise IncompleteError("form", _("Choose the form in which it is given."))
    if given.cost and not given.cost_basis.strip():
        raise IncompleteError("cost_basis", _("Name the rule that sets the cost."))
    if given.offer is None and not given.kept_because.strip():
        raise IncompleteError(
            "kept_because", _("Say why not everybody may read it, or offer the reply.")
        )


def _fresh(request: Request) -> Request:
    """The request as it is now, while its case is locked."""
    found = find_request(request.case_id)
    if found is None:
        raise LookupError(f"case {request.case_id} has no formal request")
    return found
