"""`/desk/permohonan/keberatan/…`: the asker objects, at a counter or by telephone."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hubung.cases.reading import note_reading
from hubung.desk.requests.doings import record_objection
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.models import Person
from hubung.disclosure.requests import policies
from hubung.disclosure.requests.forms import ObjectionForm
from hubung.disclosure.requests.lifecycle import Step
from hubung.disclosure.requests.models import Request
from hubung.disclosure.requests.prospects import prospect_of
from hubung.disclosure.requests.queries import fitting_grounds, request_seen_by


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def objection(request: StaffRequest, number: str) -> HttpResponse:
    """Whether they can object now and until when, and the form to take it down."""
    policies.require(policies.has_counter(request.user))
    asked = _found(request.user, number)
    prospect = prospect_of(asked)
    form, wrong = None, ""
    if request.method == "POST":
        outcome = record_objection(request.user, asked, request)
        if outcome.done:
            messages.success(request, outcome.done)
            return redirect("desk:case", number=asked.case.number)
        form, wrong = outcome.form, outcome.wrong
    elif prospect.may(Step.OBJECT):
        codes = fitting_grounds(asked, late=prospect.late)
        form = ObjectionForm(codes=codes, auto_id="object_%s")
    right = prospect.right
    context = {
        "case": asked.case,
        "prospect": prospect,
        "opens_at": right.opens_at if right and right.step is Step.OBJECT else None,
        "form": form,
        "wrong": wrong,
        "zone": asked.case.unit.timezone,
    }
    failed = request.method == "POST"
    status = HTTPStatus.UNPROCESSABLE_ENTITY if failed else HTTPStatus.OK
    return render(request, "desk/requests/objection.html", context, status=status)


def _found(person: Person, number: str) -> Request:
    """Raises Http404 when there is none, or none for this person."""
    asked = request_seen_by(person, number)
    if asked is None or not policies.writes_down(person, asked.case):
        raise Http404
    note_reading(person, asked.case)
    return asked
