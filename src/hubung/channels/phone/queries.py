"""Composable questions about calls. Every list starts at `visible`."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from hubung.cases import queries as registry
from hubung.cases.models import Case
from hubung.channels.phone.models import CallCase, NoCase
from hubung.channels.phone.policies import hidden_from, took_part, visible_calls
from hubung.directory.models import Person
from hubung.telephony.models import Call
from hubung.telephony.models.call import Cause


def visible(person: Person) -> QuerySet[Call]:
    """Every call that this person may know of, the newest first."""
    return Call.objects.filter(visible_calls(person))


def mine(person: Person) -> Q:
    """Calls in which they talked."""
    return took_part(person)


def unanswered() -> Q:
    """They waited, and nobody came: hung up in the queue, or left a message."""
    return Q(queued_at__isnull=False, talk_began_at__isnull=True, ended_at__isnull=False)


def with_message() -> Q:
    """A message was left."""
    return Q(cause=Cause.VOICEMAIL)


def undecided() -> Q:
    """Over, without a case and without a decision that there is none.

    Whom the menu served needs no case: they neither waited nor spoke with anybody.
    """
    needs = Q(queued_at__isnull=False) | Q(talk_began_at__isnull=False) | with_message()
    links = CallCase.objects.filter(call=OuterRef("pk"))
    decided = NoCase.objects.filter(call=OuterRef("pk"))
    return needs & Q(ended_at__isnull=False) & ~Exists(links) & ~Exists(decided)


def cases_of(call: Call, *, seen_by: Person) -> QuerySet[Case]:
    """The cases it concerns, as far as the reader may see them."""
    return registry.visible(seen_by).filter(call_links__call=call).order_by("call_links__pk")


def calls_of(case: Case, *, seen_by: Person) -> QuerySet[Call]:
    """The calls about a case that the reader sees, the newest first.

    A call belongs to what is seen of the case, unless another of its cases is hidden from them.
    """
    return Call.objects.filter(~hidden_from(seen_by), case_links__case=case)


def earlier_calls(call: Call, *, seen_by: Person) -> QuerySet[Call]:
    """Calls from the same number before this one, the newest first; none for a withheld number.

    That somebody called says nothing of their reports: see `open_cases_of` for these.
    """
    if not call.caller:
        return Call.objects.none()
    return visible(seen_by).filter(caller=call.caller, began_at__lt=call.began_at)


def open_cases_of(number: str, *, seen_by: Person) -> QuerySet[Case]:
    """Open cases of whoever calls from this number (E.164) and agreed to be recognised by it."""
    theirs = registry.recognised(number).values("pk")
    return (
        registry.visible(seen_by)
        .filter(registry.is_open(), reporter__in=theirs)
        .select_related("unit", "owner", "reporter")
        .order_by("-pk")
    )
