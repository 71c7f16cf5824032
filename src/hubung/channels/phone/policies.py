"""Who may know of which calls, and what they may do with one.

Whoever works at the contact centre knows of every call, others of those about cases that they see;
but a call about a protected case is known to those alone who see that case, whoever took it.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from hubung.cases import rights
from hubung.cases.choices import Kind
from hubung.cases.lifecycle import Action
from hubung.cases.models import Case
from hubung.cases.policies import at_centre, may, visible_to
from hubung.channels.phone.models import CallCase
from hubung.directory.models import Person
from hubung.telephony.models import Call, CallFact

#: As `cases.reading.is_protected`, on the case of a link.
_PROTECTED = Q(case__confidential=True) | Q(case__restricted=True) | Q(case__kind=Kind.MISCONDUCT)


def visible_calls(person: Person) -> Q:
    """A filter on Call: what this person may know of at all."""
    hidden = hidden_from(person)
    if at_centre(person):
        return ~hidden
    theirs = _links().filter(case__in=_cases_of(person))
    return (Q(Exists(theirs)) | took_part(person)) & ~hidden


def hidden_from(person: Person) -> Q:
    """A filter on Call: those about a protected case that this person does not see."""
    return Q(Exists(_links().filter(_PROTECTED).exclude(case__in=_cases_of(person))))


def _links() -> QuerySet[CallCase]:
    return CallCase.objects.filter(call=OuterRef("pk"))


def _cases_of(person: Person) -> QuerySet[Case]:
    return Case.objects.filter(visible_to(person))


def took_part(person: Person) -> Q:
    """A filter on Call: those in which they talked with the caller."""
    talked = CallFact.objects.filter(
        call=OuterRef("pk"), kind="talk_began", details__person=str(person.pk)
    )
    return Q(taken_by=person) | Q(Exists(talked))


def can_see(person: Person, call: Call) -> bool:
    return Call.objects.filter(visible_calls(person), pk=call.pk).exists()


def took(person: Person, call: Call) -> bool:
    """Whether they talked with the caller."""
    return Call.objects.filter(took_part(person), pk=call.pk).exists()


def may_use_calls(person: Person) -> bool:
    """Whether the list of calls is a page for them: for everybody who sees cases."""
    return person.is_active and any(rights.sights_of(person))


def may_link(person: Person, call: Call, case: Case) -> bool:
    """Whoever sees the case and writes on it; and sees the call, or was in it.

    Who talked may go on linking their call after a first report went where they can't follow.
    """
    if not (can_see(person, call) or took(person, call)):
        return False
    return may(person, Action.LINK, case)


def may_decide(person: Person, call: Call) -> bool:
    """Whether they may say that there is nothing to record of it."""
    if not person.is_active or not can_see(person, call):
        return False
    return at_centre(person) or took(person, call)


def may_write_down(person: Person, case: Case) -> bool:
    """Whether they may put a message into words: whoever corrects the report's facts."""
    return may(person, Action.EDIT, case)
