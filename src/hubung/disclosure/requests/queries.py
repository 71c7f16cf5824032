"""Questions to the formal requests: where one stands, and which lists there are."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet

from hubung.cases import clocks
from hubung.cases.choices import ClockName, Kind, Status
from hubung.cases.models import Case, Clock
from hubung.cases.policies import visible_to
from hubung.directory import models as directory
from hubung.directory.models import Person
from hubung.disclosure.requests.choices import Stage
from hubung.disclosure.requests.lifecycle import Facts, grounds_open, stage_of
from hubung.disclosure.requests.models import ObjectionGround, Offered, Reply, Request


def find_request(pk: int) -> Request | None:
    """The request of the case with this id, with all that its pages show."""
    return _whole().filter(case=pk).first()


def requests_in(cases: QuerySet[Case]) -> QuerySet[Request]:
    """The requests of these cases, with all that their pages show, the youngest first."""
    return _whole().filter(case__in=cases).order_by("-case")


def request_seen_by(person: Person, number: str) -> Request | None:
    """The request with this number, if this person may see its case."""
    cases = Case.objects.with_number(number).filter(visible_to(person))
    return _whole().filter(case__in=cases.values("pk")).first()


def _whole() -> QuerySet[Request]:
    return Request.objects.select_related(
        "case__unit",
        "case__owner",
        "case__reporter__nik",
        "decree",
        "objection__ground",
        "objection__decision",
        "dispute",
        "extended_by",
        "exemption__ground",
    ).prefetch_related("replies__ground", "replies__answer", "replies__offered")


def requests_for(person: Person) -> QuerySet[Case]:
    """The formal requests among what somebody may see, open ones first, the most urgent first."""
    return (
        Case.objects.filter(visible_to(person), kind=Kind.PUBLIC_INFORMATION)
        .select_related("formal_request__objection", "reporter", "unit", "owner")
        .order_by("next_due_at", "-pk")
    )


def facts_of(request: Request) -> Facts:
    replies = list(request.replies.all())
    return Facts(
        open=request.case.is_open,
        answered=request.case.status == Status.ANSWERED,
        extended=request.extended_at is not None,
        replied=any(reply.objection_id is None for reply in replies),
        objected=hasattr(request, "objection"),
        decided=any(reply.objection_id is not None for reply in replies),
        disputed=hasattr(request, "dispute"),
    )


def stage(request: Request) -> Stage:
    return stage_of(facts_of(request))


def reply_of(request: Request) -> Reply | None:
    """The officer's reply."""
    return next((one for one in request.replies.all() if one.objection_id is None), None)


def decision_of(request: Request) -> Reply | None:
    """The superior's decision on the objection."""
    return next((one for one in request.replies.all() if one.objection_id is not None), None)


def clock_of(request: Request, name: ClockName) -> Clock | None:
    return Clock.objects.filter(case=request.case_id, name=name).first()


def is_late(request: Request, at: datetime) -> bool:
    """Whether the ministry's own time, for the reply or the decision, has passed."""
    return Clock.objects.filter(
        clocks.running(),
        case=request.case_id,
        name__in=(ClockName.RESOLUTION, ClockName.REVIEW),
        due_at__lt=at,
    ).exists()


def objection_grounds(on: date) -> QuerySet[ObjectionGround]:
    """The grounds for an objection that hold on a day, in the order of the law."""
    return ObjectionGround.objects.filter(directory.in_force(on)).order_by("code")


def offered() -> QuerySet[Offered]:
    """What everybody may read, the youngest first."""
    return Offered.objects.filter(withdrawn_at__isnull=True).select_related("ground")


def find_offered(text: str) -> QuerySet[Offered]:
    """Offered replies that have all these words, in the question or the answer."""
    found = offered()
    for word in text.split()[:8]:
        found = found.filter(Q(question__icontains=word) | Q(text__icontains=word))
    return found


def fitting_grounds(request: Request, *, late: bool) -> frozenset[str]:
    """The letters of the grounds on which an objection may rest now; `late`: our time is over."""
    now, on = stage(request), directory.today(request.case.unit.timezone)
    exempted = request.exemption_id is not None
    return frozenset(
        ground.code
        for ground in objection_grounds(on)
        if grounds_open(ground.code, now, late=late, exempted=exempted)
    )
