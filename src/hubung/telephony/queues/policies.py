"""Who keeps the queues, and who watches them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from hubung.directory.models import Person, Role
from hubung.directory.policies import administers_ministry
from hubung.directory.queries import has_role

#: Whose roles bring them to the telephone.
AT_THE_TELEPHONE = (Role.TIER1_AGENT, Role.SUPERVISOR, Role.TIER2_HANDLER)


def may_keep_queues(person: Person) -> bool:
    return administers_ministry(person)


def may_watch(person: Person) -> bool:
    """Sees who waits and what every agent does, by name."""
    return may_keep_queues(person) or (person.is_active and has_role(person, Role.SUPERVISOR))


def may_see_wallboard(person: Person) -> bool:
    """Sees figures without names."""
    return may_watch(person) or (person.is_active and has_role(person, *AT_THE_TELEPHONE))


def require(allowed: bool) -> None:
    """Raises PermissionDenied with a sentence for people."""
    if not allowed:
        raise PermissionDenied(_("Your roles do not include the queues of the telephone."))
