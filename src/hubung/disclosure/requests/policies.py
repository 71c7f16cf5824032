"""Who works on formal requests.

The information officer (PPID) of a unit replies to those of the unit and of the units below it; the
main one, for the ministry, to all. The superior (atasan PPID) who decides on objections is the
official of tier 3 nearest to the unit that replied; of the ministry itself the one of the
Secretariat General (PM 46/2018).
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from hubung.cases import rights
from hubung.cases.choices import Kind
from hubung.cases.lifecycle import Action
from hubung.cases.models import Case
from hubung.cases.policies import can_see
from hubung.directory.models import Person, Role, Unit, UnitKind
from hubung.directory.queries import has_role, holders_of, home_unit

ROLES = (Role.INFORMATION_OFFICER, Role.TIER3_OFFICIAL)
#: Who meets askers, at a counter or by telephone.
COUNTERS = (Role.TIER1_AGENT, Role.SUPERVISOR, Role.TIER2_HANDLER, Role.UNIT_COORDINATOR)


def is_officer(person: Person) -> bool:
    return person.is_active and has_role(person, Role.INFORMATION_OFFICER)


def may_handle(person: Person) -> bool:
    """Whether the pages of formal requests are theirs at all."""
    return person.is_active and has_role(person, *ROLES)


def sees(person: Person, case: Case) -> bool:
    return may_handle(person) and case.kind == Kind.PUBLIC_INFORMATION and can_see(person, case)


def handles(person: Person, case: Case) -> bool:
    """Whether this request is theirs to reply to, or its objection to decide on."""
    return sees(person, case) and Action.REPLY in rights.powers_over(person, case)


def has_counter(person: Person) -> bool:
    """Whether they meet askers at all."""
    return person.is_active and has_role(person, *ROLES, *COUNTERS)


def writes_down(person: Person, case: Case) -> bool:
    """Whether they take down what the asker says about a request: that they object, or dispute."""
    return has_counter(person) and case.kind == Kind.PUBLIC_INFORMATION and can_see(person, case)


def require(allowed: bool) -> None:
    """Raises PermissionDenied with a sentence for people."""
    if not allowed:
        raise PermissionDenied(
            _("Formal requests are for the information officer, objections for the superior.")
        )


def superior_for(unit: Unit) -> tuple[Unit, Person | None]:
    """Where an objection goes when this unit replied, and whom it finds there."""
    nearest = holders_of(Role.TIER3_OFFICIAL, unit=unit).first()
    if nearest is not None:
        return unit, nearest
    try:
        secretariat = home_unit(UnitKind.SECRETARIAT)
    except LookupError:
        return unit, None
    return secretariat, holders_of(Role.TIER3_OFFICIAL, unit=secretariat).first()
