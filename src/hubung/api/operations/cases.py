"""Reading cases."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from hubung.api import cursors, problems
from hubung.api.auth import needs
from hubung.api.callers import ApiRequest
from hubung.api.models import Scope
from hubung.api.operations import telling
from hubung.api.problems import Problem
from hubung.api.schemas import cases as schemas
from hubung.api.schemas.common import Paging, answers
from hubung.audit.choices import Act
from hubung.cases.files import open_file
from hubung.cases.models import Case, Clock
from hubung.directory.models import Unit
from hubung.kernel.files import BlobMissingError
from hubung.ui.downloads import SANDBOX

router = Router(tags=["cases"])
READ = needs(Scope.CASES_READ)
#: Above every case id.
_END = 2**63 - 1
_ANY_FILE = {
    200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}},
}


@router.get(
    "/cases",
    response=answers(schemas.CasePage, 422),
    summary=_("List cases"),
    description=_("Every case that the caller may see, newest first, each exactly once."),
    operation_id="list_cases",
    **READ,
)
def list_cases(request: ApiRequest, filters: Query[schemas.CaseFilters]) -> schemas.CasePage:
    before = cursors.number(filters.cursor, _END)
    chosen = (
        request.auth.cases()
        .filter(_condition(filters), pk__lt=before)
        .select_related("unit", "owner")
        .order_by("-pk")
    )
    cases, more = cursors.cut(chosen, filters.limit)
    return schemas.CasePage(
        items=[telling.summary(request.auth, case) for case in cases],
        next_cursor=cursors.encode(cases[-1].pk) if more else None,
    )


def _condition(filters: schemas.CaseFilters) -> Q:
    chosen = Q()
    if filters.status:
        chosen &= Q(status__in=filters.status)
    if filters.tier is not None:
        chosen &= Q(tier=filters.tier)
    if filters.sector is not None:
        chosen &= Q(sector=filters.sector)
    if filters.kind is not None:
        chosen &= Q(kind=filters.kind)
    if filters.updated_since is not None:
        # By themselves: SQLite would else go through all cases for the order of the list.
        changed = Case.objects.filter(updated_at__gte=filters.updated_since)
        chosen &= Q(pk__in=changed.values("pk"))
    if filters.unit is not None:
        chosen &= Q(unit_id__in=_subtree(filters.unit).values("pk"))
    return chosen


def _subtree(code: str) -> QuerySet[Unit]:
    unit = find_unit(code, at="unit")
    return Unit.objects.filter(path__startswith=unit.path)


def find_unit(code: str, *, at: str) -> Unit:
    """The unit with this code. Raises Problem, which names the parameter `at`."""
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise Problem(problems.INVALID, errors=[(at, gettext("No unit has this code."))])
    return unit


@router.get(
    "/cases/{number}",
    response=answers(schemas.CaseOut, 404),
    summary=_("Read a case"),
    operation_id="get_case",
    **READ,
)
def get_case(request: ApiRequest, number: str) -> schemas.CaseOut:
    return telling.whole(request.auth, request.auth.read_case(number))


@router.get(
    "/cases/{number}/timeline",
    response=answers(schemas.Timeline, 404, 422),
    summary=_("Read the steps of a case"),
    description=_("In order. An application is told the steps that the reporter is told."),
    operation_id="get_timeline",
    **READ,
)
def get_timeline(request: ApiRequest, number: str, paging: Query[Paging]) -> schemas.Timeline:
    after = cursors.number(paging.cursor, 0)
    case = request.auth.read_case(number, what="timeline")
    entries, more = cursors.cut(request.auth.entries(case).filter(seq__gt=after), paging.limit)
    named = request.auth.person is not None
    return schemas.Timeline(
        items=[telling.step(entry, named=named) for entry in entries],
        next_cursor=cursors.encode(entries[-1].seq) if more else None,
    )


@router.get(
    "/cases/{number}/clocks",
    response=answers(list[schemas.ClockOut], 404),
    summary=_("Read the time limits of a case"),
    description=_("Each with every day that it counted or skipped, and why, in two languages."),
    operation_id="get_clocks",
    **READ,
)
def get_clocks(request: ApiRequest, number: str) -> list[schemas.ClockOut]:
    case = request.auth.read_case(number, what="clocks")
    running = Clock.objects.filter(case=case).order_by("started_at", "pk")
    return [telling.clock_face(each, case) for each in running]


@router.get(
    "/cases/{number}/attachments",
    response=answers(list[schemas.AttachmentOut], 404),
    summary=_("List the files of a case"),
    operation_id="list_attachments",
    **READ,
)
def list_attachments(request: ApiRequest, number: str) -> list[schemas.AttachmentOut]:
    case = request.auth.read_case(number, what="files")
    return [telling.file(each) for each in request.auth.files(case)]


@router.get(
    "/cases/{number}/attachments/{int:attachment_id}",
    response=answers(None, 404),
    summary=_("Download a file of a case"),
    operation_id="download_attachment",
    auth=READ["auth"],
    openapi_extra={**READ["openapi_extra"], "responses": _ANY_FILE},
)
def download_attachment(request: ApiRequest, number: str, attachment_id: int) -> HttpResponse:
    case = request.auth.read_case(number, Act.FILE_READ, f"file:{attachment_id}")
    found = request.auth.files(case).filter(pk=attachment_id).first()
    if found is None:
        raise Problem(problems.NOT_FOUND)
    try:
        with open_file(found) as content:
            response = HttpResponse(content.read(), content_type=found.media_type)
    except BlobMissingError:
        raise Problem(problems.NOT_FOUND) from None
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response["Content-Security-Policy"] = SANDBOX
    return response
