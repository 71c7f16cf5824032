"""Holdings and grants begin and end on a day; never one before it began."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from hubung.directory.models import (
    Grant,
    Holding,
    Person,
    Role,
    Unit,
)


def lasting_beyond(day: date) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gt=day)


def end_holding(holding: Holding, day: date) -> None:
    """One that would end before it begins never came to be."""
    if holding.valid_from >= day:
        holding.delete()
    else:
        holding.valid_to = day
        holding.save(update_fields=["valid_to"])


def end_grant(grant: Grant, day: date) -> None:
    if grant.valid_from >= day:
        grant.delete()
    else:
        grant.valid_to = day
        grant.save(update_fields=["valid_to"])


def start_grant(person: Person, role: Role, unit: Unit, day: date) -> tuple[Grant, bool]:
    person.__dict__.pop("grants", None)
    return Grant.objects.get_or_create(
        person=person, role=role, unit=unit, valid_to=None, defaults={"valid_from": day}
    )
