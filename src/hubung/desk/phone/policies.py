"""Who answers calls at the desk."""

from __future__ import annotations

from django.conf import settings

from hubung.directory.models import Person, Role, UnitKind


def answers_calls(person: Person) -> bool:
    """Agents and supervisors of a contact centre, where there is a telephone."""
    return bool(settings.HUBUNG.phone.enabled) and works_at_the_centre(person)


def works_at_the_centre(person: Person) -> bool:
    return any(
        grant.role == Role.TIER1_AGENT
        or (grant.role == Role.SUPERVISOR and grant.unit.kind == UnitKind.CONTACT_CENTRE)
        for grant in person.grants
    )
