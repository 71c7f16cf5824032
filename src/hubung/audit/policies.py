"""Who reads the log."""

from __future__ import annotations

from hubung.directory.models import Person, Role
from hubung.directory.queries import has_role


def may_read_log(person: Person) -> bool:
    """Auditors of the whole ministry who administer nothing: nobody audits what they do.

    An auditor of one unit is not let in: the log names reports that this unit must not know of.
    """
    return (
        person.is_active
        and any(
            grant.role == Role.AUDITOR and grant.unit.parent_id is None for grant in person.grants
        )
        and not has_role(person, Role.ADMINISTRATOR)
    )
