"""An entry is closed for a time: one person proposes, another decides, time ends it.

The first proposal for an entry hides it while it waits, but no longer than the limit for deciding;
after a proposal came to nothing, the next one hides nothing before it is approved. So nobody keeps
an entry closed by proposing again and again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from hubung.directory.models import Person
from hubung.disclosure.agenda import limits, policies
from hubung.disclosure.agenda.change import Changing, change
from hubung.disclosure.agenda.choices import ChangeKind, Decision
from hubung.disclosure.agenda.errors import AgendaError
from hubung.disclosure.agenda.events import (
    ClosingProposed,
    ClosingRefused,
    EntryHidden,
    EntryReappeared,
)
from hubung.disclosure.agenda.models import Closure, Entry
from hubung.disclosure.grounds.models import Ground
from hubung.disclosure.grounds.queries import in_force
from hubung.kernel import clock
from hubung.ui import dates

BATCH = 100


@dataclass(frozen=True, kw_only=True)
class Closing:
    """Why and how long an entry is to be closed; `until` is the last day of it."""

    ground: Ground
    reason: str
    consequence: str
    until: date


def propose(*, by: Person, entry: Entry, closing: Closing) -> Closure:
    """Ask for an entry to be closed. Raises PermissionDenied and AgendaError."""
    policies.require(policies.may_write(by, entry.diary))
    with change(entry.diary_id, by=by) as it:
        return propose_within(it, it.diary.entries.get(pk=entry.pk), closing)


def propose_within(it: Changing, entry: Entry, closing: Closing) -> Closure:
    """The same in a change that is under way."""
    if it.by is None:
        raise AgendaError(_("Only a person can propose to close an entry."))
    _check(it, entry, closing)
    decide_by = limits.decide_by(it.diary, it.at)
    hides = not entry.closures.exists()
    closure = Closure.objects.create(
        entry=entry,
        ground=closing.ground,
        reason=closing.reason.strip(),
        consequence=closing.consequence.strip(),
        until=closing.until,
        proposed_by=it.by,
        proposed_at=it.at,
        decide_by=decide_by,
        hides_until=decide_by if hides else None,
    )
    it.log(ChangeKind.PROPOSED, entry=entry, data=_facts(closure))
    it.emit(ClosingProposed, entry_id=entry.pk, closure_id=closure.pk, hidden=hides)
    return closure


def approve(*, by: Person, closure: Closure, note: str = "") -> Closure:
    """Close the entry until the end of the last day. Raises PermissionDenied and AgendaError."""
    with change(closure.entry.diary_id, by=by) as it:
        closure = _undecided(it, closure)
        policies.require(policies.may_decide(by, closure))
        if closure.until < it.diary.today():
            raise AgendaError(_("The period that was asked for is over. Refuse the proposal."))
        if not in_force(it.diary.today()).filter(pk=closure.ground_id).exists():
            raise AgendaError(_("This ground holds no longer. Refuse the proposal."))
        closure.decision = Decision.APPROVED
        closure.hides_until = limits.midnight_after(closure.until, it.diary.timezone)
        _decide(it, by, closure, note)
        it.log(ChangeKind.CLOSED, entry=closure.entry, data=_facts(closure))
        it.emit(
            EntryHidden,
            entry_id=closure.entry_id,
            closure_id=closure.pk,
            ground=closure.ground.code,
            until=closure.until.isoformat(),
        )
    return closure


def refuse(*, by: Person, closure: Closure, note: str) -> Closure:
    """The entry stays, or becomes, open. Raises PermissionDenied and AgendaError."""
    if not note.strip():
        raise AgendaError(_("Say to whoever proposed it why not."), "note")
    with change(closure.entry.diary_id, by=by) as it:
        closure = _undecided(it, closure)
        policies.require(policies.may_decide(by, closure))
        closure.decision = Decision.REFUSED
        _decide(it, by, closure, note)
        _come_to_nothing(it, closure, ChangeKind.REFUSED)
    return closure


def withdraw(*, by: Person, closure: Closure) -> Closure:
    """Take a proposal back. Raises PermissionDenied and AgendaError."""
    with change(closure.entry.diary_id, by=by) as it:
        closure = _undecided(it, closure)
        policies.require(policies.may_withdraw(by, closure))
        closure.decision = Decision.WITHDRAWN
        _come_to_nothing(it, closure, ChangeKind.WITHDRAWN)
    return closure


def lift(*, by: Person, closure: Closure, note: str) -> Closure:
    """Open an entry before its period is over. Raises PermissionDenied and AgendaError."""
    if not note.strip():
        raise AgendaError(_("Say why it may be open now."), "note")
    with change(closure.entry.diary_id, by=by) as it:
        closure = _locked(it, closure)
        policies.require(policies.may_lift(by, closure))
        if (
            closure.decision != Decision.APPROVED
            or not closure.hides_until
            or (closure.hides_until <= it.at)
        ):
            raise AgendaError(_("This entry is not closed any more."))
        closure.decision, closure.hides_until = Decision.LIFTED, None
        closure.add_note(note)
        closure.told_at = it.at
        closure.save()
        it.log(ChangeKind.LIFTED, entry=closure.entry, data=_facts(closure))
        it.emit(EntryReappeared, entry_id=closure.entry_id, closure_id=closure.pk, early=True)
    return closure


def tell_of_ends() -> int:
    """Write down what time has ended, one batch; returns how many.

    Nothing hangs on it: the entries are open again since `hides_until`, whoever runs.
    """
    now = clock.now()
    over = Q(decision=Decision.PENDING, decide_by__lte=now) | Q(
        decision=Decision.APPROVED, hides_until__lte=now
    )
    due = list(
        Closure.objects.filter(over, told_at__isnull=True)
        .order_by("decide_by", "pk")
        .values_list("pk", "entry__diary_id")[:BATCH]
    )
    return sum(_tell_of_end(pk, diary_id, over) for pk, diary_id in due)


def _tell_of_end(pk: int, diary_id: int, over: Q) -> int:
    with change(diary_id, by=None) as it:
        closure = (
            Closure.objects.filter(over, pk=pk, told_at__isnull=True)
            .select_related("ground", "entry")
            .first()
        )
        if closure is None:
            return 0
        if closure.decision == Decision.PENDING:
            closure.decision = Decision.LAPSED
            _come_to_nothing(it, closure, ChangeKind.LAPSED)
            return 1
        closure.told_at = it.at
        closure.save(update_fields=["told_at"])
        it.log(ChangeKind.REAPPEARED, entry=closure.entry, data=_facts(closure))
        it.emit(EntryReappeared, entry_id=closure.entry_id, closure_id=closure.pk, early=False)
    return 1


def _check(it: Changing, entry: Entry, closing: Closing) -> None:
    today = it.diary.today()
    if entry.closures.filter(decision=Decision.PENDING).exists():
        raise AgendaError(_("A proposal for this entry waits for its decision already."))
    if not in_force(today).filter(pk=closing.ground.pk).exists():
        raise AgendaError(_("This ground does not hold today. Choose another one."), "ground")
    for field in ("reason", "consequence"):
        if not getattr(closing, field).strip():
            raise AgendaError(
                _("Say why, and what opening it would do; only those who decide read it."), field
            )
    longest = limits.longest_until(it.diary)
    if not today <= closing.until <= longest:
        raise AgendaError(
            _("Choose a last day from today to %(day)s. A longer period needs a new decision.")
            % {"day": dates.day(longest)},
            "until",
        )


def _undecided(it: Changing, closure: Closure) -> Closure:
    closure = _locked(it, closure)
    if closure.decision != Decision.PENDING:
        raise AgendaError(
            _("This proposal is settled already: %(how)s.")
            % {"how": closure.get_decision_display()}
        )
    if closure.decide_by <= it.at:
        raise AgendaError(_("Nobody decided in time, so the entry is open. Propose it anew."))
    return closure


def _locked(it: Changing, closure: Closure) -> Closure:
    """As it is now: whoever changes closures of an agenda holds the agenda."""
    return Closure.objects.select_related("entry__diary__post__unit", "ground").get(
        pk=closure.pk, entry__diary=it.diary
    )


def _decide(it: Changing, by: Person, closure: Closure, note: str) -> None:
    closure.decide(by, it.diary.post.unit, it.at, note)
    closure.save()


def _come_to_nothing(it: Changing, closure: Closure, kind: ChangeKind) -> None:
    closure.hides_until, closure.told_at = None, it.at
    closure.save()
    it.log(kind, entry=closure.entry, data=_facts(closure))
    it.emit(
        ClosingRefused,
        entry_id=closure.entry_id,
        closure_id=closure.pk,
        why=str(closure.decision),
    )


def _facts(closure: Closure) -> dict[str, str | int]:
    """What everybody may know of a closure."""
    return {
        "closure": closure.pk,
        "ground": closure.ground.code,
        "until": closure.until.isoformat(),
    }
