"""Work on a case: taking, handing over, asking, noting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from hubung.cases import clocks, search
from hubung.cases.change import Change, change, locked
from hubung.cases.choices import OPEN, ClockName, EntryKind, Kind, Status
from hubung.cases.errors import AlreadyTakenError, IncompleteError
from hubung.cases.events import (
    CaseChanged,
    CaseMoved,
    CaseReleased,
    CaseReopened,
    CaseTaken,
    CaseVerified,
    InformationAdded,
    InformationRequested,
    ReporterTold,
)
from hubung.cases.lifecycle import Action
from hubung.cases.models import Case, Handler, Mention
from hubung.cases.services import inspectorate
from hubung.cases.services.receiving import GUARDED, OWN_WAY, NewAttachment, attach
from hubung.cases.services.unnaming import unnamed
from hubung.cases.timeline import REPORTER, SYSTEM, Actor
from hubung.directory.models import Person, Unit, UnitKind
from hubung.directory.queries import home_unit

#: Of these the words stand in the entry's text, which can be erased, and not among its facts.
_WORDS = ("title", "place", "happened_on", "happened_at")
EDITABLE = ("kind", "sector", "title", "place", "happened_on", "happened_at", "confidential")


def verify_case(*, actor: Person, case: Case) -> Case:
    """The report is understandable and ours to handle."""
    with change(case, actor=Actor.staff(actor), action=Action.VERIFY) as it:
        clocks.meet(it.case, it.at, ClockName.VERIFY)
        it.log(EntryKind.VERIFIED, public=True)
        it.emit(CaseVerified)
    return it.case


def take_case(*, actor: Person, case: Case) -> Case:
    """Make it mine. Raises AlreadyTakenError when somebody else owns it by now."""
    with transaction.atomic():
        now = locked(case)
        if now.owner is not None and now.owner_id != actor.pk:
            raise AlreadyTakenError(now.owner)
        if now.owner_id == actor.pk:
            return now
        with change(now, actor=Actor.staff(actor), action=Action.TAKE) as it:
            own(it, actor)
            it.log(EntryKind.TAKEN, public=True, data={"owner": actor.pk})
            it.emit(CaseTaken)
    return it.case


def assign_case(*, actor: Person, case: Case, owner: Person) -> Case:
    """Give it to a colleague, whoever had it before."""
    with change(case, actor=Actor.staff(actor), action=Action.ASSIGN) as it:
        own(it, owner)
        it.log(EntryKind.ASSIGNED, text=owner.name, data={"owner": owner.pk})
        it.emit(CaseTaken)
    return it.case


def release_case(*, actor: Person, case: Case, reason: str) -> Case:
    """Give it back to the queue of its unit."""
    _require_reason(reason)
    with change(case, actor=Actor.staff(actor), action=Action.RELEASE) as it:
        it.case.owner = None
        it.log(EntryKind.ASSIGNED, text=reason, data={"owner": None})
        it.emit(CaseReleased)
    return it.case


def move_case(
    *,
    actor: Person,
    case: Case,
    tier: int,
    unit: Unit,
    reason: str,
    owner: Person | None = None,
    version: int | None = None,
) -> Case:
    """Hand over to a tier and unit, up, back or sideways; a closed unit's successor gets it."""
    _require_reason(reason)
    with change(case, actor=Actor.staff(actor), action=Action.MOVE, version=version) as it:
        move(it, tier=tier, unit=unit, reason=reason, owner=owner)
    return it.case


def escalate_case(*, case: Case, reason: str) -> Case:
    """A time limit sends the case to tier 3 of its unit, without anybody's doing."""
    with change(case, actor=SYSTEM, action=Action.MOVE) as it:
        move(it, tier=3, unit=it.case.unit, reason=reason, owner=None, automatic=True)
    return it.case


def move(
    it: Change,
    *,
    tier: int,
    unit: Unit,
    reason: str,
    owner: Person | None,
    automatic: bool = False,
) -> None:
    """What every way from one tier or unit to another has in common."""
    case = it.case
    if tier not in (1, 2, 3):
        raise IncompleteError("tier", _("Choose tier 1, 2 or 3."))
    unit = unit.current()
    if case.kind == Kind.MISCONDUCT and not inspectorate.has(unit):
        if not automatic:
            raise IncompleteError("unit", _("Reports of misconduct stay with the Inspectorate."))
        unit = home_unit(UnitKind.INSPECTORATE)
    if automatic and owner is not None and not inspectorate.may_be_entrusted(owner, case):
        owner = None
    facts = {
        "from_tier": case.tier,
        "to_tier": tier,
        "from_unit": case.unit_id,
        "to_unit": unit.pk,
        "unit_name": unit.label,
        "automatic": automatic,
    }
    if tier == 3 and owner is None:
        owner = inspectorate.official_for(case, unit)
    moved_unit = unit.pk != case.unit_id
    case.tier, case.unit, case.owner = tier, unit, None
    if owner is not None:
        own(it, owner)
        facts["owner"] = owner.pk
    clocks.meet(case, it.at, ClockName.TIER1, ClockName.VERIFY)
    if moved_unit:
        clocks.recount(case, it.at)
    it.log(EntryKind.MOVED, text=reason, public=True, data=facts)
    it.emit(CaseMoved, tier=tier, unit_id=unit.pk, automatic=automatic)


