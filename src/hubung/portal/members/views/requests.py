"""Formal requests for public information: the next right of each, and its last day."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hubung.disclosure.requests.prospects import prospect_of
from hubung.portal.members import reports
from hubung.portal.members.models import SignIn
from hubung.portal.members.views.pages import for_members, show

PER_PAGE = 10


@require_safe
@for_members
def mine(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Their requests: what comes next, which right they have, and until when."""
    asked = reports.requests_of(sign_in)
    page = Paginator(asked, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, prospect_of(one)) for one in page]
    return show(request, sign_in, "requests", {"page": page, "rows": rows})
