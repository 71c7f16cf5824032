"""A case comes to its end, and back from it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from hubung.api.callers import ApiRequest
from hubung.api.idempotency import KEY, Key
from hubung.api.operations.changing import CHANGED, WRITE, attached, change
from hubung.api.schemas import changes as schemas
from hubung.cases import services
from hubung.cases.models import Case
from hubung.cases.timeline import Actor
from hubung.directory.models import Person

router = Router(tags=["cases"])


@router.post(
    "/cases/{number}/answer",
    response=CHANGED,
    summary=_("Answer a case"),
    description=_("Publicly, under the name and post of the caller."),
    operation_id="answer_case",
    **WRITE,
)
def answer_case(
    request: ApiRequest,
    response: HttpResponse,
    number: str,
    asked: schemas.AnswerIn,
    key: Key | None = KEY,
) -> schemas.Done:
    def work(actor: Person, case: Case) -> Case:
        return services.answer_case(
            actor=actor,
            case=case,
            text=asked.text,
            outcome=asked.outcome,
            promise=asked.promise,
            promised_on=asked.promised_on,
            attachments=attached(asked.files),
            version=asked.version,
        )

    return change(request, response, number, asked, key, work)


@router.post(
    "/cases/{number}/reject",
    response=CHANGED,
    summary=_("Reject a case"),
    description=_("The reporter reads why, and how to appeal."),
    operation_id="reject_case",
    **WRITE,
)
def reject_case(
    request: ApiRequest,
    response: HttpResponse,
    number: str,
    asked: schemas.RejectIn,
    key: Key | None = KEY,
) -> schemas.Done:
    def work(actor: Person, case: Case) -> Case:
        return services.reject_case(
            actor=actor, case=case, reason=asked.reason, version=asked.version
        )

    return change(request, response, number, asked, key, work)


@router.post(
    "/cases/{number}/pass-on",
    response=CHANGED,
    summary=_("Pass a case to another authority"),
    description=_("The reporter need not report again."),
    operation_id="pass_on_case",
    **WRITE,
)
def pass_on_case(
    request: ApiRequest,
    response: HttpResponse,
    number: str,
    asked: schemas.PassOnIn,
    key: Key | None = KEY,
) -> schemas.Done:
    def work(actor: Person, case: Case) -> Case:
        return services.pass_on_case(
            actor=actor,
            case=case,
            authority=asked.authority,
            reason=asked.reason,
            version=asked.version,
        )

    return change(request, response, number, asked, key, work)


@router.post(
    "/cases/{number}/withdraw",
    response=CHANGED,
    summary=_("Withdraw a case for its reporter"),
    description=_("The reporter reads why."),
    operation_id="withdraw_case",
    **WRITE,
)
def withdraw_case(
    request: ApiRequest,
    response: HttpResponse,
    number: str,
    asked: schemas.ReasonIn,
    key: Key | None = KEY,
) -> schemas.Done:
    def work(actor: Person, case: Case) -> Case:
        return services.withdraw_case(case=case, reason=asked.reason, actor=Actor.staff(actor))

    return change(request, response, number, asked, key, work)


@router.post(
    "/cases/{number}/reopen",
    response=CHANGED,
    summary=_("Reopen a case"),
    description=_("The reporter reads why."),
    operation_id="reopen_case",
    **WRITE,
)
def reopen_case(
    request: ApiRequest,
    response: HttpResponse,
    number: str,
    asked: schemas.ReasonIn,
    key: Key | None = KEY,
) -> schemas.Done:
    def work(actor: Person, case: Case) -> Case:
        return services.reopen_case(case=case, reason=asked.reason, actor=Actor.staff(actor))

    return change(request, response, number, asked, key, work)
