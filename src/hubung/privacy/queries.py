"""Questions to the requests: which reports are about whoever asks, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from hubung.cases.choices import Kind
from hubung.cases.models import Case
from hubung.directory.models import Person, UnitKind
from hubung.privacy import elsewhere
from hubung.privacy.choices import Ground, Proof, Right
from hubung.privacy.elsewhere import Kept
from hubung.privacy.models import Belonging, Hold, Request, Restriction

#: More reports than this of one person are found by narrowing the contact data.
MOST = 200


def request_of(case: Case) -> Request:
    """What the case asks for; one that came by another door asks for a copy until it is said."""
    found, _made = Request.objects.get_or_create(case=case, defaults={"right": Right.ACCESS})
    return found


def belonging(request: Request) -> QuerySet[Belonging]:
    return request.belongings.select_related("case__reporter", "case__unit", "case__merged_into")


def cases_of(request: Request) -> list[Case]:
    """The reports that are known to be about whoever asks."""
    return [one.case for one in belonging(request)]


def addresses_of(request: Request) -> set[str]:
    """Mail addresses of whoever asks, once an officer has made sure of the person.

    Number and code of a report prove that report alone: anybody can type another's address.
    """
    if request.identified_by_id is None:
        return set()
    return _keys([request.case, *cases_of(request)])[0]


def kept_elsewhere(request: Request) -> dict[str, list[Kept]]:
    """What is kept of whoever asks beside their reports; a copy and erasure take it along."""
    return elsewhere.told(addresses_of(request))


def is_known(request: Request, cases: list[Case]) -> bool:
    """Whether it is known who asks, and about what."""
    if cases:
        return request.is_identified
    return request.right in (Right.ACCESS, Right.ERASURE) and bool(kept_elsewhere(request))


@dataclass(frozen=True)
class Candidate:
    """A report whose contact data is that of whoever asks; `proof` once it is confirmed."""

    case: Case
    proof: Proof | None


def candidates(request: Request) -> list[Candidate]:
    """Reports with the mail address or the telephone number of the request, the youngest first.

    An address proves nothing: an officer who has made sure of the person decides for each. Reports
    of misconduct are never among them, since their number and code alone open these.
    """
    confirmed = {one.case_id: one for one in belonging(request)}
    emails, phones = _keys([request.case, *(one.case for one in confirmed.values())])
    known = Q(reporter__email__in=emails) | Q(reporter__phone__in=phones)
    found: list[Case] = []
    if request.case.unit.kind == UnitKind.MINISTRY and (emails or phones):
        found = list(
            Case.objects.filter(known)
            .exclude(pk=request.case_id)
            .exclude(pk__in=confirmed)
            .exclude(kind__in=(Kind.MISCONDUCT, Kind.PERSONAL_DATA))
            .select_related("reporter", "unit")
            .order_by("-pk")[:MOST]
        )
    return [
        *(Candidate(one.case, Proof(one.proof)) for one in confirmed.values()),
        *(Candidate(case, None) for case in found),
    ]


def _keys(cases: list[Case]) -> tuple[set[str], set[str]]:
    reporters = [case.reporter for case in cases if case.reporter is not None]
    return (
        {one.email for one in reporters if one.email},
        {one.phone for one in reporters if one.phone},
    )


def held(case: Case) -> Hold | None:
    """The hold that the case is under."""
    return Hold.objects.filter(case=case, lifted_at=None).first()


def restriction_of(case: Case) -> Restriction | None:
    return Restriction.objects.filter(case=case, lifted_at=None).first()


def obstacles(right: Right | str, cases: list[Case]) -> list[tuple[Case, Ground]]:
    """What forbids carrying out a request now, case by case; empty when nothing does."""
    found = []
    for case in cases:
        if right not in (Right.ERASURE, Right.RESTRICTION):
            continue
        if case.kind == Kind.MISCONDUCT and case.is_open:
            found.append((case, Ground.EXAMINED))
        elif right == Right.ERASURE and _is_running(case):
            found.append((case, Ground.RUNNING))
        elif right == Right.ERASURE and held(case) is not None:
            found.append((case, Ground.HELD))
    return found


def _is_running(case: Case) -> bool:
    """Whether somebody still works on it, be it in the report that speaks for it."""
    target = case.merged_into or case
    return case.is_open or target.is_open


def requests_for(person: Person, cases: QuerySet[Case]) -> QuerySet[Case]:
    """The personal-data requests among what somebody may see, the most urgent first."""
    return (
        cases.filter(kind=Kind.PERSONAL_DATA)
        .select_related("data_request", "reporter", "unit")
        .order_by("next_due_at", "-pk")
    )
