"""Who may see which cases, and who may do what with one.

`visible_to` is the only gate to lists, searches, counts and live hints; `may` is asked by the
services and shown to the templates.
"""

from __future__ import annotations

from django.db.models import Q

from hubung.cases.choices import Kind
from hubung.cases.lifecycle import Action, possible
from hubung.cases.models import Case, Handler
from hubung.directory.models import Person, Role, UnitKind
from hubung.directory.queries import has_role, unit_ids

#: Roles that work with the cases of their unit and of the units below it.
UNIT_ROLES = (
    Role.TIER2_HANDLER,
    Role.TIER3_OFFICIAL,
    Role.SUPERVISOR,
    Role.UNIT_COORDINATOR,
    Role.AUDITOR,
)
#: At the contact centre these see every case that is not confidential: any caller may ask for one.
CENTRE_ROLES = (Role.TIER1_AGENT, Role.SUPERVISOR)

_READING = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
_HANDLING = frozenset(
    {
        Action.VERIFY,
        Action.TAKE,
        Action.RELEASE,
        Action.MOVE,
        Action.ASK,
        Action.TELL,
        Action.EDIT,
        Action.ANSWER,
        Action.REJECT,
        Action.PASS_ON,
        Action.WITHDRAW,
        Action.MERGE,
        Action.UNMERGE,
        Action.SPLIT,
        Action.REOPEN,
    }
)
_LEADING = frozenset({Action.ASSIGN, Action.NAME_HANDLER})


def at_centre(person: Person) -> bool:
    """Whether they work at the contact centre, for whoever calls."""
    return any(
        grant.role in CENTRE_ROLES and grant.unit.kind == UnitKind.CONTACT_CENTRE
        for grant in person.grants
    )


def leads_centre(person: Person) -> bool:
    return any(
        grant.role == Role.SUPERVISOR and grant.unit.kind == UnitKind.CONTACT_CENTRE
        for grant in person.grants
    )


def visible_to(person: Person) -> Q:
    """A filter on Case: what this person may know of at all."""
    seen = Q(pk__in=Handler.objects.filter(person=person).values("case_id"))
    if at_centre(person):
        seen |= Q(confidential=False)
    elif units := unit_ids(person, *UNIT_ROLES):
        seen |= Q(confidential=False, unit_id__in=units)
    if units := unit_ids(person, Role.INFORMATION_OFFICER):
        seen |= Q(confidential=False, kind=Kind.INFORMATION_REQUEST, unit_id__in=units)
    if units := unit_ids(person, Role.INSPECTOR):
        seen |= Q(kind=Kind.MISCONDUCT, unit_id__in=units)
    if leads_centre(person):
        # Somebody has to name the first handler of a confidential report.
        seen |= ~Q(kind=Kind.MISCONDUCT) & Q(confidential=True, handlers__isnull=True, tier=1)
    return seen


def can_see(person: Person, case: Case) -> bool:
    return Case.objects.filter(visible_to(person), pk=case.pk).exists()


def may(person: Person, action: Action, case: Case) -> bool:
    """Whether the person's roles cover the action; the status is the lifecycle's business."""
    if not person.is_active or not can_see(person, case):
        return False
    if action in (Action.NOTE, Action.LINK):
        return any(grant.role not in _READING for grant in person.grants)
    if action in _LEADING:
        return _leads(person, case)
    if action in _HANDLING:
        return _handles(person, case) or _leads(person, case)
    return False


def actions_for(person: Person, case: Case) -> set[Action]:
    """What the page may offer: allowed by role and possible in this status."""
    if not person.is_active or not can_see(person, case):
        return set()
    offered: set[Action] = set()
    if any(grant.role not in _READING for grant in person.grants):
        offered |= {Action.NOTE, Action.LINK}
    if leads := _leads(person, case):
        offered |= _LEADING
    if leads or _handles(person, case):
        offered |= _HANDLING
    return {action for action in offered if possible(action, case.status)}


def _handles(person: Person, case: Case) -> bool:
    if case.kind == Kind.MISCONDUCT:
        return has_role(person, Role.INSPECTOR, unit=case.unit) or (
            case.tier == 3 and has_role(person, Role.TIER3_OFFICIAL, unit=case.unit)
        )
    if case.tier == 1:
        return has_role(person, Role.TIER1_AGENT, unit=case.unit)
    if case.tier == 2:
        return has_role(person, Role.TIER2_HANDLER, unit=case.unit) or (
            case.kind == Kind.INFORMATION_REQUEST
            and has_role(person, Role.INFORMATION_OFFICER, unit=case.unit)
        )
    return has_role(person, Role.TIER3_OFFICIAL, unit=case.unit)


def _leads(person: Person, case: Case) -> bool:
    if case.kind == Kind.MISCONDUCT:
        return has_role(person, Role.INSPECTOR, unit=case.unit)
    return has_role(person, Role.SUPERVISOR, Role.UNIT_COORDINATOR, unit=case.unit)
