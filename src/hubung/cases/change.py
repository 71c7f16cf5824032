"""One change of one case: lock, rights, status, timeline, clocks, event, in one transaction.

with change(case, actor=Actor.staff(person), action=Action.TAKE) as it:
    it.case.owner = person
    it.log(EntryKind.TAKEN)
    it.emit(CaseTaken)
return it.case
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from hubung.cases import clocks, policies, search, timeline
from hubung.cases.choices import EntryKind, Status
from hubung.cases.errors import ChangedMeanwhileError, NotAllowedError
from hubung.cases.events import CaseEvent
from hubung.cases.lifecycle import Action, after, open_to_reporter
from hubung.cases.models import Case
from hubung.cases.timeline import Actor, ActorKind, Entry
from hubung.kernel import clock
from hubung.kernel.events import emit


class Change:
    """A case under change: the locked row, and what is to be told of it."""

    def __init__(self, case: Case, actor: Actor, at: datetime) -> None:
        self.case = case
        self.actor = actor
        self.at = at
        self.before = Status(case.status)
        self.events: list[CaseEvent] = []
        self.last_seq = case.entries
        self.facets_before = search.facets(case)

    def log(
        self,
        kind: EntryKind,
        text: str = "",
        *,
        public: bool = False,
        data: dict[str, Any] | None = None,
    ) -> Entry:
        """Write an entry on the timeline."""
        entry = timeline.append(
            self.case, kind, actor=self.actor, at=self.at, text=text, public=public, data=data
        )
        self.last_seq = entry.seq
        return entry

    def emit(self, event: type[CaseEvent], **data: Any) -> None:
        """Tell the listeners; the event names the entry that was written last."""
        self.events.append(
            event(subject=self.case.subject, case_id=self.case.pk, seq=self.last_seq, **data)
        )


def locked(case: Case | int) -> Case:
    """The case as it is now, locked until the transaction ends."""
    pk = case if isinstance(case, int) else case.pk
    if connection.features.has_select_for_update:
        # On its own: PostgreSQL, when it had to wait for the lock, reads the locked row anew, but
        # joins to it what it found before, and so would not see the new owner or unit.
        Case.objects.select_for_update().values_list("pk").get(pk=pk)
    return Case.objects.select_related("unit", "owner", "reporter").get(pk=pk)


@contextmanager
def change(
    case: Case | int,
    *,
    actor: Actor,
    action: Action,
    version: int | None = None,
    at: datetime | None = None,
) -> Iterator[Change]:
    """Open a change. Raises NotAllowedError, NotPossibleError, MergedError, ChangedMeanwhileError.

    `version` is what the person had before them when they decided; None when it does not matter.
    """
    with transaction.atomic():
        it = Change(locked(case), actor, at or clock.now())
        # First, because a case that went elsewhere meanwhile is also out of one's rights.
        if version is not None and version != it.case.version:
            raise ChangedMeanwhileError
        require(actor, action, it.case)
        then = after(action, it.case.status, merged=it.case.merged_into_id is not None)
        it.case.status = then
        yield it
        save(it)


def save(it: Change) -> None:
    """Store the changed case and its events."""
    it.case.version += 1
    it.case.updated_at = it.at
    it.case.next_due_at = clocks.next_due(it.case)
    it.case.save()
    if search.facets(it.case) != it.facets_before:
        search.index_facets(it.case)
    emit(*it.events)


def require(actor: Actor, action: Action, case: Case) -> None:
    """Raises NotAllowedError unless the actor may do this."""
    if actor.kind == ActorKind.SYSTEM:
        return
    if actor.kind == ActorKind.REPORTER:
        allowed = open_to_reporter(action, case.kind)
    else:
        allowed = actor.person is not None and policies.may(actor.person, action, case)
    if not allowed:
        raise NotAllowedError(action)
