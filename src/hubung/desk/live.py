"""Which live hints a person hears, and for how long."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from hubung.cases.models import Case
from hubung.cases.policies import visible_to
from hubung.channels.phone.policies import visible_calls
from hubung.desk.events import PRESENCE
from hubung.directory.accounts.access import still_allowed
from hubung.directory.models import Person
from hubung.kernel import live, models
from hubung.telephony.events import FLOOR, PHONE
from hubung.telephony.models import Call
from hubung.telephony.queues.policies import may_see_wallboard

CASE, CALL = "case:", "call:"
#: Roles and sessions are asked for again after this many seconds.
RENEW_SECONDS = 30


class Watcher:
    """Tells which subjects a person may hear of: a query for each kind in a batch."""

    def __init__(self, person: Person) -> None:
        self._person_id = person.pk
        self._cases = self._calls = Q()
        self._until = 0.0

    def __call__(self, subjects: set[str]) -> set[str]:
        own = subjects & {f"{PHONE}{self._person_id}"}
        cases, calls = _ids(subjects, (CASE, PRESENCE)), _ids(subjects, (CALL,))
        floor = subjects & {FLOOR}
        if floor and not may_see_wallboard(Person.objects.get(pk=self._person_id)):
            floor = set()
        if not (cases or calls):
            return own | floor
        if time.monotonic() > self._until:
            person = Person.objects.get(pk=self._person_id)
            self._cases, self._calls = visible_to(person), visible_calls(person)
            self._until = time.monotonic() + RENEW_SECONDS
        seen = _seen(Call.objects.filter(self._calls), calls)
        return own | floor | seen | _seen(Case.objects.filter(self._cases), cases)


def _ids(subjects: set[str], kinds: tuple[str, ...]) -> dict[str, int]:
    """The keys in the subjects of these kinds."""
    return {
        subject: int(subject.partition(":")[2]) for subject in subjects if subject.startswith(kinds)
    }


def _seen(rows: QuerySet[Any], ids: dict[str, int]) -> set[str]:
    """The subjects whose rows are among these."""
    if not ids:
        return set()
    seen = set(rows.filter(pk__in=set(ids.values())).values_list("pk", flat=True))
    return {subject for subject, pk in ids.items() if pk in seen}


async def hints(request: HttpRequest, person: Person, last_id: int | None) -> AsyncIterator[bytes]:
    """The stream of one page; it ends when the session or the roles have."""
    checked = time.monotonic()
    stream = live.stream(Watcher(person), last_id)
    try:
        async for message in stream:
            yield message
            if time.monotonic() - checked > RENEW_SECONDS:
                if not await still_allowed(request):
                    return
                checked = time.monotonic()
    finally:
        await stream.aclose()  # type: ignore[attr-defined]


def newest_event() -> int:
    """Where a page that is made now begins to listen."""
    newest = models.Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0
