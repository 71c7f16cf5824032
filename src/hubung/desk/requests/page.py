"""Everything that the page of one formal request shows at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.forms import Form
from django.http import Http404

from hubung.cases.models import Attachment, Case, Entry
from hubung.cases.reading import note_reading
from hubung.desk.requests.forms import ExtendForm, OfferForm, ReplyForm
from hubung.directory.models import Person
from hubung.disclosure.redaction.models import Document
from hubung.disclosure.redaction.services import made_of
from hubung.disclosure.requests import policies
from hubung.disclosure.requests.choices import Stage
from hubung.disclosure.requests.forms import DisputeForm, ObjectionForm
from hubung.disclosure.requests.lifecycle import Step, possible
from hubung.disclosure.requests.models import Reply, Request
from hubung.disclosure.requests.prospects import Prospect, prospect_of
from hubung.disclosure.requests.queries import (
    decision_of,
    fitting_grounds,
    reply_of,
    request_seen_by,
)


@dataclass(frozen=True)
class RequestPage:
    """`forms` holds those that this person may use now, by the slug of their address."""

    request: Request
    prospect: Prospect
    reply: Reply | None
    decision: Reply | None
    files: list[Attachment]
    forms: Mapping[str, Form]
    documents: list[Document]
    failed: Form | None = None
    wrong: str = ""

    @property
    def case(self) -> Case:
        return self.request.case

    @property
    def decides(self) -> bool:
        return self.prospect.stage is Stage.OBJECTED


def find_request(person: Person, number: str) -> Request:
    """The request with this number. Raises Http404 when there is none, or none for this person."""
    request = request_seen_by(person, number)
    if request is None or not policies.sees(person, request.case):
        raise Http404
    note_reading(person, request.case)
    return request


def request_page(
    person: Person,
    request: Request,
    bound: Mapping[str, Form] | None = None,
    wrong: str = "",
) -> RequestPage:
    prospect = prospect_of(request)
    forms = {**_forms(person, request, prospect), **(bound or {})}
    received = Entry.objects.filter(case=request.case_id).order_by("seq").first()
    return RequestPage(
        request=request,
        prospect=prospect,
        reply=reply_of(request),
        decision=decision_of(request),
        files=list(
            Attachment.objects.filter(
                case=request.case_id, entry_seq=received.seq if received else 1
            )
        ),
        forms=forms,
        documents=list(request.documents.all()) if "jawab" in forms else [],
        failed=next(iter(bound.values()), None) if bound else None,
        wrong=wrong,
    )


def _forms(person: Person, request: Request, prospect: Prospect) -> dict[str, Form]:
    stage, late = prospect.stage, prospect.late
    found: dict[str, Form] = {}
    if policies.handles(person, request.case):
        step = Step.DECIDE if stage is Stage.OBJECTED else Step.REPLY
        if possible(step, stage, late=late):
            initial = {"question": request.case.title, "version": request.case.version}
            found["jawab"] = ReplyForm(
                initial=initial, auto_id="reply_%s", documents=made_of(request)
            )
        if possible(Step.EXTEND, stage, late=late) and not late:
            found["perpanjang"] = ExtendForm(auto_id="extend_%s")
    if prospect.may(Step.OBJECT):
        codes = fitting_grounds(request, late=late)
        found["keberatan"] = ObjectionForm(codes=codes, auto_id="object_%s")
    if prospect.may(Step.DISPUTE):
        found["sengketa"] = DisputeForm(auto_id="dispute_%s")
    reply = reply_of(request)
    if reply is not None and policies.is_officer(person) and not _is_offered(reply):
        initial = {"question": request.case.title}
        found["tawarkan"] = OfferForm(initial=initial, auto_id="offer_%s")
    return found


def _is_offered(reply: Reply) -> bool:
    return hasattr(reply, "offered") and reply.offered.withdrawn_at is None
