"""Changes to the ministry: units, posts and roles.

Every function is one transaction: who may, the change, its event. `by` is who does it; None is the
system itself. `DirectoryError` carries a sentence for people: what is wrong and what to do.
"""

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
    Post,
    Role,
    TimeZone,
    Unit,
    UnitKind,
    UnitName,
    today,
)
from hubung.kernel.events import emit


class DirectoryError(Exception):
    """The directory would no longer make sense; `str()` says why and what to do."""


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
    emit(events.UnitOpened(unit_id=unit.pk))
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
    emit(events.UnitRenamed(unit_id=unit.pk, name=name, valid_from=on.isoformat()))
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
    emit(events.UnitMoved(unit_id=unit.pk, parent_id=parent.pk))
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
    for holding in Holding.objects.filter(post__unit=unit).filter(_lasting_beyond(on)):
        _end_holding(holding, on)
    grants = Grant.objects.filter(unit=unit).filter(_lasting_beyond(on))
    for grant in grants.select_related("person"):
        _end_grant(grant, on)
        if successor is not None:
            _start_grant(grant.person, Role(grant.role), successor, on)
    settle_closed_units()
    emit(
        events.UnitClosed(
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


@transaction.atomic
def register_person(
    *,
    by: Person | None,
    name: str,
    email: str,
    unit: Unit,
    nip: str | None = None,
    phone: str = "",
    title: str = "",
) -> Person:
    """Add a member of staff, without a password. Raises DirectoryError for a NIP or mail in use."""
    policies.require(policies.may_change_unit(by, unit))
    email = email.strip().lower()
    if Person.objects.filter(email=email).exists():
        raise DirectoryError(
            _("%(email)s belongs to somebody else. Choose another address.") % {"email": email}
        )
    if nip is not None and Person.objects.filter(nip=nip).exists():
        raise DirectoryError(_("Somebody with the NIP %(nip)s is already known.") % {"nip": nip})
    return Person.objects.create_user(
        email, None, name=name, unit=unit, nip=nip, phone=phone, title=title
    )


@transaction.atomic
def open_post(
    *, by: Person | None, unit: Unit, title: str, heads_unit: bool = False, email: str = ""
) -> Post:
    """Create a post in a unit; one that exists already is returned as it is."""
    policies.require(policies.may_change_unit(by, unit))
    post, _created = Post.objects.get_or_create(
        unit=unit, title=title, defaults={"heads_unit": heads_unit, "email": email}
    )
    return post


@transaction.atomic
def appoint(
    *, by: Person | None, post: Post, person: Person, on: date, acting: bool = False
) -> Holding:
    """Give a post to a person from a day on; whoever held it in the same way leaves it that day.

    A definite appointment also ends the acting one. Raises DirectoryError when the post's unit is
    closed by then, or when somebody was appointed for a later day.
    """
    policies.require(policies.may_change_unit(by, post.unit))
    post = Post.objects.select_for_update(of=("self",)).select_related("unit").get(pk=post.pk)
    if post.unit.closed_on is not None and post.unit.closed_on <= on:
        raise DirectoryError(
            _("%(unit)s is closed by then; nobody can hold a post there.") % {"unit": post.unit}
        )
    lasting = post.holdings.filter(_lasting_beyond(on)).select_related("person")
    if acting:
        lasting = lasting.filter(acting=True)
    for holding in lasting:
        if holding.person_id == person.pk and holding.acting == acting:
            return holding
        if holding.valid_from > on:
            raise DirectoryError(
                _("%(person)s is appointed from %(day)s. Choose a later day, or relieve them.")
                % {"person": holding.person, "day": holding.valid_from}
            )
        _end_holding(holding, on)
    holding = Holding.objects.create(post=post, person=person, acting=acting, valid_from=on)
    person.__dict__.pop("post", None)
    emit(
        events.PostAppointed(
            post_id=post.pk, person_id=person.pk, valid_from=on.isoformat(), acting=acting
        )
    )
    return holding


@transaction.atomic
def relieve(*, by: Person | None, post: Post, person: Person, on: date) -> None:
    """End a person's holding of a post; the post stays vacant from that day. Twice is harmless."""
    policies.require(policies.may_change_unit(by, post.unit))
    Post.objects.select_for_update().get(pk=post.pk)
    for holding in post.holdings.filter(_lasting_beyond(on), person=person):
        _end_holding(holding, on)
        emit(events.PostRelieved(post_id=post.pk, person_id=person.pk, valid_to=on.isoformat()))
    person.__dict__.pop("post", None)


@transaction.atomic
def grant_role(
    *, by: Person | None, person: Person, role: Role, unit: Unit, on: date | None = None
) -> Grant:
    """Give a person a role for a unit and everything below it; one in force is returned as is."""
    policies.require(policies.may_change_unit(by, unit))
    if not unit.is_open:
        raise DirectoryError(
            _("%(unit)s is closed. Grant the role at the unit that follows it.") % {"unit": unit}
        )
    grant, created = _start_grant(person, role, unit, on or today())
    if created:
        emit(events.RoleGranted(person_id=person.pk, role=role, unit_id=unit.pk))
    return grant


@transaction.atomic
def revoke_role(
    *, by: Person | None, person: Person, role: Role, unit: Unit, on: date | None = None
) -> None:
    """Take a role back from a day on (today). Twice is harmless.

    Raises DirectoryError for the last administrator of the whole ministry.
    """
    policies.require(policies.may_change_unit(by, unit))
    day = on or today()
    # All administrators' grants are locked, so that two people can't remove each other at once.
    lasting = list(
        Grant.objects.select_for_update(of=("self",))
        .filter(_lasting_beyond(day), role=role, unit=unit)
        .order_by("pk")
    )
    mine = [grant for grant in lasting if grant.person_id == person.pk]
    if role == Role.ADMINISTRATOR and unit.parent_id is None and mine and len(mine) == len(lasting):
        raise DirectoryError(
            _("%(person)s is the last administrator. Name another one first.") % {"person": person}
        )
    for grant in mine:
        _end_grant(grant, day)
        emit(events.RoleRevoked(person_id=person.pk, role=role, unit_id=unit.pk))
    person.__dict__.pop("grants", None)


def _lasting_beyond(day: date) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gt=day)


def _end_holding(holding: Holding, day: date) -> None:
    """One that would end before it begins never came to be."""
    if holding.valid_from >= day:
        holding.delete()
    else:
        holding.valid_to = day
        holding.save(update_fields=["valid_to"])


def _end_grant(grant: Grant, day: date) -> None:
    if grant.valid_from >= day:
        grant.delete()
    else:
        grant.valid_to = day
        grant.save(update_fields=["valid_to"])


def _start_grant(person: Person, role: Role, unit: Unit, day: date) -> tuple[Grant, bool]:
    person.__dict__.pop("grants", None)
    return Grant.objects.get_or_create(
        person=person, role=role, unit=unit, valid_to=None, defaults={"valid_from": day}
    )
