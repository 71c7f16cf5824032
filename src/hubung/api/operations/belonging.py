"""How cases belong together: linked, merged, split."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Router

from hubung.api import problems
from hubung.api.callers import ApiRequest, Caller
from hubung.api.idempotency import KEY, Key
from hubung.api.operations.changing import CHANGED, WRITE, change
from hubung.api.problems import Problem
from hubung.api.schemas import changes as schemas
from hubung.cases import services
from hubung.cases.models import Case, Merge
from hubung.directory.models import Person

router = Router(tags=["cases"])


@router.post(
    "/cases/{number}/links",
    response=CHANGED,
    summary=_("Link two cases"),
    description=_("Both go on."),
    operation_id="link_cases",
    **WRITE,
)
def link_cases(
    request: ApiRequest,
    response: HttpResponse,
    number: str,
    asked: schemas.OtherIn,
    key: Key | None = KEY,
) -> schemas.Done:
    def work(actor: Person, case: Case) -> Case:
        other = _other(request.auth, asked.other)
        services.link_cases(actor=actor, case=case, other=other, reason=asked.reason)
        return Case.objects.get(pk=case.pk)

    return change(request, response, number, asked, key, work)


@router.post(
    "/cases/{number}/merge",
    response=CHANGED,
    summary=_("Merge a case into another one"),
    description=_("The other one speaks for both; it can be undone."),
    operation_id="merge_case",
    **WRITE,
)
def merge_case(
    request: ApiRequest,
    response: HttpResponse,
    number: str,
    asked: schemas.OtherIn,
    key: Key | None = KEY,
) -> schemas.Done:
    def work(actor: Person, case: Case) -> Case:
        into = _other(request.auth, asked.other)
        return services.merge_case(actor=actor, case=case, into=into, reason=asked.reason).case

    return change(request, response, number, asked, key, work)


@router.post(
    "/cases/{number}/unmerge",
    response=CHANGED,
    summary=_("Undo a merge"),
    description=_("The case is as it was; the time that passed counts."),
    operation_id="unmerge_case",
    **WRITE,
)
def unmerge_case(
    request: ApiRequest,
    response: HttpResponse,
    number: str,
    key: Key | None = KEY,
) -> schemas.Done:
    def work(actor: Person, case: Case) -> Case:
        merge = Merge.objects.filter(case=case, undone_at=None).first()
        if merge is None:
            raise Problem(problems.CONFLICT, gettext("This report is not merged into another one."))
        return services.unmerge_case(actor=actor, merge=merge)

    return change(request, response, number, None, key, work)


@router.post(
    "/cases/{number}/split",
    response=CHANGED,
    summary=_("Split off a second concern"),
    description=_("The answer is about the new case, which began on the same day."),
    operation_id="split_case",
    **WRITE,
)
def split_case(
    request: ApiRequest,
    response: HttpResponse,
    number: str,
    asked: schemas.SplitIn,
    key: Key | None = KEY,
) -> schemas.Done:
    def work(actor: Person, case: Case) -> Case:
        return services.split_case(
            actor=actor, case=case, title=asked.title, text=asked.text, reason=asked.reason
        )

    return change(request, response, number, asked, key, work)


def _other(caller: Caller, number: str) -> Case:
    """The case that the body names. Raises Problem, the same for none and for a hidden one."""
    try:
        return caller.find_case(number)
    except Problem as problem:
        raise Problem(problems.INVALID, errors=[("/other", problem.detail)]) from None