def ask_reporter(
    *,
    actor: Person,
    case: Case,
    question: str,
    attachments: Sequence[NewAttachment] = (),
    version: int | None = None,
) -> Case:
    """Ask the reporter for what is missing; the ministry's clocks stand still until they answer."""
    if not question.strip():
        raise IncompleteError("text", _("Write what the reporter should add."))
    with change(case, actor=Actor.staff(actor), action=Action.ASK, version=version) as it:
        clocks.meet(it.case, it.at, ClockName.VERIFY, ClockName.FOLLOW_UP)
        clocks.pause(it.case, it.at)
        clocks.start(it.case, ClockName.COMPLETION, it.at)
        entry = it.log(EntryKind.ASKED, text=question.strip(), public=True)
        attach(it.case, attachments, entry_seq=entry.seq)
        it.emit(InformationRequested)
    return it.case


def tell_reporter(
    *,
    actor: Person,
    case: Case,
    text: str,
    attachments: Sequence[NewAttachment] = (),
    version: int | None = None,
) -> Case:
    """News that is not yet the answer."""
    if not text.strip():
        raise IncompleteError("text", _("Write what is new."))
    with change(case, actor=Actor.staff(actor), action=Action.TELL, version=version) as it:
        clocks.meet(it.case, it.at, ClockName.VERIFY, ClockName.FOLLOW_UP)
        entry = it.log(EntryKind.UPDATE, text=text.strip(), public=True)
        attach(it.case, attachments, entry_seq=entry.seq)
        it.emit(ReporterTold)
    return it.case


def add_information(
    *,
    case: Case,
    text: str,
    attachments: Sequence[NewAttachment] = (),
    actor: Actor = REPORTER,
    data: dict[str, Any] | None = None,
) -> Case:
    """The reporter writes again: clocks go on, and a finished case is opened once more."""
    if not text.strip() and not attachments:
        raise IncompleteError("text", _("Write a message or add a file."))
    # Not what the caller's copy says: a door may have read it before the merge.
    target = Case.objects.values_list("merged_into", flat=True).get(pk=case.pk) or case.pk
    with change(target, actor=actor, action=Action.ADD) as it:
        if it.before == Status.INCOMPLETE:
            clocks.meet(it.case, it.at, ClockName.COMPLETION)
            clocks.resume(it.case, it.at)
        facts = dict(data or {})
        if target != case.pk:
            # Two reporters share a merged case now; neither reads the other's words.
            facts["from_case"] = case.pk
        if it.case.kind == Kind.PUBLIC_INFORMATION and it.before not in OPEN:
            # What was replied to is taken up again by an objection, within its time.
            it.case.status = it.before
            facts["stays"] = True
        entry = it.log(EntryKind.MESSAGE_IN, text=text.strip(), public=True, data=facts)
        if case.anonymous:
            attachments = unnamed(attachments, before=it.case.attachments.count())
        attach(it.case, attachments, entry_seq=entry.seq)
        it.emit(InformationAdded)
        if it.case.status == Status.REOPENED and it.before != Status.REOPENED:
            reopen(it)
            it.emit(CaseReopened)
        search.index(it.case)
    return it.case


def reopen(it: Change) -> None:
    """What every way back into work has in common: fresh clocks, no outcome."""
    clocks.stop(it.case, it.at, ClockName.AUTO_CLOSE)
    if it.case.kind not in OWN_WAY:
        clocks.start(it.case, ClockName.FOLLOW_UP, it.at)
    clocks.start(it.case, ClockName.RESOLUTION, it.at)
    it.case.outcome, it.case.answered_at, it.case.closed_at = "", None, None


def add_note(
    *,
    actor: Person,
    case: Case,
    text: str,
    mentions: Sequence[Person] = (),
    attachments: Sequence[NewAttachment] = (),
) -> Case:
    """An internal note; the reporter never sees it. People mentioned find it on their list."""
    if not text.strip():
        raise IncompleteError("text", _("The note is empty."))
    with change(case, actor=Actor.staff(actor), action=Action.NOTE) as it:
        entry = it.log(
            EntryKind.NOTE, text=text.strip(), data={"mentions": [person.pk for person in mentions]}
        )
        attach(it.case, attachments, entry_seq=entry.seq, public=False)
        Mention.objects.bulk_create(
            Mention(case=it.case, entry_seq=entry.seq, person=person) for person in mentions
        )
        it.emit(CaseChanged)
    return it.case


