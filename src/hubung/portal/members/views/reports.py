"""The home of an account: every report of the address, whatever door it came by."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from hubung.cases.models import Case
from hubung.channels.web import opening, progress
from hubung.channels.web.views.responses import see_other
from hubung.portal.members import reports
from hubung.portal.members.models import SignIn
from hubung.portal.members.views.pages import for_members, show

PER_PAGE = 20


@require_safe
@for_members
def mine(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Their reports: where each stands, what comes next, what they must do."""
    page = Paginator(reports.reports_of(sign_in), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(case, progress.in_short(case.merged_into or case)) for case in page]
    return show(request, sign_in, "reports", {"page": page, "rows": rows})


@require_safe
@for_members
def open_one(request: HttpRequest, sign_in: SignIn, number: str) -> HttpResponse:
    """Open one of theirs as number and code would; any other number is no page."""
    theirs = Case.objects.with_number(number) & reports.cases_of(sign_in)
    case = theirs.first()
    if case is None:
        raise Http404
    response = see_other(reverse("web:case", args=[case.number]))
    opening.remember(request, response, case)
    return response
