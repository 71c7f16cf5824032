"""Who finds which pages of the setup. What may be changed there is asked in the services."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hubung.cases.policies import CANNED_ROLES
from hubung.directory.accounts.services import may_look_after
from hubung.directory.models import Person, Role, Unit
from hubung.directory.policies import administers_ministry
from hubung.directory.queries import has_role, open_units, unit_scope

#: Who may look a colleague's roles up.
_PEOPLE_ROLES = (Role.ADMINISTRATOR, Role.UNIT_COORDINATOR)


def may_see_answers(person: Person) -> bool:
    return has_role(person, *CANNED_ROLES)


def may_see_calendar(person: Person) -> bool:
    return has_role(person, Role.ADMINISTRATOR)


def may_see_people(person: Person) -> bool:
    return has_role(person, *_PEOPLE_ROLES)


def first_page(person: Person) -> str:
    """Where the setup begins for this person; empty when it is closed to them."""
    # The roles that open one of the other pages keep texts too.
    return "answers" if may_see_answers(person) else ""


def units_for_answers(person: Person) -> QuerySet[Unit]:
    """Open units whose texts they keep."""
    return open_units().filter(unit_scope(person, *CANNED_ROLES)).order_by("path")


def units_administered(person: Person) -> QuerySet[Unit]:
    """Open units that they administer."""
    return open_units().filter(unit_scope(person, Role.ADMINISTRATOR)).order_by("path")


def people_seen_by(person: Person) -> Q:
    """A filter on Person: who works, or holds a role, where they administer or coordinate."""
    if administers_ministry(person):
        return Q()
    units = Unit.objects.filter(unit_scope(person, *_PEOPLE_ROLES))
    return Q(unit__in=units) | Q(role_grants__unit__in=units)


def may_reveal_nip(person: Person, other: Person) -> bool:
    """Who looks after their account, and they themselves; others read it masked."""
    return person.pk == other.pk or may_look_after(person, other)


def require(allowed: bool) -> None:
    """Raises PermissionDenied with a sentence for people."""
    if not allowed:
        raise PermissionDenied(_("Your roles do not include this part of the setup."))
