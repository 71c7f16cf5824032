"""What a report of misconduct is for: the Inspectorate alone, and the people in it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hubung.cases.choices import Kind
from hubung.cases.models import Case
from hubung.directory.models import Person, Role, Unit, UnitKind
from hubung.directory.queries import holders_of, home_unit

#: Who may have one in hand, when granted for the Inspectorate or a unit in it.
_WITHIN = (Role.INSPECTOR, Role.TIER3_OFFICIAL)


def has(unit: Unit) -> bool:
    """Whether the unit is the Inspectorate or a part of it."""
    return unit.path.startswith(home_unit(UnitKind.INSPECTORATE).path)


def may_be_entrusted(person: Person, case: Case) -> bool:
    """Whether a case may be given, or opened, to this person at all."""
    if case.kind != Kind.MISCONDUCT:
        return True
    home = home_unit(UnitKind.INSPECTORATE).path
    return any(
        grant.role in _WITHIN and grant.unit.path.startswith(home) for grant in person.grants
    )


def not_entrusted(person: Person) -> str:
    return _("%(name)s is not of the Inspectorate, and misconduct is for it alone.") % {
        "name": person.name
    }


def official_for(case: Case, unit: Unit) -> Person | None:
    """The nearest official of tier 3 who may have the case; None when there is none."""
    found = holders_of(Role.TIER3_OFFICIAL, unit=unit)
    if case.kind != Kind.MISCONDUCT:
        return found.first()
    return next((person for person in found if may_be_entrusted(person, case)), None)
