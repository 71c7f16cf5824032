"""`/minta-informasi/NUMBER/`: a formal request for whoever has its number and code.

The tracking page leads here. What the registry does for every report (a message, stopping mails) is
done by the same forms as there; what the law adds is here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from hubung.cases.choices import Status
from hubung.cases.errors import CaseError, IncompleteError
from hubung.cases.lifecycle import Action, possible
from hubung.cases.models import Case
from hubung.channels.web import opening, story
from hubung.channels.web.track_forms import MessageForm, WithdrawForm
from hubung.channels.web.views.responses import confidential, see_other
from hubung.disclosure.requests import services
from hubung.disclosure.requests.forms import DisputeForm, ObjectionForm
from hubung.disclosure.requests.lifecycle import Step
from hubung.disclosure.requests.models import Request
from hubung.disclosure.requests.prospects import Prospect, prospect_of
from hubung.disclosure.requests.queries import find_request, fitting_grounds
from hubung.kernel import numbers
from hubung.portal.information.progress import holder_of, stations_of


@require_safe
def page(request: HttpRequest, number: str) -> HttpResponse:
    """An opened request; for everybody else this address only fills in the number."""
    case = opening.opened(request, _pk(number))
    if case is None:
        return confidential(see_other(f"{reverse('web:track')}?nomor={number}"))
    response = _show(request, case, _request_of(case))
    opening.remember(request, response, case)
    return response


@csrf_exempt
@require_POST
def act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Use a right: object, or tell that the Information Commission has it."""
    do = _ACTIONS.get(action)
    if do is None:
        raise Http404
    case = opening.by_pass(request.POST.get("pass", ""), _pk(number))
    if case is None:
        return confidential(see_other(f"{reverse('web:track')}?nomor={number}"))
    asked = _request_of(case)
    form, done = do(request, asked)
    if not done:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _show(request, case, asked, {action: form}, status=status)
    messages.success(request, done)
    response = see_other(reverse("information:request", args=[case.number]))
    opening.remember(request, response, case)
    return confidential(response)


_Outcome = tuple[forms.Form, str]


def _object(request: HttpRequest, asked: Request) -> _Outcome:
    form = _objection_form(asked, prospect_of(asked), request)
    if not form.is_valid():
        return form, ""
    said = form.cleaned_data
    return _tried(
        form,
        lambda: services.object_to(request=asked, ground=said["ground"], reason=said["reason"]),
        _("Your objection is with the superior of the information officer."),
    )


def _dispute(request: HttpRequest, asked: Request) -> _Outcome:
    form = DisputeForm(request.POST, auto_id="dispute_%s")
    if not form.is_valid():
        return form, ""
    return _tried(
        form,
        lambda: services.note_dispute(
            request=asked, register_number=form.cleaned_data["register_number"]
        ),
        _("Noted: the Information Commission has it."),
    )


_ACTIONS: dict[str, Callable[[HttpRequest, Request], _Outcome]] = {
    "keberatan": _object,
    "sengketa": _dispute,
}


def _tried(form: forms.Form, do: Callable[[], object], done: str) -> _Outcome:
    try:
        do()
    except CaseError as error:
        form.add_error(error.field if isinstance(error, IncompleteError) else None, str(error))
        return form, ""
    return form, done


def _show(
    request: HttpRequest,
    case: Case,
    asked: Request,
    bound: Mapping[str, forms.Form] | None = None,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    bound = bound or {}
    told = story.tell(case)
    prospect = prospect_of(asked)
    replies = [(one, told.with_answer(one.answer)) for one in reversed(list(asked.replies.all()))]
    context = {
        "case": case,
        "asked": asked,
        "prospect": prospect,
        "stations": stations_of(asked, prospect),
        "holder": holder_of(case),
        **_due(prospect, waits=case.status == Status.INCOMPLETE),
        "zone": case.unit.timezone,
        "story": told,
        "replies": replies,
        "pass": opening.make_pass(case),
        "object_form": bound.get("keberatan", _objection_form(asked, prospect))
        if prospect.may(Step.OBJECT)
        else None,
        "dispute_form": bound.get("sengketa", DisputeForm(auto_id="dispute_%s"))
        if prospect.may(Step.DISPUTE)
        else None,
        "message_form": MessageForm(auto_id="message_%s") if case.is_open else None,
        "waits_for_asker": case.status == Status.INCOMPLETE,
        "withdraw_form": WithdrawForm(auto_id="withdraw_%s")
        if possible(Action.WITHDRAW, case.status)
        else None,
        "wrong": next(iter(bound.values()), None),
    }
    return confidential(render(request, "information/request.html", context, status=status))


def _due(prospect: Prospect, *, waits: bool) -> dict[str, Any]:
    """The date that counts next: ours, else the asker's; none while we wait for them."""
    ours = prospect.ours.due_at if prospect.ours else None
    if ours is None and waits:
        return {"undated": _("When you have answered")}
    theirs = prospect.right.until.due_at if prospect.right else None
    return {"due_at": ours or theirs}


def _objection_form(
    asked: Request, prospect: Prospect, request: HttpRequest | None = None
) -> ObjectionForm:
    codes = fitting_grounds(asked, late=prospect.late)
    said = request.POST if request is not None else None
    return ObjectionForm(said, codes=codes, auto_id="object_%s")


def _request_of(case: Case) -> Request:
    found = find_request(case.pk)
    if found is None:
        raise Http404
    return found


def _pk(number: str) -> int:
    """The case id in a number of our own making; anything else is no page."""
    found = numbers.parse_case_number(number, short_code=settings.HUBUNG.ministry.short_code)
    if found is None:
        raise Http404
    return found.case_id
