"""Who is calling? Reporters that we know by telephone or mail, and what of theirs is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db.models import Q

from hubung.cases.models import Case, Reporter, ResidentNumber
from hubung.cases.queries import is_open, recognised, visible
from hubung.channels.web import contacts
from hubung.directory.models import Person

SHOWN = 5


@dataclass(frozen=True)
class Caller:
    """A known reporter and their open cases, as far as the reader may see them."""

    reporter: Reporter
    open_cases: Sequence[Case]
    finished: int
    chosen: bool = False


def callers(
    *, phone: str, email: str, nik: str = "", seen_by: Person, chosen: str | None = None
) -> list[Caller]:
    """Reporters with exactly this number, address or NIK; a part of one finds nobody.

    A number finds those who agreed to be recognised by it: families and offices share one.
    `chosen` is the id that the agent has ticked; None before they could, which ticks the only one.
    Whoever the reader shares no case with is left out: that they reported at all is theirs.
    """
    known = Q(pk__in=[])
    if number := _whole(contacts.e164, phone):
        known |= Q(pk__in=recognised(number).values("pk"))
    if email.strip():
        known |= Q(email=email.strip().lower())
    if number := _whole(contacts.nik, nik):
        known |= Q(
            pk__in=ResidentNumber.objects.filter(ResidentNumber.matching(number)).values("reporter")
        )
    found = []
    for reporter in Reporter.objects.filter(known).order_by("-pk")[:SHOWN]:
        theirs = visible(seen_by).filter(reporter=reporter).order_by("-pk")
        total = theirs.count()
        if total:
            still_open = theirs.filter(is_open())
            found.append(
                Caller(
                    reporter,
                    list(still_open.select_related("unit", "owner")[:SHOWN]),
                    total - still_open.count(),
                )
            )
    if chosen is None:
        return [replace(found[0], chosen=True)] if len(found) == 1 else found
    return [replace(caller, chosen=str(caller.reporter.pk) == chosen) for caller in found]


def _whole(parse: Callable[[str], str], text: str) -> str:
    try:
        return parse(text)
    except ValidationError:
        return ""
