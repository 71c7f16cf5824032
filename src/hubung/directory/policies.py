"""Who may change the directory. `None` stands for the system itself: command line, import."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from hubung.directory.models import Person, Role, Unit
from hubung.directory.queries import has_role


def may_change_unit(person: Person | None, unit: Unit | None) -> bool:
    """An administrator of the unit or of one above it; the root belongs to its administrators."""
    return person is None or (person.is_active and has_role(person, Role.ADMINISTRATOR, unit=unit))


def administers_ministry(person: Person | None) -> bool:
    """An administrator of the whole ministry, not only of a part of it."""
    return person is None or (
        person.is_active
        and any(
            grant.role == Role.ADMINISTRATOR and grant.unit.parent_id is None
            for grant in person.grants
        )
    )


def may_import(person: Person | None) -> bool:
    """A file speaks for the whole ministry."""
    return administers_ministry(person)


def may_see_directory(person: Person) -> bool:
    return person.is_staff


def require(allowed: bool) -> None:
    """Raises PermissionDenied with a sentence for people."""
    if not allowed:
        raise PermissionDenied(_("Only an administrator of this unit may change the directory."))
