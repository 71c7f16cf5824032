"""Everything that the page of one request shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import Http404

from hubung.cases.choices import Kind
from hubung.cases.models import Case
from hubung.cases.policies import visible_to
from hubung.cases.reading import note_reading
from hubung.desk.privacy.forms import (
    AnswerForm,
    ContactForm,
    IdentityForm,
    RefuseForm,
    RightForm,
)
from hubung.directory.models import Person
from hubung.privacy.choices import Ground, Proof, Right
from hubung.privacy.models import Package, Request, Restriction
from hubung.privacy.queries import (
    Candidate,
    candidates,
    cases_of,
    is_known,
    kept_elsewhere,
    obstacles,
    request_of,
)


@dataclass(frozen=True)
class Row:
    """A report that may be theirs; the words of a protected one stay out of the list."""

    candidate: Candidate
    title: str

    @property
    def case(self) -> Case:
        return self.candidate.case

    @property
    def is_proved(self) -> bool:
        return self.candidate.proof == Proof.CODE

    @property
    def is_chosen(self) -> bool:
        return self.candidate.proof is not None


@dataclass(frozen=True)
class RequestPage:
    request: Request
    rows: list[Row]
    chosen: int
    #: What is kept of them beside reports: its names.
    elsewhere: list[str]
    is_known: bool
    obstacles: list[tuple[Case, Ground]]
    package: Package | None
    restrictions: list[Restriction]
    forms: Mapping[str, Form]
    failed: Form | None = None
    wrong: str = ""

    @property
    def case(self) -> Case:
        return self.request.case

    @property
    def is_open(self) -> bool:
        return self.case.is_open

    @property
    def is_ready(self) -> bool:
        """Whether it can be carried out now."""
        return self.is_open and self.is_known

    @property
    def shows_contacts(self) -> bool:
        """Whether contact data stands in the form, to be corrected."""
        return self.is_ready and self.request.right == Right.CORRECTION

    @property
    def can_choose(self) -> bool:
        return self.is_open and self.request.identified_by_id is not None


def find_request(person: Person, number: str) -> Request:
    """The request with this number. Raises Http404 when there is none, or none for this person."""
    case = (
        Case.objects.with_number(number)
        .filter(visible_to(person), kind=Kind.PERSONAL_DATA)
        .select_related("unit", "owner", "reporter")
        .first()
    )
    if case is None:
        raise Http404
    note_reading(person, case)
    request = request_of(case)
    request.case = case
    return request


def request_page(
    request: Request, bound: Mapping[str, Form] | None = None, wrong: str = ""
) -> RequestPage:
    found = candidates(request)
    chosen = cases_of(request)
    forms = {**_forms(request, chosen), **(bound or {})}
    return RequestPage(
        request=request,
        rows=[Row(one, "" if one.case.confidential else one.case.title) for one in found],
        chosen=len(chosen),
        elsewhere=list(kept_elsewhere(request)),
        is_known=is_known(request, chosen),
        obstacles=obstacles(request.right, chosen),
        package=Package.objects.filter(request=request).first(),
        restrictions=list(
            Restriction.objects.filter(case__in=chosen, lifted_at=None).select_related("case")
        ),
        forms=forms,
        failed=next(iter(bound.values()), None) if bound else None,
        wrong=wrong,
    )


def _forms(request: Request, chosen: list[Case]) -> dict[str, Any]:
    known = next((case.reporter for case in chosen if case.reporter), None)
    return {
        "hak": RightForm(initial={"right": request.right}),
        "kenali": IdentityForm(),
        "jalankan": ContactForm(known=known, auto_id="do_%s")
        if request.right == Right.CORRECTION
        else AnswerForm(auto_id="do_%s"),
        "tolak": RefuseForm(auto_id="refuse_%s"),
    }
