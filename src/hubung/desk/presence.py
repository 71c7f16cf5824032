"""Who else has a case open, and who is writing: told only when it changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from hubung.cases.models import Case, Presence
from hubung.desk.events import PresenceChanged
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.kernel.events import emit

#: The page says every 20 seconds that it is still open.
AWAY_AFTER = timedelta(seconds=50)
SILENT_AFTER = timedelta(seconds=30)


@dataclass(frozen=True)
class Onlooker:
    name: str
    typing: bool


def others(case: Case, person: Person) -> list[Onlooker]:
    """Who else looks at the case now, whoever is writing first."""
    now = clock.now()
    present = (
        Presence.objects.filter(case=case, seen_at__gt=now - AWAY_AFTER)
        .exclude(person=person)
        .select_related("person")
        .only("seen_at", "typing_at", "person__name")
        .order_by("person__name")
    )
    found = [
        Onlooker(one.person.name, bool(one.typing_at and one.typing_at > now - SILENT_AFTER))
        for one in present
    ]
    return sorted(found, key=lambda one: not one.typing)


@transaction.atomic
def look(*, person: Person, case: Case, typing: bool) -> None:
    """The person has the case open; the others are told when that is new, or the writing is."""
    now = clock.now()
    before = Presence.objects.filter(case=case, person=person).first()
    was_here = before is not None and before.seen_at > now - AWAY_AFTER
    was_typing = bool(
        before and before.typing_at is not None and before.typing_at > now - SILENT_AFTER
    )
    Presence.objects.update_or_create(
        case=case,
        person=person,
        defaults={"seen_at": now, "typing_at": now if typing else None},
    )
    if not was_here or was_typing != typing:
        emit(PresenceChanged.of(case))


@transaction.atomic
def leave(*, person: Person, case: Case) -> None:
    """The person has closed the case."""
    gone, _each = Presence.objects.filter(case=case, person=person).delete()
    if gone:
        emit(PresenceChanged.of(case))
