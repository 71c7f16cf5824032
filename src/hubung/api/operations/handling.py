"""Changing cases: everything through `cases.services`, whose policies decide."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Status as Answer

from hubung.api import problems
from hubung.api.callers import ApiRequest, Caller
from hubung.api.idempotency import KEY, Key, once
from hubung.api.models import Submission
from hubung.api.operations import telling
from hubung.api.operations.cases import find_unit, router
from hubung.api.operations.changing import CHANGED, WRITE, attached, change
from hubung.api.policies import may_send, sent_by
from hubung.api.problems import Problem
from hubung.api.schemas import changes as schemas
from hubung.api.schemas.common import answers
from hubung.cases import services
from hubung.cases.choices import Kind
from hubung.cases.models import Case
from hubung.cases.policies import can_see
from hubung.cases.services import ReporterDetails
from hubung.cases.suggest import suggest
from hubung.cases.timeline import REPORTER, Actor
from hubung.directory.models import Person

__all__ = ["router"]


@router.post(
    "/cases",
    response=answers(schemas.Receipt, 400, 413, 422, status=201),
    summary=_("Send a report"),
    description=_(
        "It starts at the contact centre, one of misconduct at the Inspectorate. The code in the "
        "answer is for the reporter."
    ),
    operation_id="create_case",
    **WRITE,
)
def create_case(
    request: ApiRequest,
    response: HttpResponse,
    asked: schemas.CaseIn,
    key: Key | None = KEY,
) -> Answer[schemas.Receipt]:
    if request.auth.person is not None and not may_send(request.auth.person):
        raise Problem(problems.NOT_ALLOWED, gettext("Your roles are for reading."))
    done = once(request, response, key, asked, lambda: telling.done(_receive(request.auth, asked)))
    case = Case.objects.by_number(done.number)
    if case is None:
        raise LookupError(done.number)
    receipt = schemas.Receipt(
        number=case.number,
        code=case.code,
        created_at=case.created_at,
        track_at=settings.HUBUNG.public_url + reverse("web:track"),
    )
    return Answer(201, receipt)


def _receive(caller: Caller, asked: schemas.CaseIn) -> Case:
    guess = suggest(asked.text)
    given = asked.reporter
    case = services.receive_case(
        channel=asked.channel.value,
        text=asked.text,
        title=asked.title,
        kind=asked.kind or guess.kind or Kind.COMPLAINT,
        sector=asked.sector or guess.sector,
        reporter=ReporterDetails(**given.model_dump()) if given else None,
        anonymous=asked.anonymous,
        confidential=asked.confidential,
        place=asked.place,
        happened_on=asked.happened_on,
        happened_at=asked.happened_at,
        language=asked.language,
        attachments=attached(asked.files),
        actor=Actor.staff(caller.person) if caller.person else REPORTER,
    )
    if caller.application is not None:
        Submission.objects.create(application=caller.application, case=case)
    return case


@router.post(
    "/cases/{number}/notes",
    response=CHANGED,
    summary=_("Write an internal note"),
    description=_("The reporter never sees it."),
    operation_id="add_note",
    **WRITE,
)
def add_note(
    request: ApiRequest,
    response: HttpResponse,
    number: str,
    asked: schemas.NoteIn,
    key: Key | None = KEY,
) -> schemas.Done:
    def work(actor: Person, case: Case) -> Case:
        return services.add_note(
            actor=actor, case=case, text=asked.text, attachments=attached(asked.files)
        )

    return change(request, response, number, asked, key, work)


@router.post(
    "/cases/{number}/messages",
    response=CHANGED,
    summary=_("Write to the reporter"),
    description=_("News, or a question; not yet the answer."),
    operation_id="write_to_reporter",
    **WRITE,
)
def write_to_reporter(
    request: ApiRequest,
    response: HttpResponse,
    number: str,
    asked: schemas.MessageIn,
    key: Key | None = KEY,
) -> schemas.Done:
    def work(actor: Person, case: Case) -> Case:
        files = attached(asked.files)
        if asked.question:
            return services.ask_reporter(
                actor=actor,
                case=case,
                question=asked.text,
                attachments=files,
                version=asked.version,
            )
        return services.tell_reporter(
            actor=actor, case=case, text=asked.text, attachments=files, version=asked.version
        )

    return change(request, response, number, asked, key, work)


@router.post(
    "/cases/{number}/additions",
    response=CHANGED,
    summary=_("Hand on what the reporter adds"),
    description=_("For the application that sent the report, and for no other."),
    operation_id="add_information",
    **WRITE,
)
def add_information(
    request: ApiRequest,
    response: HttpResponse,
    number: str,
    asked: schemas.AdditionIn,
    key: Key | None = KEY,
) -> schemas.Done:
    def work() -> schemas.Done:
        case = request.auth.find_case(number)
        if not sent_by(request.auth.application, case):
            raise Problem(
                problems.NOT_ALLOWED,
                gettext("Only the application that sent this report speaks for its reporter."),
            )
        return telling.done(
            services.add_information(case=case, text=asked.text, attachments=attached(asked.files))
        )

    return once(request, response, key, asked, work)


@router.post(
    "/cases/{number}/take",
    response=CHANGED,
    summary=_("Take a case"),
    description=_("The caller becomes its owner."),
    operation_id="take_case",
    **WRITE,
)
def take_case(
    request: ApiRequest, response: HttpResponse, number: str, key: Key | None = KEY
) -> schemas.Done:
    def work(actor: Person, case: Case) -> Case:
        return services.take_case(actor=actor, case=case)

    return change(request, response, number, None, key, work)


@router.post(
    "/cases/{number}/move",
    response=CHANGED,
    summary=_("Hand a case over"),
    description=_("To a tier and a unit; a unit that has ended is followed by its successor."),
    operation_id="move_case",
    **WRITE,
)
def move_case(
    request: ApiRequest,
    response: HttpResponse,
    number: str,
    asked: schemas.MoveIn,
    key: Key | None = KEY,
) -> schemas.Done:
    def work(actor: Person, case: Case) -> Case:
        unit = find_unit(asked.unit, at="/unit") if asked.unit else case.unit
        return services.move_case(
            actor=actor,
            case=case,
            tier=asked.tier,
            unit=unit,
            reason=asked.reason,
            version=asked.version,
        )

    return change(request, response, number, asked, key, work)


@router.post(
    "/cases/{number}/verify",
    response=CHANGED,
    summary=_("Verify a case"),
    operation_id="verify_case",
    **WRITE,
)
def verify_case(
    request: ApiRequest,
    response: HttpResponse,
    number: str,
    key: Key | None = KEY,
) -> schemas.Done:
    def work(actor: Person, case: Case) -> Case:
        return services.verify_case(actor=actor, case=case)

    return change(request, response, number, None, key, work)


@router.post(
    "/cases/{number}/assign",
    response=CHANGED,
    summary=_("Assign a case"),
    description=_("To a colleague, whoever had it before."),
    operation_id="assign_case",
    **WRITE,
)
def assign_case(
    request: ApiRequest,
    response: HttpResponse,
    number: str,
    asked: schemas.AssignIn,
    key: Key | None = KEY,
) -> schemas.Done:
    def work(actor: Person, case: Case) -> Case:
        owner = _colleague(asked.person, case)
        return services.assign_case(actor=actor, case=case, owner=owner)

    return change(request, response, number, asked, key, work)


@router.post(
    "/cases/{number}/release",
    response=CHANGED,
    summary=_("Give a case back to the queue of its unit"),
    operation_id="release_case",
    **WRITE,
)
def release_case(
    request: ApiRequest,
    response: HttpResponse,
    number: str,
    asked: schemas.ReasonIn,
    key: Key | None = KEY,
) -> schemas.Done:
    def work(actor: Person, case: Case) -> Case:
        return services.release_case(actor=actor, case=case, reason=asked.reason)

    return change(request, response, number, asked, key, work)


@router.post(
    "/cases/{number}/facts",
    response=CHANGED,
    summary=_("Correct what a report says of itself"),
    description=_("Each change is on the timeline."),
    operation_id="correct_facts",
    **WRITE,
)
def correct_facts(
    request: ApiRequest,
    response: HttpResponse,
    number: str,
    asked: schemas.FactsIn,
    key: Key | None = KEY,
) -> schemas.Done:
    def work(actor: Person, case: Case) -> Case:
        return services.correct_facts(
            actor=actor, case=case, version=asked.version, **asked.facts()
        )

    return change(request, response, number, asked, key, work)


def _colleague(address: str, case: Case) -> Person:
    """Who has this mail address and may have the case. Raises Problem."""
    found = Person.objects.filter(email__iexact=address.strip()).first()
    # A confidential case is opened to its new owner by the assignment itself.
    fits = found is not None and found.is_staff and (case.confidential or can_see(found, case))
    if found is None or not fits:
        detail = gettext("No colleague of this address may have the report: hand it over instead.")
        raise Problem(problems.INVALID, errors=[("/person", detail)])
    return found
