"""A case comes to its answer, and what the reporter makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from hubung.cases import clocks, search
from hubung.cases.change import Change, change
from hubung.cases.choices import ClockName, EntryKind, Outcome, Status
from hubung.cases.errors import CaseError, IncompleteError
from hubung.cases.events import (
    CaseAnswered,
    CaseClosed,
    CaseMoved,
    CasePassedOn,
    CaseRated,
    CaseRejected,
    CaseReopened,
    ObjectionRaised,
)
from hubung.cases.lifecycle import Action
from hubung.cases.models import Answer, Case, Draft, Rating, post_title
from hubung.cases.services import inspectorate
from hubung.cases.services.handling import own, reopen
from hubung.cases.services.receiving import NewAttachment, attach
from hubung.cases.timeline import REPORTER, SYSTEM, Actor
from hubung.directory.models import Person

OBJECTIONS_ALLOWED = 1


def answer_case(
    *,
    actor: Person,
    case: Case,
    text: str,
    outcome: Outcome | str,
    promise: str = "",
    promised_on: date | None = None,
    attachments: Sequence[NewAttachment] = (),
    version: int | None = None,
) -> Case:
    """Give the public answer, under the name and post of whoever gives it.

    Raises IncompleteError without a text or an outcome.
    """
    if not text.strip():
        raise IncompleteError("text", _("Write the answer that the reporter will read."))
    if outcome not in Outcome.values:
        raise IncompleteError("outcome", _("Choose the outcome."))
    with change(case, actor=Actor.staff(actor), action=Action.ANSWER, version=version) as it:
        put_answer(
            it,
            author=actor,
            text=text,
            outcome=outcome,
            promise=promise,
            promised_on=promised_on,
            attachments=attachments,
        )
    return it.case


def put_answer(
    it: Change,
    *,
    author: Person,
    text: str,
    outcome: Outcome | str,
    promise: str = "",
    promised_on: date | None = None,
    attachments: Sequence[NewAttachment] = (),
    then: ClockName = ClockName.AUTO_CLOSE,
) -> Answer:
    """Write the answer within a change that is open; `then` is the clock of what may follow."""
    answer = Answer.objects.create(
        case=it.case,
        text=text.strip(),
        outcome=outcome,
        tier=it.case.tier,
        author=author,
        author_name=author.name,
        author_post=post_title(author),
        unit_name=it.case.unit.name,
        promise=promise.strip(),
        promised_on=promised_on,
        created_at=it.at,
    )
    it.case.outcome, it.case.answered_at = str(outcome), it.at
    if it.case.owner is None:
        it.case.owner = author
    in_time = _finish(it)
    clocks.start(it.case, then, it.at)
    entry = it.log(
        EntryKind.ANSWERED,
        text=answer.text,
        public=True,
        data={
            "answer": answer.pk,
            "outcome": str(outcome),
            "tier": it.case.tier,
            "post": answer.author_post,
            "in_time": in_time,
        },
    )
    attach(it.case, attachments, entry_seq=entry.seq)
    Draft.objects.filter(case=it.case, person=author, kind="answer").delete()
    it.emit(CaseAnswered)
    search.index(it.case)
    return answer


def reject_case(*, actor: Person, case: Case, reason: str, version: int | None = None) -> Case:
    """Refuse to handle it; the reporter reads why, and how to appeal."""
    _require(reason)
    with change(case, actor=Actor.staff(actor), action=Action.REJECT, version=version) as it:
        it.case.outcome = Outcome.REFUSED
        it.case.closed_at = it.at
        in_time = _finish(it)
        it.log(EntryKind.REJECTED, text=reason.strip(), public=True, data={"in_time": in_time})
        it.emit(CaseRejected)
    return it.case


def pass_on_case(
    *, actor: Person, case: Case, authority: str, reason: str, version: int | None = None
) -> Case:
    """It belongs to somebody else: forwarded there, and the reporter need not report again."""
    if not authority.strip():
        raise IncompleteError("authority", _("Name the authority that it was sent to."))
    _require(reason)
    with change(case, actor=Actor.staff(actor), action=Action.PASS_ON, version=version) as it:
        it.case.outcome = Outcome.FORWARDED
        it.case.closed_at = it.at
        in_time = _finish(it)
        it.log(
            EntryKind.OUTSIDE,
            text=reason.strip(),
            public=True,
            data={"authority": authority.strip(), "in_time": in_time},
        )
        it.emit(CasePassedOn)
    return it.case


def close_case(*, case: Case, actor: Actor = REPORTER, automatic: bool = False) -> Case:
    """The reporter is content, or the time to object has passed."""
    with change(case, actor=actor, action=Action.CLOSE) as it:
        it.case.closed_at = it.at
        clocks.stop(it.case, it.at)
        it.log(EntryKind.CLOSED, public=True, data={"automatic": automatic})
        it.emit(CaseClosed, automatic=automatic)
    return it.case


def withdraw_case(*, case: Case, reason: str, actor: Actor = SYSTEM) -> Case:
    """The reporter takes it back, or is deemed to (30 days without completing it). It is kept."""
    with change(case, actor=actor, action=Action.WITHDRAW) as it:
        it.case.outcome = Outcome.WITHDRAWN
        it.case.closed_at = it.at
        _finish(it)
        automatic = actor == SYSTEM
        data = {"withdrawn": True, "automatic": automatic}
        it.log(EntryKind.CLOSED, text=reason, public=True, data=data)
        it.emit(CaseClosed, automatic=automatic)
    return it.case


def object_to_answer(*, case: Case, reason: str) -> Case:
    """The reporter objects, once: the case goes to tier 3 for a second look.

    Raises CaseError when they have objected before.
    """
    if not reason.strip():
        raise IncompleteError("reason", _("Write what is not solved yet."))
    if case.objections >= OBJECTIONS_ALLOWED:
        raise CaseError(
            _(
                "You have objected once already. You may still add information, "
                "or take the matter to the Ombudsman."
            )
        )
    with change(case, actor=REPORTER, action=Action.OBJECT) as it:
        it.case.objections += 1
        unit = it.case.unit.current()
        answered_by = it.case.owner_id
        official = inspectorate.official_for(it.case, unit)
        from_tier = it.case.tier
        it.case.tier, it.case.unit, it.case.owner = 3, unit, None
        # After the unit, whose calendar the new clocks are counted in.
        reopen(it)
        if official is not None:
            own(it, official)
        it.log(
            EntryKind.OBJECTED,
            text=reason.strip(),
            public=True,
            data={
                "from_tier": from_tier,
                "answered_by": answered_by,
                "owner": official.pk if official else None,
            },
        )
        it.emit(ObjectionRaised)
        it.emit(CaseMoved, tier=3, unit_id=unit.pk, automatic=True)
    return it.case


def reopen_case(*, case: Case, reason: str, actor: Actor = REPORTER) -> Case:
    """Take up a finished case again, where it was."""
    _require(reason)
    with change(case, actor=actor, action=Action.REOPEN) as it:
        reopen(it)
        it.log(EntryKind.REOPENED, text=reason.strip(), public=True)
        it.emit(CaseReopened)
    return it.case


def rate_service(*, case: Case, score: int, comment: str = "") -> Case:
    """1 (bad) to 4 (very good) and a word; the last rating counts. Content closes an answered case.

    Raises IncompleteError for another score.
    """
    if score not in (1, 2, 3, 4):
        raise IncompleteError("score", _("Choose a rating from 1 to 4."))
    with change(case, actor=REPORTER, action=Action.RATE) as it:
        Rating.objects.update_or_create(
            case=it.case,
            defaults={"score": score, "comment": comment.strip()[:500], "created_at": it.at},
        )
        it.log(EntryKind.RATED, text=comment.strip()[:500], public=True, data={"score": score})
        it.emit(CaseRated)
    return it.case


def _finish(it: Change) -> bool | None:
    """The ministry has done its part: nothing of it may sound an alarm any more.

    Tells whether it did so within its limit: the clock itself may start over one day.
    """
    if it.before == Status.INCOMPLETE:
        clocks.resume(it.case, it.at)
    in_time = clocks.in_time(it.case, it.at)
    clocks.meet(
        it.case,
        it.at,
        ClockName.TIER1,
        ClockName.VERIFY,
        ClockName.FOLLOW_UP,
        ClockName.RESOLUTION,
        ClockName.REVIEW,
    )
    clocks.stop(it.case, it.at)
    return in_time


def _require(reason: str) -> None:
    if not reason.strip():
        raise IncompleteError("reason", _("Write the reason; the reporter will read it."))
