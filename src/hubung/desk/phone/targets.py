"""Whom a call may be handed to."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from hubung.desk.phone.reasons import in_words
from hubung.directory.models import Person
from hubung.directory.queries import has_role
from hubung.telephony.models import AgentState, Phase
from hubung.telephony.queues.policies import AT_THE_TELEPHONE

GONE = "gone"


@dataclass(frozen=True)
class Colleague:
    """`free`: they can be rung now; else `doing` says why not."""

    person: Person
    free: bool
    doing: str


def agents(me: Person) -> list[Colleague]:
    """Who is in the queue, whoever is free first."""
    newest = AgentState.objects.filter(person=OuterRef("pk")).values("pk")[:1]
    states = AgentState.objects.filter(
        pk__in=Person.objects.filter(is_active=True).values(newest=Subquery(newest))
    ).exclude(reason=GONE)
    found = [
        Colleague(
            state.person,
            state.phase == Phase.FREE,
            in_words(state.reason) if state.reason else str(state.get_phase_display()),
        )
        for state in states.exclude(person=me).select_related("person")
        if has_role(state.person, *AT_THE_TELEPHONE)
    ]
    return sorted(found, key=lambda one: (not one.free, one.person.name))
