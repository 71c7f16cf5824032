"""The home of an account: every report of the address, whatever door it came by."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hubung.cases.models import Case
from hubung.channels.web import opening, progress
from hubung.channels.web.track_forms import OpenForm
from hubung.channels.web.views.responses import see_other
from hubung.portal.members import reports, services
from hubung.portal.members.models import SignIn
from hubung.portal.members.views.pages import for_members, show

PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def mine(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Their reports: where each stands, what comes next, what they must do; and adding one."""
    if request.method != "POST":
        return _page(request, sign_in, OpenForm())
    if "out" in request.POST:
        sign_in.member.claims.filter(
            case__in=Case.objects.with_number(request.POST["out"])
        ).delete()
        return see_other(reverse("members:reports"))
    form = OpenForm(request.POST)
    if not form.is_valid():
        return _page(request, sign_in, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    number = form.cleaned_data["number"]
    if opening.too_many_attempts(request, number):
        form.add_error(None, _("Too many wrong attempts. Wait an hour and try again."))
        return _page(request, sign_in, form, HTTPStatus.TOO_MANY_REQUESTS)
    case = opening.open_case(number, form.cleaned_data["code"])
    if case is None:
        opening.count_attempt(request, number)
        form.add_error("code", _("Number and code do not belong together. Compare both."))
        return _page(request, sign_in, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        services.add(member=sign_in.member, case=case)
    except services.ProtectedReportError:
        form.add_error(
            None,
            _(
                "This report is protected, so no account lists it: whoever reads your mail would "
                "learn of it. Open it with number and code."
            ),
        )
        return _page(request, sign_in, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("The report stands in your account now."))
    return see_other(reverse("members:reports"))


def _page(
    request: HttpRequest, sign_in: SignIn, form: OpenForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    page = Paginator(reports.reports_of(sign_in), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [(case, progress.in_short(case.merged_into or case)) for case in page],
        "claimed": set(reports.claimed_by(sign_in.member)),
    }
    return show(request, sign_in, "reports", context, status=status)


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
