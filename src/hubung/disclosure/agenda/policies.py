"""Who keeps an agenda, and who decides what is closed. `None` stands for the system itself.

The official keeps their own; so do the coordinators of the unit (their secretary is one) and its
information officers. Only an information officer decides about closing: never the one who proposed
it, and never the official whose agenda it is.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hubung.directory.models import Holding, Person, Role, in_force, today
from hubung.directory.queries import has_role, unit_ids
from hubung.disclosure.agenda.models import Closure, Diary

KEEPERS = (Role.UNIT_COORDINATOR, Role.INFORMATION_OFFICER)
OPENERS = (Role.INFORMATION_OFFICER, Role.ADMINISTRATOR)


def may_write(person: Person | None, diary: Diary) -> bool:
    """Whether they may make and change its entries, and propose to close one."""
    if person is None:
        return True
    return person.is_active and (
        has_role(person, *KEEPERS, unit=diary.post.unit) or is_theirs(person, diary)
    )


def is_theirs(person: Person, diary: Diary) -> bool:
    """Whether they hold its post today."""
    holding = Holding.objects.filter(in_force(today()), post=diary.post_id, person=person)
    return holding.exists()


def kept_by(person: Person) -> QuerySet[Diary]:
    """The agendas that they may write in."""
    own = Holding.objects.filter(in_force(today()), person=person).values("post")
    units = unit_ids(person, *KEEPERS)
    return Diary.objects.filter(Q(post__in=own) | Q(post__unit__in=units)).select_related(
        "post__unit"
    )


def may_enter_room(person: Person) -> bool:
    """Whether the room of the agendas is on their way: it may be empty for an official."""
    return has_role(person, *KEEPERS, *OPENERS, Role.TIER3_OFFICIAL)


def may_open_diaries(person: Person) -> bool:
    """Whether they may give posts an agenda, somewhere."""
    return has_role(person, *OPENERS)


def may_open_diary(person: Person | None, diary: Diary) -> bool:
    """Whether they may begin or end this one."""
    return person is None or (person.is_active and has_role(person, *OPENERS, unit=diary.post.unit))


def sees_decisions(person: Person) -> bool:
    """Whether they decide about closing, somewhere."""
    return has_role(person, Role.INFORMATION_OFFICER)


def may_see_closure(person: Person, closure: Closure) -> bool:
    """Whether they may read why an entry is to be closed, and what it says."""
    return may_write(person, closure.entry.diary)


def may_decide(person: Person, closure: Closure) -> bool:
    """Whether they may approve or refuse: a second person, and not the official."""
    diary = closure.entry.diary
    return (
        person.is_active
        and has_role(person, Role.INFORMATION_OFFICER, unit=diary.post.unit)
        and closure.proposed_by_id != person.pk
        and closure.entry.holder_id != person.pk
        and not is_theirs(person, diary)
    )


def may_withdraw(person: Person, closure: Closure) -> bool:
    """Who proposed it takes it back, or anybody else who keeps the agenda."""
    return may_write(person, closure.entry.diary)


def may_lift(person: Person, closure: Closure) -> bool:
    """Opening early needs no second person, but one who may decide about closing."""
    return person.is_active and has_role(
        person, Role.INFORMATION_OFFICER, unit=closure.entry.diary.post.unit
    )


def require(allowed: bool) -> None:
    """Raises PermissionDenied with a sentence for people."""
    if not allowed:
        raise PermissionDenied(_("Your roles do not include this agenda, or this decision on it."))
