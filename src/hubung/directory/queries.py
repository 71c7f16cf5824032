"""Questions to the directory that others ask."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from hubung.directory.models import Grant, Person, Role, Unit, UnitKind, in_force, today


def roles_of(person: Person) -> set[Role]:
    return {Role(grant.role) for grant in person.grants}


def has_role(person: Person, *roles: Role, unit: Unit | None = None) -> bool:
    """Whether they hold one of the roles today, for `unit` (or a unit above it) when given."""
    return any(
        grant.role in roles and (unit is None or unit.path.startswith(grant.unit.path))
        for grant in person.grants
    )


def unit_scope(person: Person, *roles: Role) -> Q:
    """A filter on `Unit`: the units and subtrees where they hold one of the roles."""
    paths = {grant.unit.path for grant in person.grants if grant.role in roles}
    scope = Q(pk__in=[])
    for path in paths:
        scope |= Q(path__startswith=path)
    return scope


def unit_ids(person: Person, *roles: Role) -> list[int]:
    """Ids of the units where they hold one of the roles; a few hundred at the most.

    Kept with the person, like their grants: other roles often come to the same.
    """
    held = frozenset(grant.pk for grant in person.grants if grant.role in roles)
    if held not in person.kept:
        units = Unit.objects.filter(unit_scope(person, *roles)).values_list("pk", flat=True)
        person.kept[held] = list(units) if held else []
    found: list[int] = person.kept[held]
    return found


def open_units() -> QuerySet[Unit]:
    """Units that exist today."""
    return Unit.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=today()))


def home_unit(kind: UnitKind) -> Unit:
    """The one unit of a kind that reports start at. Raises LookupError when there is none."""
    unit = Unit.objects.filter(kind=kind, closed_on__isnull=True).order_by("pk").first()
    if unit is None:
        raise LookupError(
            f"the directory has no unit of the kind “{kind.value}”: "
            "import the units first (hubung directory import)"
        )
    return unit


def holders_of(role: Role, *, unit: Unit) -> QuerySet[Person]:
    """Active people with a role for this unit or for one above it, the nearest first."""
    above = [int(pk) for pk in unit.path.strip("/").split("/")]
    grants = Grant.objects.filter(in_force(today()), role=role, unit_id__in=above)
    return (
        Person.objects.filter(is_active=True, role_grants__in=grants)
        .order_by("-role_grants__unit__path", "name")
        .distinct()
    )


def units_by_code(codes: Iterable[str]) -> dict[str, Unit]:
    return {unit.code: unit for unit in Unit.objects.filter(code__in=list(codes))}
