"""Who keeps the callers' menu (an administrator of the whole ministry), and who announces."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from hubung.directory.models import Person, Role
from hubung.directory.policies import administers_ministry
from hubung.directory.queries import has_role

#: The prompt that is said while an emergency lasts.
ANNOUNCEMENT = "emergency"


def may_keep_menu(person: Person) -> bool:
    return administers_ministry(person)


def may_announce(person: Person) -> bool:
    """An emergency does not wait for an administrator: whoever leads a shift may tell of it."""
    return may_keep_menu(person) or (person.is_active and has_role(person, Role.SUPERVISOR))


def may_word(person: Person, key: str) -> bool:
    """Whoever keeps the menu words all of it; whoever announces, the announcement."""
    return may_keep_menu(person) or (key == ANNOUNCEMENT and may_announce(person))


def require(allowed: bool) -> None:
    """Raises PermissionDenied with a sentence for people."""
    if not allowed:
        raise PermissionDenied(_("Your roles do not include the callers' menu."))
