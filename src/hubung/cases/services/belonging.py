"""How cases belong together: linked, merged (and unmerged), split."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hubung.cases import clocks
from hubung.cases.change import Change, change, locked, save
from hubung.cases.choices import EntryKind, Kind, Outcome
from hubung.cases.errors import CaseError, IncompleteError, NotAllowedError
from hubung.cases.events import CaseChanged, CaseReopened
from hubung.cases.lifecycle import Action
from hubung.cases.models import Case, Clock, Link, Merge
from hubung.cases.policies import can_see
from hubung.cases.services.receiving import receive_case
from hubung.cases.timeline import Actor
from hubung.directory.models import Person

#: What a merge changes on the case itself and an undo puts back.
_RESTORED = ("status", "outcome", "tier", "unit_id", "owner_id")


def link_cases(*, actor: Person, case: Case, other: Case, reason: str) -> Link:
    """Note that two cases belong together; both go on."""
    if case.pk == other.pk:
        raise IncompleteError("other", _("A case cannot be linked with itself."))
    with transaction.atomic():
        link, made = Link.objects.get_or_create(
            case=min(case, other, key=_by_pk),
            other=max(case, other, key=_by_pk),
            defaults={"reason": reason.strip()[:200], "made_by": actor},
        )
        if made:
            for one, two in sorted([(case, other), (other, case)], key=lambda pair: pair[0].pk):
                with change(one, actor=Actor.staff(actor), action=Action.LINK) as it:
                    it.log(EntryKind.LINKED, text=reason.strip(), data={"case": two.pk})
                    it.emit(CaseChanged)
    return link


def unlink_cases(*, actor: Person, link: Link) -> None:
    """They don't belong together after all."""
    with transaction.atomic():
        for one, two in ((link.case, link.other), (link.other, link.case)):
            with change(one, actor=Actor.staff(actor), action=Action.LINK) as it:
                it.log(EntryKind.LINKED, data={"case": two.pk, "undone": True})
                it.emit(CaseChanged)
        link.delete()


def merge_case(*, actor: Person, case: Case, into: Case, reason: str) -> Merge:
    """Let `into` speak for `case` too: `case` closes, its clocks stop, its reporter is told there.

    What `case` was is kept, so that `unmerge_case` puts it back. Raises IncompleteError for a
    merge with itself, with a merged case or of a case that has absorbed others.
    """
    if case.pk == into.pk:
        raise IncompleteError("into", _("A case cannot be merged into itself."))
    with transaction.atomic():
        # Locked in the order of their numbers, so that two merges cannot wait for each other.
        first, second = (locked(pk) for pk in sorted((case.pk, into.pk)))
        target = first if first.pk == into.pk else second
        if not can_see(actor, target):
            raise NotAllowedError(Action.MERGE)
        if Kind.MISCONDUCT in (case.kind, target.kind) and case.kind != target.kind:
            raise IncompleteError(
                "into", _("A report of misconduct is merged with another one of misconduct only.")
            )
        if target.merged_into_id or case.absorbed.exists():
            raise IncompleteError(
                "into", _("One of the two is part of another merge. Undo that one first.")
            )
        with change(case, actor=Actor.staff(actor), action=Action.MERGE) as it:
            merge = Merge.objects.create(
                case=it.case,
                into=target,
                reason=reason.strip()[:200],
                before=_snapshot(it),
                made_by=actor,
                made_at=it.at,
            )
            it.case.merged_into = target
            it.case.closed_at = it.at
            it.case.outcome = it.case.outcome or Outcome.NOTED
            clocks.stop(it.case, it.at)
            it.log(EntryKind.MERGED, text=reason.strip(), public=True, data={"into": target.pk})
            it.emit(CaseChanged)
        _tell(target, it, EntryKind.ABSORBED, text=reason.strip(), data={"case": case.pk})
    return merge


def unmerge_case(*, actor: Person, merge: Merge) -> Case:
    """Undo a merge: status, owner and clocks are as before; time passed meanwhile counts.

    Raises CaseError for a merge that has been undone.
    """
    with transaction.atomic():
        # Both rows, in the order of their numbers.
        for pk in sorted((merge.case_id, merge.into_id)):
            locked(pk)
        merge.refresh_from_db()
        if merge.undone_at is not None:
            raise CaseError(_("This merge has been undone already."))
        if not can_see(actor, merge.into):
            raise NotAllowedError(Action.UNMERGE)
        with change(merge.case_id, actor=Actor.staff(actor), action=Action.UNMERGE) as it:
            for name in _RESTORED:
                setattr(it.case, name, merge.before[name])
            it.case.merged_into = None
            it.case.closed_at = _instant(merge.before["closed_at"])
            it.case.answered_at = _instant(merge.before["answered_at"])
            Clock.objects.filter(case=it.case, pk__in=merge.before["clocks"]).update(
                stopped_at=None
            )
            clocks.recount(it.case, it.at)
            it.log(EntryKind.UNMERGED, data={"into": merge.into_id})
            it.emit(CaseReopened if it.case.is_open else CaseChanged)
        merge.undone_by, merge.undone_at = actor, it.at
        merge.save(update_fields=["undone_by", "undone_at"])
        _tell(locked(merge.into_id), it, EntryKind.UNMERGED, data={"case": merge.case_id})
    return it.case


def split_case(*, actor: Person, case: Case, title: str, text: str, reason: str) -> Case:
    """A second concern in the same report becomes a case of its own, from the same day."""
    with change(case, actor=Actor.staff(actor), action=Action.SPLIT) as it:
        source = it.case
        part = receive_case(
            channel=source.channel,
            kind=source.kind,
            sector=source.sector,
            title=title,
            text=text,
            anonymous=source.anonymous,
            confidential=source.confidential,
            place=source.place,
            happened_on=source.happened_on,
            happened_at=source.happened_at,
            language=source.language,
            actor=Actor.staff(actor),
            unit=source.unit,
            tier=source.tier,
            received_at=source.created_at,
            reporter=source.reporter,
        )
        link_cases(actor=actor, case=source, other=part, reason=reason)
        it.case = locked(source)
        it.log(EntryKind.SPLIT, text=reason.strip(), data={"case": part.pk})
        it.emit(CaseChanged)
    return part


def _snapshot(it: Change) -> dict[str, Any]:
    return {
        **{name: getattr(it.case, name) for name in _RESTORED},
        "status": str(it.before),
        "closed_at": it.case.closed_at.isoformat() if it.case.closed_at else None,
        "answered_at": it.case.answered_at.isoformat() if it.case.answered_at else None,
        "clocks": list(
            Clock.objects.filter(
                case=it.case, met_at__isnull=True, stopped_at__isnull=True
            ).values_list("pk", flat=True)
        ),
    }


def _tell(case: Case, it: Change, kind: EntryKind, *, text: str = "", data: dict[str, Any]) -> None:
    """The other case's timeline tells it too; rights were asked for the first one."""
    other = Change(case, it.actor, it.at)
    other.log(kind, text=text, data=data)
    other.emit(CaseChanged)
    save(other)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _by_pk(case: Case) -> int:
    return case.pk
