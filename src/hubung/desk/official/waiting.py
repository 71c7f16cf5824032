"""What waits for an official's answer, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from hubung.cases import policies, queries
from hubung.cases.choices import EntryKind, Status
from hubung.cases.lifecycle import Action
from hubung.cases.models import OFFICIALS_TIER, Case, Entry
from hubung.cases.services.inspectorate import may_be_entrusted
from hubung.directory.models import Grant, Person, Role, Unit, in_force, today
from hubung.directory.queries import has_role, unit_ids


def waiting_for(person: Person) -> QuerySet[Case]:
    """Cases that this official is to answer now, the soonest due first.

    Their own, and those of their units that no official owns. What waits for the reporter does not
    wait for them.
    """
    theirs = Q(owner=person)
    if units := unit_ids(person, Role.TIER3_OFFICIAL):
        theirs |= Q(owner__isnull=True, unit_id__in=units)
    return (
        queries.visible(person)
        .filter(queries.is_open() & theirs, tier=OFFICIALS_TIER)
        .exclude(status=Status.INCOMPLETE)
        .select_related("unit", "owner", "reporter")
        .order_by(F("next_due_at").asc(nulls_last=True), "pk")
    )


def is_theirs(person: Person, case: Case) -> bool:
    """Whether the official may answer it now."""
    return case.tier == OFFICIALS_TIER and Action.ANSWER in policies.actions_for(person, case)


@dataclass(frozen=True)
class Sender:
    """Who had the case before it came to tier 3: where it goes when it is given back."""

    tier: int
    unit: Unit
    person: Person | None


def sender_of(case: Case, entries: list[Entry]) -> Sender:
    """Read from the last hand-over; whoever no longer has the role there gets nothing back."""
    handed = next((entry for entry in reversed(entries) if came_up(entry)), None)
    if handed is None:
        return Sender(2, case.unit, None)
    tier = int(handed.data.get("from_tier") or 2)
    unit = Unit.objects.filter(pk=handed.data.get("from_unit")).first() or case.unit
    owners = [
        entry.data.get("owner")
        for entry in entries
        if entry.seq < handed.seq and "owner" in entry.data
    ]
    owner_id = handed.data.get("answered_by") or (owners[-1] if owners else None)
    person = (
        Person.objects.filter(pk=owner_id, is_active=True).first() if owner_id is not None else None
    )
    role = Role.TIER1_AGENT if tier == 1 else Role.TIER2_HANDLER
    if person is not None and not has_role(person, role, unit=unit):
        person = None
    return Sender(min(tier, 2), unit, person)


def came_up(entry: Entry) -> bool:
    """Whether this entry brought the case from a lower tier to the officials."""
    if entry.kind == EntryKind.OBJECTED:
        return True
    return (
        entry.kind == EntryKind.MOVED
        and entry.data.get("to_tier") == OFFICIALS_TIER
        and entry.data.get("from_tier") != OFFICIALS_TIER
    )


@dataclass(frozen=True)
class Deputy:
    """An official who may answer in place of another, and the unit that the case moves to."""

    person: Person
    unit: Unit

    @property
    def label(self) -> str:
        post = self.person.post
        return f"{self.person.name}, {post.title if post else self.unit.label}"


def deputies(case: Case, official: Person) -> list[Deputy]:
    """Other officials of the case's unit, of the units above it and of those below, nearest first.

    Each once, for the nearest unit of theirs.
    """
    above = [int(pk) for pk in case.unit.path.strip("/").split("/")]
    grants = (
        Grant.objects.filter(
            in_force(today()),
            Q(unit_id__in=above) | Q(unit__path__startswith=case.unit.path),
            role=Role.TIER3_OFFICIAL,
            person__is_active=True,
        )
        .exclude(person=official)
        .select_related("person", "unit")
        .order_by("person__name")
    )
    found: dict[int, Deputy] = {}
    depth = len(above)
    for grant in sorted(grants, key=lambda grant: abs(grant.unit.path.count("/") - depth - 1)):
        if not may_be_entrusted(grant.person, case):
            continue
        covers = case.unit.path.startswith(grant.unit.path)
        unit = case.unit if covers else grant.unit
        found.setdefault(grant.person_id, Deputy(grant.person, unit))
    return list(found.values())
