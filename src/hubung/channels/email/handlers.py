"""What happens to a case → a notice to its reporter."""

from __future__ import annotations

from collections.abc import Sequence

from hubung.cases import events
from hubung.cases.choices import EntryKind
from hubung.cases.models import Case, Entry
from hubung.channels.email.notices import Step, queue_notices
from hubung.kernel.events import handles_many

#: One step may raise several events; the entry on the timeline says which one it really was.
_NOTICES: dict[type[events.CaseEvent], tuple[str, tuple[EntryKind, ...]]] = {
    events.CaseReceived: ("received", (EntryKind.RECEIVED,)),
    events.CaseMoved: ("moved", (EntryKind.MOVED,)),
    events.InformationRequested: ("asked", (EntryKind.ASKED,)),
    events.ReporterTold: ("update", (EntryKind.UPDATE,)),
    events.CaseAnswered: ("answered", (EntryKind.ANSWERED,)),
    events.CaseRejected: ("rejected", (EntryKind.REJECTED,)),
    events.CasePassedOn: ("outside", (EntryKind.OUTSIDE,)),
    events.CaseClosed: ("closed", (EntryKind.CLOSED,)),
    events.CaseReopened: ("reopened", (EntryKind.REOPENED, EntryKind.MESSAGE_IN)),
    events.ObjectionRaised: ("objected", (EntryKind.OBJECTED,)),
}


@handles_many(*_NOTICES)
def tell_reporters(happened: Sequence[events.CaseEvent]) -> None:
    """Queue the notices of these steps. Old records that are imported raise no events."""
    ids = {event.case_id for event in happened}
    cases = Case.objects.select_related("reporter", "unit").in_bulk(ids)
    told = Entry.objects.filter(case__in=ids, seq__in={event.seq for event in happened})
    entries = {(entry.case_id, entry.seq): entry for entry in told}
    steps = []
    for event in happened:
        kind, kinds = _NOTICES[type(event)]
        entry = entries.get((event.case_id, event.seq))
        if entry is not None and entry.kind in kinds:
            steps.append(Step(cases[event.case_id], kind, entry))
    queue_notices(steps)
