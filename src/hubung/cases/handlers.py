"""What the registry does when the directory changes."""

from __future__ import annotations

from hubung.cases import search
from hubung.cases.models import Case
from hubung.directory.events import UnitMoved
from hubung.directory.models import Unit
from hubung.kernel.events import handles


@handles(UnitMoved)
def find_cases_below_their_new_parent(event: UnitMoved) -> None:
    """The search knows in whose subtree a case is."""
    path = Unit.objects.values_list("path", flat=True).get(pk=event.unit_id)
    cases = Case.objects.filter(unit__path__startswith=path).select_related("unit")
    for case in cases.iterator(chunk_size=500):
        search.index_facets(case)
