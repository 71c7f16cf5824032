"""Units founded, renamed, moved and closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from hubung.directory import events, policies
from hubung.directory.models import (
    Grant,
    Holding,
    Person,
    Role,
    TimeZone,
    Unit,
    UnitKind,
    UnitName,
    today,
)
from hubung.directory.services.errors import DirectoryError
from hubung.directory.services.terms import end_grant, end_holding, lasting_beyond, start_grant
from hubung.kernel.events import emit


def lock_tree() -> None:
    """Changes of the tree wait for one another: two moves at once could close a circle."""
    list(Unit.objects.select_for_update().filter(parent=None).values_list("pk", flat=True))


def _fresh(unit: Unit) -> Unit:
    return Unit.objects.select_related("parent").get(pk=unit.pk)


@transaction.atomic
def open_unit(
    *,
    by: Person | None,
    code: str,
    name: str,
    kind: UnitKind,
    parent: Unit | None,
    on: date,
    short_name: str = "",
    sector: str = "",
    timezone: TimeZone = TimeZone.WIB,
    place: str = "",
    email: str = "",
    decree: str = "",
) -> Unit:
    """Found a unit. Raises DirectoryError when the code is taken or the parent is closed."""
    policies.require(policies.may_change_unit(by, parent))
    lock_tree()
    if Unit.objects.filter(code=code).exists():
        raise DirectoryError(
            _("The code %(code)s is taken; a code is never used twice. Choose another.")
            % {"code": code}
        )
    if parent is not None:
        parent = _fresh(parent)
        if parent.closed_on is not None and parent.closed_on <= on:
            raise DirectoryError(
                _("%(unit)s is closed by then. Choose its successor as the parent.")
                % {"unit": parent}
            )
    unit = Unit(
        code=code,
        name=name,
        kind=kind,
        parent=parent,
        opened_on=on,
        short_name=short_name,
        sector=sector,
        timezone=timezone,
        place=place,
        email=email,
    )
    unit.save()
    UnitName.objects.create(
        unit=unit, name=name, short_name=short_name, valid_from=on, decree=decree
    )
    emit(events.UnitOpened(by_id=by.pk if by else None, unit_id=unit.pk))
    return unit


@transaction.atomic
def rename_unit(
    *,
    by: Person | None,
    unit: Unit,
    name: str,
    on: date,
    short_name: str = "",
    decree: str = "",
) -> Unit:
    """Give a unit another name from a day on; that day may lie ahead or, for its history, behind.

    A second name for the same day replaces the first: it was a slip.
    """
    policies.require(policies.may_change_unit(by, unit))
    lock_tree()
    unit = _fresh(unit)
    UnitName.objects.update_or_create(
        unit=unit,
        valid_from=on,
        defaults={"name": name, "short_name": short_name, "decree": decree},
    )
    take_names_of_today(Unit.objects.filter(pk=unit.pk).values_list("pk", flat=True))
    emit(
        events.UnitRenamed(
            by_id=by.pk if by else None, unit_id=unit.pk, name=name, valid_from=on.isoformat()
        )
    )
    return _fresh(unit)


def take_names_of_today(unit_ids: Iterable[int] | None = None) -> int:
    """Bring `Unit.name` in line with the dated names; returns how many units were renamed."""
    names = UnitName.objects.filter(valid_from__lte=today()).order_by("unit", "valid_from")
    if unit_ids is not None:
        names = names.filter(unit__in=unit_ids)
    latest = {entry.unit_id: entry for entry in names.select_related("unit")}
    changed = []
    for entry in latest.values():
        unit = entry.unit
        if (unit.name, unit.short_name) != (entry.name, entry.short_name):
            unit.name, unit.short_name = entry.name, entry.short_name
            changed.append(unit)
    Unit.objects.bulk_update(changed, ["name", "short_name"], batch_size=500)
    return len(changed)


@transaction.atomic
def move_unit(*, by: Person | None, unit: Unit, parent: Unit) -> Unit:
    """Put a unit with everything below it under another parent.

    Raises DirectoryError when the new parent is closed, or is the unit itself or below it.
    """
    policies.require(policies.may_change_unit(by, unit) and policies.may_change_unit(by, parent))
    lock_tree()
    unit, parent = _fresh(unit), _fresh(parent)
    if parent.path.startswith(unit.path):
        raise DirectoryError(
            _("%(parent)s belongs to %(unit)s, so it can't be above it. Choose another parent.")
            % {"parent": parent, "unit": unit}
        )
    if not parent.is_open:
        raise DirectoryError(
            _("%(unit)s is closed. Choose its successor as the parent.") % {"unit": parent}
        )
    replant(unit, parent)
    emit(events.UnitMoved(by_id=by.pk if by else None, unit_id=unit.pk, parent_id=parent.pk))
    return _fresh(unit)


def replant(unit: Unit, parent: Unit | None) -> None:
    """Set a unit's parent and the paths of its subtree, in two statements."""
    before = unit.path
    after = f"{parent.path if parent else '/'}{unit.pk}/"
    Unit.objects.filter(pk=unit.pk).update(parent=parent)
    Unit.objects.filter(path__startswith=before).update(
        path=Concat(Value(after), Substr(F("path"), len(before) + 1))
    )


