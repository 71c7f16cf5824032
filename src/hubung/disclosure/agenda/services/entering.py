"""Entries are made and changed; a day is marked as having none."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from hubung.directory.models import Holding, Person, in_force
from hubung.disclosure.agenda import policies
from hubung.disclosure.agenda.change import Changing, change
from hubung.disclosure.agenda.choices import ChangeKind, OfferState
from hubung.disclosure.agenda.errors import AgendaError, ChangedMeanwhileError
from hubung.disclosure.agenda.events import EntryChanged, EntryPublished, QuietDayChanged
from hubung.disclosure.agenda.models import Diary, Entry, Offer, QuietDay
from hubung.disclosure.agenda.services.closing import Closing, propose_within
from hubung.disclosure.agenda.services.saying import Said, put


def enter(
    *,
    by: Person | None,
    diary: Diary,
    said: Said,
    closing: Closing | None = None,
    offer: Offer | None = None,
) -> Entry:
    """Make an entry: everybody can read it at once, unless it is proposed to be closed.

    `offer` is what another calendar told us, which becomes this entry. Raises PermissionDenied,
    and AgendaError for what cannot be.
    """
    policies.require(policies.may_write(by, diary))
    with change(diary, by=by) as it:
        entry = Entry(diary=it.diary, entered_at=it.at, changed_at=it.at)
        words = put(entry, said)
        _require_within(it.diary, said.day)
        entry.first_start = entry.starts_at
        _name_holder(entry)
        entry.save()
        marked = QuietDay.objects.filter(diary=diary, day__range=(entry.day, entry.last_day))
        for mark in marked:
            mark.delete()
            _log_quiet(it, mark.day, quiet=False)
        it.log(ChangeKind.ENTERED, entry=entry, words=words)
        if closing is None:
            it.emit(EntryPublished, entry_id=entry.pk)
        else:
            propose_within(it, entry, closing)
        if offer is not None:
            Offer.objects.filter(pk=offer.pk).update(state=OfferState.TAKEN, entry=entry)
    return entry


def amend(*, by: Person | None, entry: Entry, said: Said, version: int | None = None) -> Entry:
    """Change what an entry says; what it said before stays in the history.

    `version` is what the person saw. Raises PermissionDenied, AgendaError, ChangedMeanwhileError.
    """
    policies.require(policies.may_write(by, entry.diary))
    with change(entry.diary_id, by=by) as it:
        entry = _fresh(it, entry)
        if version is not None and version != entry.version:
            raise ChangedMeanwhileError
        words = put(entry, said)
        _require_within(it.diary, said.day)
        if not words:
            return entry
        if "starts_at" in words:
            _name_holder(entry)
        entry.version += 1
        entry.changed_at = it.at
        entry.save()
        it.log(ChangeKind.CHANGED, entry=entry, words=words)
        it.emit(EntryChanged, entry_id=entry.pk)
    return entry


def mark_quiet(*, by: Person | None, diary: Diary, day: date) -> None:
    """Say that a day has no formal activity. Twice is harmless.

    Raises PermissionDenied, and AgendaError for a day that has entries.
    """
    policies.require(policies.may_write(by, diary))
    with change(diary, by=by) as it:
        _require_within(it.diary, day)
        if it.diary.entries.filter(day__lte=day, last_day__gte=day).exists():
            raise AgendaError(_("This day has an entry already."), "day")
        _row, made = QuietDay.objects.get_or_create(diary=diary, day=day)
        if made:
            _log_quiet(it, day, quiet=True)


def unmark_quiet(*, by: Person | None, diary: Diary, day: date) -> None:
    """Take the mark back. Twice is harmless. Raises PermissionDenied."""
    policies.require(policies.may_write(by, diary))
    with change(diary, by=by) as it:
        gone, _rows = QuietDay.objects.filter(diary=diary, day=day).delete()
        if gone:
            _log_quiet(it, day, quiet=False)


def _log_quiet(it: Changing, day: date, *, quiet: bool) -> None:
    kind = ChangeKind.QUIET if quiet else ChangeKind.NOT_QUIET
    it.log(kind, data={"day": day.isoformat()})
    it.emit(QuietDayChanged, day=day.isoformat(), quiet=quiet)


def _fresh(it: Changing, entry: Entry) -> Entry:
    return it.diary.entries.select_related("diary__post__unit").get(pk=entry.pk)


def _require_within(diary: Diary, day: date) -> None:
    if day < diary.begins_on or (diary.ends_on is not None and day >= diary.ends_on):
        raise AgendaError(_("This agenda does not cover that day."), "day")


def _name_holder(entry: Entry) -> None:
    """Whoever holds the post on the first day, a definite holder before an acting one."""
    holding = (
        Holding.objects.filter(in_force(entry.day), post=entry.diary.post_id)
        .select_related("person")
        .order_by("acting")
        .first()
    )
    entry.holder = holding.person if holding else None
    entry.holder_name = holding.person.name if holding else ""
