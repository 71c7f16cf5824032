"""Who keeps the callers' menu: an administrator of the whole ministry."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from hubung.directory.models import Person, Role
from hubung.directory.policies import administers_ministry
from hubung.directory.queries import has_role


def may_keep_menu(person: Person) -> bool:
    return administers_ministry(person)


def may_announce(person: Person) -> bool:
    """An emergency does not wait for an administrator: whoever leads a shift may tell of it."""
    return may_keep_menu(person) or (person.is_active and has_role(person, Role.SUPERVISOR))


def require(allowed: bool) -> None:
    """Raises PermissionDenied with a sentence for people."""
    if not allowed:
        raise PermissionDenied(_("Your roles do not include the callers' menu."))
