"""Who may write down a report that somebody tells them, and for which unit."""

from __future__ import annotations

from dataclasses import dataclass

from hubung.directory.models import Person, Role, Unit, UnitKind
from hubung.disclosure.requests.policies import is_officer

_AT_TIER_1 = (Role.TIER1_AGENT, Role.SUPERVISOR)
_AT_TIER_2 = (Role.TIER2_HANDLER, Role.UNIT_COORDINATOR, Role.SUPERVISOR)


@dataclass(frozen=True)
class Counter:
    """Where a report starts that this person takes: the contact centre's tier 1, or their unit."""

    unit: Unit
    tier: int


def writes_down(person: Person) -> bool:
    """Whoever has a counter, and information officers, who take formal requests down."""
    return has_counter(person) or is_officer(person)


def has_counter(person: Person) -> bool:
    """Whether `counter_of` finds one, without asking where."""
    return any(grant.role in (*_AT_TIER_1, *_AT_TIER_2) for grant in person.grants)


def counter_of(person: Person) -> Counter | None:
    """Their counter; the contact centre before any other, None for somebody without one."""
    for grant in person.grants:
        if grant.role in _AT_TIER_1 and grant.unit.kind == UnitKind.CONTACT_CENTRE:
            return Counter(grant.unit.current(), 1)
    for grant in person.grants:
        if grant.role == Role.TIER1_AGENT:
            return Counter(grant.unit.current(), 1)
        if grant.role in _AT_TIER_2:
            own = person.unit
            inside = own is not None and own.path.startswith(grant.unit.path)
            unit = own if own is not None and inside else grant.unit
            return Counter(unit.current(), 2)
    return None
