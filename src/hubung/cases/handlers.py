"""What the registry does when the directory changes, and which of its changes are put on record."""

from __future__ import annotations

from dataclasses import asdict

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.cases import search
from hubung.cases.events import CalendarChanged, CannedAnswerChanged, TimeLimitChanged
from hubung.cases.models import Case
from hubung.directory.events import UnitMoved
from hubung.directory.models import Person, Unit
from hubung.kernel.events import handles, witnesses


@handles(UnitMoved)
def find_cases_below_their_new_parent(event: UnitMoved) -> None:
    """The search knows in whose subtree a case is."""
    path = Unit.objects.values_list("path", flat=True).get(pk=event.unit_id)
    cases = Case.objects.filter(unit__path__startswith=path).select_related("unit")
    for case in cases.iterator(chunk_size=500):
        search.index_facets(case)


@witnesses(CalendarChanged, TimeLimitChanged, CannedAnswerChanged)
def setup_changed(event: CalendarChanged | TimeLimitChanged | CannedAnswerChanged) -> None:
    """What holds for many cases at once stands on no timeline."""
    facts = {name: value for name, value in asdict(event).items() if name not in _ELSEWHERE}
    by = Person.objects.get(pk=event.by_id) if event.by_id is not None else None
    record(Act.SETUP_CHANGED, by, event.subject, data={"event": type(event).__name__, **facts})


_ELSEWHERE = {"by_id", "subject"}
