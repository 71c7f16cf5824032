"""`/desk/data-pribadi/`: personal-data requests, for the information officer and the inspectors."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.cases.errors import CaseError, IncompleteError
from hubung.cases.models import Case
from hubung.cases.queries import visible
from hubung.desk.privacy.doings import DOINGS
from hubung.desk.privacy.forms import HoldForm
from hubung.desk.privacy.page import RequestPage, find_request
from hubung.desk.privacy.page import request_page as page_of
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.kernel import files
from hubung.privacy import policies, services
from hubung.privacy.models import Hold, Package, Restriction
from hubung.privacy.queries import requests_for
from hubung.privacy.services.giving import MEDIA_TYPE, NAME

PAGE = 30


@require_safe
@never_cache
@staff_required
def first(request: StaffRequest) -> HttpResponse:
    """The requests, the most urgent first; answered ones at the end."""
    policies.require(policies.may_handle(request.user))
    found = requests_for(request.user, visible(request.user))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/privacy/first.html", {"here": "first", "page": page})


@require_safe
@never_cache
@staff_required
def request_page(request: StaffRequest, number: str) -> HttpResponse:
    """One request: who asks, which reports are theirs, and what is done."""
    policies.require(policies.may_handle(request.user))
    return _shown(request, page_of(find_request(request.user, number)))


@require_POST
@staff_required
def act(request: StaffRequest, number: str, slug: str) -> HttpResponse:
    """Do one of `DOINGS` with a request."""
    policies.require(policies.may_handle(request.user))
    asked = find_request(request.user, number)
    do = DOINGS.get(slug)
    if do is None:
        raise Http404
    outcome = do(request.user, asked, request.POST)
    if outcome.done:
        messages.success(request, outcome.done)
        return redirect("desk:privacy:request", number=asked.case.number)
    bound = {slug: outcome.form} if outcome.form else None
    page = page_of(asked, bound, outcome.wrong)
    return _shown(request, page, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _shown(
    request: StaffRequest, page: RequestPage, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    """Contact data that stands in the form is on record before it is shown."""
    if page.shows_contacts:
        subjects = [row.case.subject for row in page.rows if row.is_chosen]
        record(Act.CONTACT_SHOWN, request.user, subjects)
    context = {"here": "first", "page": page}
    return render(request, "desk/privacy/request.html", context, status=status)


@require_safe
@never_cache
@staff_required
def package(request: StaffRequest, number: str) -> HttpResponseBase:
    """The file that was made, to be looked through before it is given; that is on record."""
    policies.require(policies.may_handle(request.user))
    asked = find_request(request.user, number)
    made = Package.objects.filter(request=asked).exclude(sha256="").first()
    if made is None or not files.is_stored(made.sha256):
        raise Http404
    services.note_opened(actor=request.user, request=asked)
    response = FileResponse(
        files.open_blob(made.sha256), as_attachment=True, filename=NAME, content_type=MEDIA_TYPE
    )
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def holds(request: StaffRequest) -> HttpResponse:
    """What a proceeding needs and is therefore not erased; a form that adds one."""
    policies.require(policies.may_handle(request.user))
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _held(request, form):
        messages.success(request, _("It is kept until the hold is lifted."))
        return redirect("desk:privacy:holds")
    mine = Case.objects.filter(policies.keeps(request.user))
    kept = Hold.objects.filter(case__in=mine).select_related("case", "placed_by")
    context = {
        "here": "holds",
        "form": form,
        "page": Paginator(kept.order_by("lifted_at", "-pk"), PAGE).get_page(
            request.GET.get("page")
        ),
    }
    wrong = form.is_bound and form.errors
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "desk/privacy/holds.html", context, status=status)


@require_POST
@staff_required
def lift_hold(request: StaffRequest, pk: int) -> HttpResponse:
    """The proceeding is over."""
    hold = get_object_or_404(Hold.objects.select_related("case"), pk=pk)
    if not policies.is_kept_by(request.user, hold.case):
        raise Http404
    services.lift_hold(actor=request.user, hold=hold)
    messages.success(request, _("Lifted. Its time of retention counts again."))
    return redirect("desk:privacy:holds")


@require_POST
@staff_required
def lift(request: StaffRequest, pk: int) -> HttpResponse:
    """The report may be used again."""
    restriction = get_object_or_404(Restriction.objects.select_related("case"), pk=pk)
    if not policies.is_kept_by(request.user, restriction.case):
        raise Http404
    try:
        services.lift(actor=request.user, restriction=restriction)
    except CaseError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("The report may be used again."))
    return redirect("desk:privacy:first")


def _held(request: StaffRequest, form: HoldForm) -> bool:
    """False when the form now says why it was not."""
    said = form.cleaned_data
    try:
        services.place_hold(actor=request.user, number=said["number"], reason=said["reason"])
    except IncompleteError as error:
        form.add_error(error.field, str(error))
        return False
    return True
