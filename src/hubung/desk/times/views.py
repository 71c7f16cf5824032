"""The services of a unit: their list, and each with its times and the way to hand more in."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.desk.times.forms import ServiceForm, TimesForm
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.importing.report import CHANGED, CREATED, Report
from hubung.insight.models import Service
from hubung.insight.times import handing_in, policies
from hubung.insight.times.published import DAYS, times, times_of

PAGE = 40


@require_safe
@never_cache
@staff_required
def first(request: StaffRequest) -> HttpResponse:
    """The services of their units, each with its times as everybody sees them."""
    person = request.user
    policies.require(policies.may_enter_room(person))
    page = Paginator(policies.seen_by(person), PAGE).get_page(request.GET.get("page"))
    services = list(page.object_list)
    told = times([service.pk for service in services])
    context = {
        "page": page,
        "rows": [(service, told.get(service.pk)) for service in services],
        "may_add": policies.may_add(person),
    }
    return render(request, "desk/times/first.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def add(request: StaffRequest) -> HttpResponse:
    """A new service, of which nothing is known yet."""
    person = request.user
    policies.require(policies.may_add(person))
    unit = person.unit if person.unit in policies.kept_units(person) else None
    form = ServiceForm(request.POST or None, person=person, initial={"unit": unit})
    return _kept(request, form, "added") or _editing(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Its names, and the unit that provides it."""
    service = _found(request, pk, keeps=True)
    form = ServiceForm(request.POST or None, person=request.user, instance=service)
    return _kept(request, form, "changed") or _editing(request, form, service)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """Its times; a file that is sent here is taken over whole, or told what is wrong in it."""
    service = _found(request, pk, keeps=request.method == "POST")
    form, report = TimesForm(), None
    if request.method == "POST":
        form = TimesForm(request.POST, request.FILES)
        if form.is_valid():
            report = handing_in.import_times(service, form.cleaned_data["file"], by=request.user)
            if report.applied:
                messages.success(request, _in_words(report))
                return redirect("desk:times:show", service.pk)
    context = {
        "service": service,
        "times": times_of(service.pk),
        "days": DAYS,
        "newest": service.served.order_by("-finished_on").first(),
        "form": form,
        "report": report,
        "may_keep": policies.may_keep(request.user, service),
    }
    refused = form.errors or report is not None
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "desk/times/show.html", context, status=status)


def _found(request: StaffRequest, pk: int, *, keeps: bool) -> Service:
    """A service that they may read, or keep. Raises Http404."""
    service = Service.objects.select_related("unit").filter(pk=pk).first()
    allowed = policies.may_keep if keeps else policies.may_see
    if service is None or not allowed(request.user, service):
        raise Http404
    return service


def _kept(request: StaffRequest, form: ServiceForm, did: str) -> HttpResponse | None:
    """What was sent is kept, and the way leads to its page; None while it can't be."""
    if request.method != "POST" or not form.is_valid():
        return None
    service = form.save()
    record(Act.SERVICE_CHANGED, request.user, f"service:{service.code}", data={"did": did})
    messages.success(request, _("Kept."))
    return redirect("desk:times:show", service.pk)


def _editing(
    request: StaffRequest, form: ServiceForm, service: Service | None = None
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "service": service}
    return render(request, "desk/times/edit.html", context, status=status)


def _in_words(report: Report) -> str:
    """What a file brought."""
    new, mended = report.counts[CREATED], report.counts[CHANGED]
    known = report.counts[handing_in.KNOWN]
    said = ngettext("%(n)s application taken over.", "%(n)s applications taken over.", new) % {
        "n": new
    }
    if mended:
        said += " " + _("Put right: %(n)s.") % {"n": mended}
    if known:
        said += " " + _("Known already: %(n)s.") % {"n": known}
    return said
