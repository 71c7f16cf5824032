"""What happens to a case → a notice to its reporter."""

from __future__ import annotations

from hubung.cases import events
from hubung.cases.choices import EntryKind
from hubung.cases.models import Case, Entry
from hubung.channels.email.notices import queue_notice
from hubung.kernel.events import handles

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


@handles(*_NOTICES)
def tell_reporter(event: events.CaseEvent) -> None:
    """Queue the notice of this step. Old records that are imported raise no events."""
    kind, entries = _NOTICES[type(event)]
    entry = (
        Entry.objects.filter(case_id=event.case_id, seq=event.seq, kind__in=entries)
        .order_by("pk")
        .first()
    )
    if entry is None:
        return
    case = Case.objects.select_related("reporter", "unit").get(pk=event.case_id)
    queue_notice(case, kind, entry)
