"""`/desk/permohonan/`: formal requests, for the information officers and their superiors."""

from __future__ import annotations

from http import HTTPStatus
from itertools import groupby

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hubung.cases.errors import CaseError, IncompleteError
from hubung.cases.lifecycle import Action
from hubung.cases.models import Case
from hubung.cases.policies import actions_for
from hubung.cases.queries import by_external_id
from hubung.cases.timeline import Actor
from hubung.channels.web import intake, uploads
from hubung.desk.casepage import find_case
from hubung.desk.intake.policies import writes_down
from hubung.desk.intake.services import received_at
from hubung.desk.intake.views import to_receipt
from hubung.desk.requests import exports
from hubung.desk.requests.doings import DOINGS
from hubung.desk.requests.forms import ToldForm
from hubung.desk.requests.page import RequestPage, find_request, request_page
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.models import TimeZone, today
from hubung.disclosure.requests import figures, policies, services
from hubung.disclosure.requests.forms import AskerForm
from hubung.disclosure.requests.models import Offered
from hubung.disclosure.requests.queries import requests_for

PAGE = 30


@require_safe
@never_cache
@staff_required
def first(request: StaffRequest) -> HttpResponse:
    """The requests, the most urgent first; those that ended last."""
    policies.require(policies.may_handle(request.user))
    page = Paginator(requests_for(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/requests/first.html", {"here": "first", "page": page})


@require_safe
@never_cache
@staff_required
def one(request: StaffRequest, number: str) -> HttpResponse:
    """One request: what is asked, by when, and what this person may do."""
    policies.require(policies.may_handle(request.user))
    return _shown(request, request_page(request.user, find_request(request.user, number)))


@require_POST
@staff_required
def act(request: StaffRequest, number: str, slug: str) -> HttpResponse:
    """Do one of `DOINGS` with a request."""
    policies.require(policies.may_handle(request.user))
    asked = find_request(request.user, number)
    do = DOINGS.get(slug)
    if do is None:
        raise Http404
    outcome = do(request.user, asked, request)
    if outcome.done:
        messages.success(request, outcome.done)
        return redirect("desk:requests:one", number=asked.case.number)
    bound = {slug: outcome.form} if outcome.form else None
    page = request_page(request.user, find_request(request.user, number), bound, outcome.wrong)
    return _shown(request, page, HTTPStatus.UNPROCESSABLE_ENTITY)


@require_POST
@staff_required
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """A reply is no longer offered to everybody."""
    policies.require(policies.may_handle(request.user))
    offered = get_object_or_404(Offered.objects.select_related("reply__request__case"), pk=pk)
    if offered.reply is None or not policies.sees(request.user, offered.reply.request.case):
        raise Http404
    services.withdraw_offer(actor=request.user, offered=offered)
    messages.success(request, _("Nobody else reads it any more."))
    return redirect("desk:requests:one", number=offered.reply.request.case.number)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def take(request: StaffRequest) -> HttpResponse:
    """A request that somebody tells, or that came by letter; it leads to number and code."""
    if not writes_down(request.user):
        raise PermissionDenied(_("Your roles do not include taking reports."))
    if request.method != "POST":
        return _form(request, ToldForm(initial={"language": "id", "channel": "counter"}))
    form = ToldForm(request.POST, request.FILES)
    kept, problems = uploads.collect(request)
    if problems:
        form.add_error("attachments", problems)
    if not form.is_valid():
        return _form(request, form, kept)
    said = form.cleaned_data
    external_id = intake.submission_id(request.POST.get("submission", ""))
    asked = services.Asked(
        asker=form.asker,
        details=said["details"],
        channel=said["channel"],
        language=said["language"],
        external_id=f"{external_id}:formal",
        attachments=[item.file for item in kept],
        actor=Actor.staff(request.user),
        received_at=received_at(said["received_on"], _zone(request)),
    )
    try:
        case = services.receive_request(asked).case
    except IncompleteError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _form(request, form, kept)
    except IntegrityError:
        # Its twin was committed a moment earlier.
        twin = by_external_id(said["channel"], asked.external_id or "")
        if twin is None:
            raise
        case = twin
    return to_receipt(request, case)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def turn(request: StaffRequest, number: str) -> HttpResponse:
    """A report, often a mail, is a formal request: what the law asks for besides is filled in."""
    case = find_case(request.user, number)
    if Action.EDIT not in actions_for(request.user, case) or not case.is_open:
        raise Http404
    if request.method != "POST":
        return _form(request, AskerForm(initial=_known(case)), case=case)
    form = AskerForm(request.POST)
    if not form.is_valid():
        return _form(request, form, case=case)
    try:
        services.turn_into_request(
            actor=request.user,
            case=case,
            asker=form.asker,
            details=form.cleaned_data["details"],
        )
    except CaseError as error:
        field = error.field if isinstance(error, IncompleteError) else None
        form.add_error(field if field in form.fields else None, str(error))
        return _form(request, form, case=case)
    messages.success(request, _("It is a formal request now, with the information officer."))
    return redirect("desk:case", number=case.number)


def _known(case: Case) -> dict[str, str]:
    """What the report says already."""
    known = {"details": case.text}
    if case.reporter is not None:
        for name in ("name", "email", "phone", "address"):
            known[name] = getattr(case.reporter, name)
    return known


def _zone(request: StaffRequest) -> str:
    return request.user.unit.timezone if request.user.unit else TimeZone.WIB.value


def _form(
    request: StaffRequest,
    form: AskerForm,
    kept: list[uploads.Kept] | None = None,
    case: Case | None = None,
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {
        "form": form,
        "kept": kept or [],
        "case": case,
        "submission": intake.submission_id(request.POST.get("submission", "")),
    }
    return render(request, "desk/requests/take.html", context, status=status)


def _shown(
    request: StaffRequest, page: RequestPage, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {"here": "first", "page": page, "zone": page.case.unit.timezone}
    return render(request, "desk/requests/one.html", context, status=status)


@require_safe
@never_cache
@staff_required
def yearly(request: StaffRequest) -> HttpResponse:
    """The report of a year, as a page, CSV or XLSX (`?bentuk=csv`)."""
    policies.require(policies.may_handle(request.user))
    known = figures.years() or [today().year]
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked.isdecimal() and int(asked) in known else known[0]
    lines = figures.report(year)
    name = f"ppid-{year}"
    match request.GET.get("bentuk"):
        case "csv":
            return exports.as_csv(lines, name)
        case "xlsx":
            return exports.as_xlsx(lines, name)
    parts = {part: list(found) for part, found in groupby(lines, key=lambda line: line.part)}
    context = {"here": "yearly", "year": year, "years": known, "parts": parts}
    return render(request, "desk/requests/yearly.html", context)
