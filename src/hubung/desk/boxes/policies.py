"""Who sees which mail, and who may do something about it."""

from __future__ import annotations

from typing import Literal

from django.db.models import Q

from hubung.cases.choices import Kind
from hubung.cases.models import Case
from hubung.cases.policies import at_centre, leads_centre, visible_to
from hubung.channels.email.models import InboundMessage, InboundState, OutboundMessage
from hubung.directory.models import Person, Role
from hubung.directory.queries import has_role

Box = Literal["pen", "outbox", ""]


def may_see_pen(person: Person) -> bool:
    """The contact centre reads what no machine could place."""
    return person.is_active and at_centre(person)


def may_see_outbox(person: Person) -> bool:
    """Its supervisors, and whoever looks after the installation: states; words need `may_read`."""
    return person.is_active and (leads_centre(person) or has_role(person, Role.ADMINISTRATOR))


def may_act_on_outbox(person: Person) -> bool:
    return person.is_active and leads_centre(person)


def first_box(person: Person) -> Box:
    if may_see_pen(person):
        return "pen"
    return "outbox" if may_see_outbox(person) else ""


def outgoing(person: Person) -> Q:
    """A filter on outgoing mail: of misconduct only what they may see the case of, since even a
    mail without words would tell that there is one."""
    return (
        Q(case__isnull=True)
        | ~Q(case__kind=Kind.MISCONDUCT)
        | Q(case__in=Case.objects.filter(visible_to(person)))
    )


def may_know_of(person: Person, message: OutboundMessage) -> bool:
    return OutboundMessage.objects.filter(outgoing(person), pk=message.pk).exists()


def may_read(person: Person, message: InboundMessage) -> bool:
    return InboundMessage.objects.filter(readable(person), pk=message.pk).exists()


def readable(person: Person) -> Q:
    """A filter on incoming mail: that of cases they may see, and for the contact centre that of
    no case. What belongs to a case is read under the rules of that case alone."""
    seen = Q(case__in=Case.objects.filter(visible_to(person)))
    if may_see_pen(person):
        seen |= Q(case__isnull=True, state__in=(InboundState.HELD, InboundState.IGNORED))
    return seen
