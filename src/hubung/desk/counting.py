"""The numbers beside the views: counted again only when something has happened.

Whatever changes a case writes an event, so the newest event tells whether an earlier count still
holds; time alone (what becomes late) changes little in `KEPT`.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from hubung.desk import worklist
from hubung.desk.worklist import Scope, View
from hubung.directory.models import Person

KEPT = timedelta(seconds=15)
#: People whose numbers one process remembers.
PEOPLE = 500


@dataclass(frozen=True)
class _Counted:
    roles: tuple[int, ...]
    newest_event: int
    at: datetime
    numbers: dict[str, int]


_counted: OrderedDict[int, _Counted] = OrderedDict()


def counts(scope: Scope, newest_event: int) -> list[tuple[View, int]]:
    """Every view that is offered, with its number, counted to `COUNT_LIMIT` + 1 at the most."""
    roles = tuple(grant.pk for grant in scope.person.grants)
    known = _counted.get(scope.person.pk)
    if (
        known is None
        or known.roles != roles
        or known.newest_event != newest_event
        or not timedelta() <= scope.now - known.at < KEPT
    ):
        numbers = {view.slug: number for view, number in worklist.counts(scope)}
        known = _Counted(roles, newest_event, scope.now, numbers)
        _counted[scope.person.pk] = known
        while len(_counted) > PEOPLE:
            _counted.popitem(last=False)
    return [(worklist.view_called(slug), number) for slug, number in known.numbers.items()]


def forget(person: Person | None = None) -> None:
    """Count anew for this person (they have read something), or for everybody."""
    if person is None:
        _counted.clear()
    else:
        _counted.pop(person.pk, None)
