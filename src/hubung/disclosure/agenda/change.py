"""One change of one agenda: lock, history, event, in one transaction.

with change(diary, by=person) as it:
    entry.save()
    it.log(ChangeKind.ENTERED, entry=entry, words=…)
    it.emit(EntryPublished, entry_id=entry.pk)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from hubung.directory.models import Person
from hubung.disclosure.agenda import history
from hubung.disclosure.agenda.choices import ChangeKind
from hubung.disclosure.agenda.events import AgendaEvent
from hubung.disclosure.agenda.history import Words
from hubung.disclosure.agenda.models import Change, Diary, Entry
from hubung.kernel import clock
from hubung.kernel.events import emit


class Changing:
    """An agenda under change: the locked row, and what is to be told of it."""

    def __init__(self, diary: Diary, by: Person | None) -> None:
        self.diary, self.by = diary, by
        self.at = clock.now()
        self.events: list[AgendaEvent] = []

    def log(
        self,
        kind: ChangeKind,
        *,
        entry: Entry | None = None,
        data: dict[str, Any] | None = None,
        words: Words | None = None,
    ) -> Change:
        """Write a line of the history."""
        return history.append(
            self.diary, kind, by=self.by, at=self.at, entry=entry, data=data, words=words
        )

    def emit(self, event: type[AgendaEvent], **data: Any) -> None:
        """Tell the listeners; the event names the line that was written last."""
        self.events.append(
            event(
                subject=self.diary.subject,
                diary_id=self.diary.pk,
                seq=self.diary.changes,
                by_id=self.by.pk if self.by else None,
                **data,
            )
        )


@contextmanager
def change(diary: Diary | int, *, by: Person | None) -> Iterator[Changing]:
    """Open a change; the agenda is locked until it ends."""
    pk = diary if isinstance(diary, int) else diary.pk
    with transaction.atomic():
        if connection.features.has_select_for_update:
            # On its own, as in `cases.change`: joins are read after the lock is held.
            Diary.objects.select_for_update().values_list("pk").get(pk=pk)
        it = Changing(Diary.objects.select_related("post__unit").get(pk=pk), by)
        yield it
        it.diary.save(update_fields=["changes", "head_hash", "ends_on"])
        emit(*it.events)
