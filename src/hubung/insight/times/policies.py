"""Who hands in how long a service took: those who answer for the unit that provides it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hubung.directory.models import Person, Role, Unit
from hubung.directory.queries import has_role, open_units, unit_ids
from hubung.insight.models import Service

KEEPERS = (Role.UNIT_COORDINATOR, Role.INFORMATION_OFFICER)
READERS = (*KEEPERS, Role.TIER3_OFFICIAL)


def may_enter_room(person: Person) -> bool:
    """Whether the room of the services is theirs: who hands in, and the head of the unit."""
    return person.is_active and has_role(person, *READERS)


def may_add(person: Person) -> bool:
    """Whether they may enter services, somewhere."""
    return person.is_active and has_role(person, *KEEPERS)


def may_see(person: Person, service: Service) -> bool:
    """Whether they may open its page in the room; its figures are public."""
    return person.is_active and has_role(person, *READERS, unit=service.unit)


def may_keep(person: Person, service: Service) -> bool:
    """Whether they may change it and hand in its times."""
    return person.is_active and has_role(person, *KEEPERS, unit=service.unit)


def seen_by(person: Person) -> QuerySet[Service]:
    """The services of the units that they keep, or are the official of."""
    return Service.objects.filter(unit__in=unit_ids(person, *READERS)).select_related("unit")


def kept_units(person: Person) -> QuerySet[Unit]:
    """Units whose services they may enter."""
    return open_units().filter(pk__in=unit_ids(person, *KEEPERS)).order_by("path")


def require(allowed: bool) -> None:
    """Raises PermissionDenied with a sentence for people."""
    if not allowed:
        raise PermissionDenied(_("Your roles do not include the services of this unit."))
