"""Taking the flag of misconduct off a case: two people and a reason, each step on the timeline."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hubung.cases import clocks, search
from hubung.cases.change import change
from hubung.cases.choices import EntryKind, Kind
from hubung.cases.errors import CaseError, IncompleteError
from hubung.cases.events import CaseChanged
from hubung.cases.lifecycle import Action
from hubung.cases.models import Case, Handler, Unflagging
from hubung.cases.services.handling import move
from hubung.cases.services.receiving import GUARDED
from hubung.cases.timeline import Actor
from hubung.directory.models import Person, UnitKind
from hubung.directory.queries import home_unit
from hubung.kernel import clock


def propose_unflagging(*, actor: Person, case: Case, kind: Kind | str, reason: str) -> Unflagging:
    """Say why it is no misconduct, and what it is. Nothing changes until another one confirms."""
    if kind in (*GUARDED, Kind.PUBLIC_INFORMATION) or kind not in Kind.values:
        raise IncompleteError("kind", _("Choose what it is instead."))
    if not reason.strip():
        raise IncompleteError("reason", _("Say why it is no misconduct."))
    with change(case, actor=Actor.staff(actor), action=Action.PROPOSE_UNFLAG) as it:
        if Unflagging.objects.filter(case=it.case, decided_at=None).exists():
            raise CaseError(_("This has been proposed already; it waits for another inspector."))
        proposal = Unflagging.objects.create(
            case=it.case,
            kind=kind,
            reason=reason.strip()[:500],
            proposed_by=actor,
            proposed_at=it.at,
        )
        it.log(EntryKind.UNFLAG_ASKED, text=proposal.reason, data={"kind": str(kind)})
        it.emit(CaseChanged)
    return proposal


def confirm_unflagging(*, actor: Person, case: Case) -> Case:
    """The second person agrees: the case starts anew at the contact centre, still confidential.

    Nobody is named to it any more; the centre's supervisor names its first handler. Raises
    CaseError for whoever proposed it, and when nothing was proposed.
    """
    with change(case, actor=Actor.staff(actor), action=Action.CONFIRM_UNFLAG) as it:
        proposal = _decide(it.case, actor, confirmed=True)
        it.case.kind = proposal.kind
        Handler.objects.filter(case=it.case).delete()
        clocks.set_limits(it.case, it.at)
        it.log(
            EntryKind.UNFLAGGED,
            text=proposal.reason,
            data={"kind": proposal.kind, "proposed_by": proposal.proposed_by_id},
        )
        move(
            it,
            tier=1,
            unit=home_unit(UnitKind.CONTACT_CENTRE),
            reason=_("It is handled as another kind of report, and stays confidential."),
            owner=None,
        )
        search.index(it.case)
    return it.case


def keep_flag(*, actor: Person, case: Case, reason: str) -> Case:
    """Turn a proposal down, or take one's own back; the case stays what it is."""
    if not reason.strip():
        raise IncompleteError("reason", _("Say why it stays a report of misconduct."))
    with change(case, actor=Actor.staff(actor), action=Action.KEEP_FLAG) as it:
        _decide(it.case, actor, confirmed=False)
        it.log(EntryKind.FLAG_KEPT, text=reason.strip())
        it.emit(CaseChanged)
    return it.case


def _decide(case: Case, actor: Person, *, confirmed: bool) -> Unflagging:
    proposal = Unflagging.objects.filter(case=case, decided_at=None).first()
    if proposal is None:
        raise CaseError(_("Nobody has proposed that this is no misconduct."))
    if confirmed and proposal.proposed_by_id == actor.pk:
        raise CaseError(_("You proposed it yourself; another inspector has to confirm it."))
    proposal.decided_by, proposal.confirmed = actor, confirmed
    proposal.decided_at = clock.now()
    proposal.save(update_fields=["decided_by", "decided_at", "confirmed"])
    return proposal
