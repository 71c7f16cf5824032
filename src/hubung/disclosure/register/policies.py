"""Who keeps the register, and who decides what is exempted.

Items of a unit are kept by its coordinators and information officers; the official above it sees
what they hold. Only an information officer decides about an exemption, never the one who proposed
it.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hubung.directory.models import Person, Role, Unit
from hubung.directory.queries import has_role, open_units, unit_ids
from hubung.disclosure.register.models import Edition, Exemption, Item

KEEPERS = (Role.UNIT_COORDINATOR, Role.INFORMATION_OFFICER)
READERS = (*KEEPERS, Role.TIER3_OFFICIAL)


def may_enter_room(person: Person) -> bool:
    """Whether the room of the register is theirs: holders, information officers, heads."""
    return person.is_active and has_role(person, *READERS)


def may_add(person: Person) -> bool:
    """Whether they may enter items, somewhere."""
    return person.is_active and has_role(person, *KEEPERS)


def may_write(person: Person | None, item: Item) -> bool:
    """Whether they may change it, publish of it, and propose to exempt it; None: the system."""
    return person is None or may_write_for(person, item.unit)


def may_write_for(person: Person, unit: Unit) -> bool:
    """The same for all that a unit holds."""
    return person.is_active and has_role(person, *KEEPERS, unit=unit)


def may_see(person: Person, item: Item) -> bool:
    """Whether they may read it while it is exempted."""
    return person.is_active and has_role(person, *READERS, unit=item.unit)


def may_see_edition(person: Person, edition: Edition) -> bool:
    return may_see(person, edition.item)


def may_write_edition(person: Person, edition: Edition) -> bool:
    return may_write(person, edition.item)


def kept_units(person: Person) -> QuerySet[Unit]:
    """Units whose items they may enter."""
    return open_units().filter(pk__in=unit_ids(person, *KEEPERS)).order_by("path")


def seen_by(person: Person) -> QuerySet[Item]:
    """The items of the units that they keep, or are the official of."""
    return Item.objects.filter(unit__in=unit_ids(person, *READERS)).select_related("unit")


def sees_decisions(person: Person) -> bool:
    """Whether they decide about exemptions, somewhere."""
    return has_role(person, Role.INFORMATION_OFFICER)


def may_see_exemption(person: Person, exemption: Exemption) -> bool:
    return may_see(person, exemption.item)


def may_decide(person: Person, exemption: Exemption) -> bool:
    """Whether they may approve or refuse: a second person."""
    return may_lift(person, exemption) and exemption.proposed_by_id != person.pk


def may_withdraw(person: Person, exemption: Exemption) -> bool:
    """Who proposed it takes it back, or anybody else who keeps the item."""
    return may_write(person, exemption.item)


def may_lift(person: Person, exemption: Exemption) -> bool:
    """Opening early needs no second person, but one who may decide about exemptions."""
    return person.is_active and has_role(person, Role.INFORMATION_OFFICER, unit=exemption.item.unit)


def require(allowed: bool) -> None:
    """Raises PermissionDenied with a sentence for people."""
    if not allowed:
        raise PermissionDenied(
            _("Your roles do not include this part of the register, or this decision on it.")
        )
