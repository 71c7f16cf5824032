"""Reading an entry that is closed is put on record before its words are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.models import Person
from hubung.disclosure.agenda.models import Entry
from hubung.disclosure.agenda.queries import is_hidden
from hubung.kernel import clock


def note_reading(person: Person, entries: Iterable[Entry]) -> None:
    """Record which closed ones they read, one record for each agenda; nothing for open ones.

    Raises DatabaseError when that cannot be recorded: then nothing may be shown.
    """
    shown = [entry.pk for entry in entries]
    closed = Entry.objects.filter(is_hidden(clock.now()), pk__in=shown).select_related("diary")
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in closed.order_by("pk"):
        found[entry.diary.subject].append(entry)
    for subject, read in found.items():
        days = sorted({entry.day.isoformat() for entry in read})
        data = {"entries": [entry.pk for entry in read], "day": days}
        record(Act.AGENDA_READ, person, subject, data=data)
