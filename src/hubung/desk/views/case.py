"""The page of one case."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hubung.cases.models import Case
from hubung.cases.policies import may_reveal_nik
from hubung.desk.calls import player
from hubung.desk.calls.page import calls_on_case
from hubung.desk.casepage import (
    CasePage,
    case_page,
    find_case,
    names_of_actions,
    note_reading,
)
from hubung.desk.composing import composer
from hubung.desk.doings import AT_ONCE, Doing
from hubung.desk.forms import CaseForm
from hubung.desk.glance import Glance, glance_at
from hubung.desk.revealing import RevealForm
from hubung.desk.views.worklist import awaited_list_context, list_context, wants
from hubung.desk.worklist import Query
from hubung.directory.accounts.access import StaffRequest, staff_required


def case_context(
    request: StaffRequest,
    case: Case,
    bound: tuple[Doing, CaseForm] | None = None,
    *,
    glance: Glance | None = None,
) -> dict[str, Any]:
    """What the pane of a case shows. `bound`: a form that could not be carried out."""
    glance = glance or glance_at(request.user, case)
    page = case_page(request.user, case, glance)
    return {
        "page": page,
        "nik_form": RevealForm(auto_id="nik_%s") if _may_reveal(request, case) else None,
        "at_once": _at_once(page),
        "calls": calls_on_case(request.user, case, player.open_to(request)) if glance.calls else (),
        "unwritten": "edit" in page.actions and glance.unwritten,
        **_composer_context(request, case, page.actions, bound, drafts=glance.drafts),
    }


def _may_reveal(request: StaffRequest, case: Case) -> bool:
    has_number = getattr(case.reporter, "nik", None) is not None
    return has_number and may_reveal_nik(request.user, case)


def _composer_context(
    request: StaffRequest,
    case: Case,
    actions: frozenset[str],
    bound: tuple[Doing, CaseForm] | None = None,
    *,
    drafts: bool = True,
) -> dict[str, Any]:
    tab = request.GET.get("tulis", "")
    return {
        "case": case,
        "me": request.user,
        "composer": composer(request.user, case, actions, tab, bound, drafts=drafts),
        "query": Query.read(request.GET.dict()),
    }


def _at_once(page: CasePage) -> list[Doing]:
    """The buttons of the head; a case that has an owner is assigned, not taken."""
    return [
        doing
        for doing in AT_ONCE
        if doing.action in page.actions
        and not (doing.slug == "ambil" and page.case.owner_id is not None)
        and not (doing.slug == "urai" and page.ties.merge is None)
    ]


@require_safe
@never_cache
@staff_required
def show_case(request: StaffRequest, number: str) -> HttpResponse:
    """One case; beside it the list that it was opened from."""
    try:
        case = find_case(request.user, number)
    except Http404:
        return _no_such_case(request)
    if wants(request, "section#composer"):
        context = _composer_context(request, case, names_of_actions(request.user, case))
        return render(request, "desk/parts/composer.html", context)
    glance = glance_at(request.user, case)
    note_reading(request.user, case, glance)
    context = case_context(request, case, glance=glance)
    if wants(request, "main#main"):
        return render(request, "desk/parts/case.html", context)
    if wants(request, "div#case-body"):
        return render(request, "desk/parts/case_body.html", context)
    return render(request, "desk/desk.html", {**awaited_list_context(request), **context})


def _no_such_case(request: StaffRequest) -> HttpResponse:
    """The same page for a number that is none and for a case that is not theirs to see."""
    if "HX-Request" in request.headers:
        context = {"missing": True, "query": Query.read(request.GET.dict())}
        return render(request, "desk/parts/no_case.html", context, status=404)
    context = {**list_context(request), "missing": True}
    return render(request, "desk/desk.html", context, status=404)