@transaction.atomic
def close_unit(
    *,
    by: Person | None,
    unit: Unit,
    on: date,
    successor: Unit | None = None,
    decree: str = "",
) -> Unit:
    """End a unit on a day; its cases, staff and roles go to the successor from that day.

    Raises DirectoryError while open units stand below it, when the successor doesn't last, or when
    people would be left without a unit.
    """
    policies.require(policies.may_change_unit(by, unit))
    lock_tree()
    unit = _fresh(unit)
    _check_closing(unit, on, _fresh(successor) if successor else None)
    unit.closed_on, unit.successor, unit.decree = on, successor, decree
    unit.save(update_fields=["closed_on", "successor", "decree"])
    for holding in Holding.objects.filter(post__unit=unit).filter(lasting_beyond(on)):
        end_holding(holding, on)
    grants = Grant.objects.filter(unit=unit).filter(lasting_beyond(on))
    for grant in grants.select_related("person"):
        end_grant(grant, on)
        if successor is not None:
            start_grant(grant.person, Role(grant.role), successor, on)
    settle_closed_units()
    emit(
        events.UnitClosed(
            by_id=by.pk if by else None,
            unit_id=unit.pk,
            successor_id=successor.pk if successor else None,
            closed_on=on.isoformat(),
        )
    )
    return _fresh(unit)


def _check_closing(unit: Unit, on: date, successor: Unit | None) -> None:
    if unit.closed_on is not None:
        raise DirectoryError(
            _("%(unit)s closes on %(day)s already.") % {"unit": unit, "day": unit.closed_on}
        )
    if on < unit.opened_on:
        raise DirectoryError(
            _("%(unit)s opened on %(day)s. Give a later day.")
            % {"unit": unit, "day": unit.opened_on}
        )
    below = (
        Unit.objects.filter(parent=unit)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
        .first()
    )
    if below is not None:
        raise DirectoryError(
            _("%(below)s still stands below %(unit)s. Move or close what is below it first.")
            % {"below": below, "unit": unit}
        )
    if successor is None:
        if unit.staff.filter(is_active=True).exists():
            raise DirectoryError(
                _("People still work at %(unit)s. Name its successor, or move them first.")
                % {"unit": unit}
            )
        return
    if successor.pk == unit.pk or successor.opened_on > on:
        raise DirectoryError(
            _("%(unit)s does not exist on that day. Choose another successor.")
            % {"unit": successor}
        )
    if successor.closed_on is not None:
        raise DirectoryError(
            _("%(unit)s closes itself. Choose the unit that follows it.") % {"unit": successor}
        )


def settle_closed_units() -> int:
    """Move the people of units that have ended to the successor; returns how many moved.

    Runs daily as well, since a closing may be decreed ahead of its day.
    """
    ended = Unit.objects.filter(
        closed_on__lte=today(), successor__isnull=False, staff__isnull=False
    ).distinct()
    return sum(Person.objects.filter(unit=unit).update(unit=unit.current()) for unit in ended)