def correct_facts(
    *, actor: Person, case: Case, version: int | None = None, **facts: str | bool | date | None
) -> Case:
    """Correct what the report says about itself: `EDITABLE` fields only, each change on record.

    A report that turns out to be of misconduct becomes confidential and goes to the Inspectorate;
    back there is only the way of `propose_unflagging`. A personal-data request (often a mail) goes
    to the ministry's information officer in the same way.
    """
    if unknown := facts.keys() - set(EDITABLE):
        raise TypeError(f"not editable: {', '.join(sorted(unknown))}")
    if facts.get("kind") == Kind.PUBLIC_INFORMATION:
        raise IncompleteError("kind", _("A formal request has a form of its own: fill that in."))
    with change(case, actor=Actor.staff(actor), action=Action.EDIT, version=version) as it:
        if it.case.kind == Kind.MISCONDUCT:
            _refuse_to_open(facts)
        changed = {
            name: [_plain(getattr(it.case, name)), _plain(value)]
            for name, value in facts.items()
            if getattr(it.case, name) != value
        }
        if not changed:
            return it.case
        for name in changed:
            setattr(it.case, name, facts[name])
        guarded = "kind" in changed and it.case.kind in GUARDED
        if guarded:
            if not it.case.confidential:
                changed["confidential"] = [False, True]
            it.case.confidential = True
            _withdraw_from_others(it)
        if "kind" in changed:
            clocks.set_limits(it.case, it.at)
        plain = {name: both for name, both in changed.items() if name not in _WORDS}
        it.log(EntryKind.CHANGED, text=_in_words(changed), data={"changed": plain})
        if guarded:
            unit, reason = _guardian(it.case)
            move(it, tier=2, unit=unit, reason=reason, owner=None)
        it.emit(CaseChanged)
        search.index(it.case)
    return it.case


def name_handler(*, actor: Person, case: Case, person: Person, remove: bool = False) -> Case:
    """Who may see a confidential case; each naming is on the timeline."""
    with change(case, actor=Actor.staff(actor), action=Action.NAME_HANDLER) as it:
        if remove:
            Handler.objects.filter(case=it.case, person=person).delete()
        elif not inspectorate.may_be_entrusted(person, it.case):
            raise IncompleteError("handler", inspectorate.not_entrusted(person))
        else:
            Handler.objects.get_or_create(
                case=it.case, person=person, defaults={"named_by": actor, "named_at": it.at}
            )
        it.log(EntryKind.HANDLER, text=person.name, data={"person": person.pk, "removed": remove})
        it.emit(CaseChanged)
    return it.case


def own(it: Change, owner: Person) -> None:
    """Give it to somebody, who is thereby named to it when it is confidential."""
    if not inspectorate.may_be_entrusted(owner, it.case):
        raise IncompleteError("owner", inspectorate.not_entrusted(owner))
    it.case.owner = owner
    if it.case.tier > 1:
        clocks.meet(it.case, it.at, ClockName.VERIFY)
    if it.case.confidential:
        Handler.objects.get_or_create(
            case=it.case,
            person=owner,
            defaults={"named_by": it.actor.person, "named_at": it.at},
        )


def _refuse_to_open(facts: dict[str, Any]) -> None:
    """Raises IncompleteError for facts that would take the protection off a case."""
    if facts.get("kind", Kind.MISCONDUCT) != Kind.MISCONDUCT:
        raise IncompleteError(
            "kind",
            _("That it is no misconduct takes two people: propose it, and another one confirms."),
        )
    if not facts.get("confidential", True):
        raise IncompleteError("confidential", _("A report of misconduct stays confidential."))


def _guardian(case: Case) -> tuple[Unit, str]:
    """Where a report goes that only some may see, and why."""
    if case.kind == Kind.PERSONAL_DATA:
        why = _("Personal-data requests are answered by the information officer.")
        return home_unit(UnitKind.MINISTRY), why
    why = _("Reports of misconduct are examined by the Inspectorate.")
    return home_unit(UnitKind.INSPECTORATE), why


def _in_words(changed: dict[str, list[Any]]) -> str:
    """What was changed in what the reporter told, a line each, in the ministry's language."""
    with translation.override(settings.LANGUAGE_CODE):
        names = {
            "title": _("Subject"),
            "place": _("Place"),
            "happened_on": _("Date of the event"),
            "happened_at": _("Time of the event"),
        }
        return "\n".join(
            f"{names[name]}: {before or '–'} → {after or '–'}"
            for name, (before, after) in changed.items()
            if name in names
        )


def _withdraw_from_others(it: Change) -> None:
    """Whoever was named to it is so no longer, unless they are of the Inspectorate."""
    examined = it.case.kind == Kind.MISCONDUCT
    for handler in Handler.objects.filter(case=it.case).select_related("person"):
        if not (examined and inspectorate.may_be_entrusted(handler.person, it.case)):
            handler.delete()
            facts = {"person": handler.person_id, "removed": True}
            it.log(EntryKind.HANDLER, text=handler.person.name, data=facts)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise IncompleteError("reason", _("Say why, so that whoever is next knows."))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
