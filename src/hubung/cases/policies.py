"""Who may see which cases, and who may do what with one.

`visible_to` is the only gate to lists, searches, counts and live hints; `may` is asked by the
services and shown to the templates. Both decide by the table in `rights`.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from hubung.cases import rights
from hubung.cases.conditions import of_units, said
from hubung.cases.lifecycle import Action, possible
from hubung.cases.models import Case, Handler, Unflagging
from hubung.cases.rights import Reach
from hubung.directory.models import Person, Role, Unit
from hubung.directory.policies import administers_ministry, may_change_unit
from hubung.directory.queries import has_role, unit_ids

#: Roles that work with the cases of their unit and of the units below it.
UNIT_ROLES = rights.roles_below(rights.OPEN)


def at_centre(person: Person) -> bool:
    """Whether they work at the contact centre, for whoever calls."""
    return any(
        sight.part is rights.OPEN and sight.reach == Reach.CENTRE
        for sight, _grant in rights.sights_of(person)
    )


def leads_centre(person: Person) -> bool:
    return any(sight.part is rights.UNENTRUSTED for sight, _grant in rights.sights_of(person))


def visible_to(person: Person) -> Q:
    """A filter on Case: what this person may know of at all. Kept with the person."""
    if visible_to not in person.kept:
        person.kept[visible_to] = _visible_to(person)
    seen: Q = person.kept[visible_to]
    return seen


def _visible_to(person: Person) -> Q:
    seen = _named_to(person) & Q(restricted=False)
    held = list(rights.sights_of(person))
    for part in rights.PARTS:
        reaches = {sight.reach for sight, _grant in held if sight.part is part}
        if reaches & {Reach.CENTRE, Reach.MINISTRY}:
            seen |= part.filter
        elif reaches:
            roles = rights.roles_below(part)
            seen |= part.filter & of_units(unit_ids(person, *roles))
    return seen


def _named_to(person: Person) -> Q:
    """Cases that somebody named this person to."""
    return said(
        "pk",
        "%(expressions)s IN (SELECT case_id FROM %(handlers)s WHERE person_id = %(person)s)",
        handlers=Handler._meta.db_table,
        person=str(int(person.pk)),
    )


def can_see(person: Person, case: Case) -> bool:
    return Case.objects.filter(visible_to(person), pk=case.pk).exists()


def may(person: Person, action: Action, case: Case) -> bool:
    """Whether the person's roles cover the action; the status is the lifecycle's business."""
    return person.is_active and action in rights.powers_over(person, case) and can_see(person, case)


def may_reveal_nik(person: Person, case: Case) -> bool:
    """Who works on the report at its tier may have the NIK in whole; others read it masked."""
    works = rights.powers_over(person, case) & rights.HANDLING
    return person.is_active and bool(works) and can_see(person, case)


def actions_for(person: Person, case: Case, *, seen: bool = False) -> set[Action]:
    """What the page may offer: allowed by role and possible in this status.

    `seen`: the case was just found among those that the person sees, so it is not asked again.
    """
    if not person.is_active or not (seen or can_see(person, case)):
        return set()
    powers = rights.powers_over(person, case)
    merged = case.merged_into_id is not None
    offered = {action for action in powers if possible(action, case.status, merged=merged)}
    if offered & rights.UNFLAGGING:
        offered -= rights.UNFLAGGING - _next_in_unflagging(person, case)
    return offered


def _next_in_unflagging(person: Person, case: Case) -> set[Action]:
    """One proposes; another one confirms; either may keep the flag."""
    proposal = Unflagging.objects.filter(case=case, decided_at=None).first()
    if proposal is None:
        return {Action.PROPOSE_UNFLAG}
    if proposal.proposed_by_id == person.pk:
        return {Action.KEEP_FLAG}
    return {Action.CONFIRM_UNFLAG, Action.KEEP_FLAG}


#: Who keeps the texts of their unit and of the units below it.
CANNED_ROLES = (Role.SUPERVISOR, Role.UNIT_COORDINATOR, Role.ADMINISTRATOR)


def may_change_canned(person: Person, unit: Unit | None) -> bool:
    """A text for every unit (None) belongs to the administrators of the whole ministry."""
    if unit is None:
        return administers_ministry(person)
    return person.is_active and has_role(person, *CANNED_ROLES, unit=unit)


def may_keep_calendar(person: Person | None, unit: Unit | None) -> bool:
    """The calendar of one unit, or (None) of all. As a person, None is the system itself."""
    return may_change_unit(person, unit) if unit is not None else administers_ministry(person)


def may_set_limits(person: Person | None) -> bool:
    return administers_ministry(person)


def require_configuring(allowed: bool) -> None:
    """Raises PermissionDenied with a sentence for people."""
    if not allowed:
        raise PermissionDenied(_("Your roles do not include this part of the setup."))
