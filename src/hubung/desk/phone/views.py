"""`/desk/telepon/`: the bar, what it asks for, the line, whom to hand a call to, who calls."""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hubung.cases.errors import CaseError
from hubung.channels.phone.services import link_call
from hubung.desk.casepage import find_case
from hubung.desk.phone import calling, reasons, state, targets
from hubung.desk.phone.policies import may_answer
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.telephony.asterisk.relays import ice_servers
from hubung.telephony.models import DeskCommand
from hubung.telephony.queues import reading
from hubung.telephony.services import commands, lines
from hubung.telephony.services.commands import Kind

#: How long a page waits for a wish to be met, and then for the records to show it.
WISH_SECONDS = 4.0
SHOWN_SECONDS = 0.8
LINE_SECONDS = 6.0
_STEP = 0.05


@require_safe
@never_cache
@staff_required
def bar(request: StaffRequest) -> HttpResponse:
    """The bar as it is now."""
    return _bar(request, _agent(request))


@require_POST
@staff_required
def wish(request: StaffRequest) -> HttpResponse:
    """Ask the phone program for something; the answer is the bar after it, or why not."""
    person = _agent(request)
    try:
        kind = Kind(request.POST.get("kind", ""))
    except ValueError:
        return _bar(request, person, reasons.refusal("not_understood"))
    before = state.mark(person)
    asked = commands.ask(person=person, kind=kind, **_details(kind, request))
    refusal = _settled(asked)
    if refusal is None:
        return _bar(request, person, _nobody_leads_calls())
    if refusal:
        return _bar(request, person, reasons.refusal(refusal))
    if kind == Kind.GONE:
        lines.take_from_person(person=person)
    _wait(lambda: state.mark(person) != before, SHOWN_SECONDS)
    return _bar(request, person)


@require_POST
@staff_required
def line(request: StaffRequest) -> HttpResponse:
    """Name and password for the browser's line, good as long as this session is."""
    person = _agent(request)
    phone = settings.HUBUNG.phone
    if not phone.enabled:
        return _no_line(_("There is no telephone here: it is switched off in the settings."))
    key = str(request.session.session_key)
    if not UserSession.objects.filter(session_key=key).exists():
        UserSession.objects.create_from_request(request)
    given = lines.give_to_person(person=person, session_key=key)

    def is_put() -> bool:
        given.refresh_from_db(fields=["put_at"])
        return given.put_at is not None

    if not _wait(is_put, LINE_SECONDS):
        return _no_line(_nobody_leads_calls())
    return JsonResponse(
        {
            "name": given.name,
            "password": given.password,
            "iceServers": ice_servers(phone, who=str(person.pk), now=clock.now()),
        }
    )


@require_safe
@never_cache
@staff_required
def whom(request: StaffRequest) -> HttpResponse:
    """Colleagues who are free, and queues, to hand a call to or to ask."""
    person = _agent(request)
    return render(
        request,
        "desk/phone/targets.html",
        {"agents": targets.agents(person), "places": reading.targets()},
    )


@require_safe
@never_cache
@staff_required
def caller(request: StaffRequest) -> HttpResponse:
    """Who calls, what of theirs is open, and what was last talked about."""
    person = _agent(request)
    now = state.of(person)
    about = calling.about(now.call, person) if now.call else None
    return render(request, "desk/phone/caller.html", {"phone": now, "about": about})


@require_POST
@staff_required
def link(request: StaffRequest) -> HttpResponse:
    """The call that they are in, or have just had, is about this case."""
    person = _agent(request)
    call = state.of(person).call
    if call is None:
        return _bar(request, person, reasons.refusal("no_call"))
    case = find_case(person, request.POST.get("number", ""), reading=None)
    try:
        link_call(by=person, call=call, case=case)
    except CaseError as error:
        return _bar(request, person, str(error))
    return _bar(request, person)


def _no_line(why: str) -> JsonResponse:
    return JsonResponse({"detail": why}, status=HTTPStatus.CONFLICT)


def _agent(request: StaffRequest) -> Person:
    if not may_answer(request.user):
        raise PermissionDenied(_("Your roles do not include answering calls."))
    return request.user


def _details(kind: DeskCommand.Kind, request: StaffRequest) -> dict[str, Any]:
    match kind:
        case Kind.READY:
            return {"telephone": "softphone"}
        case Kind.NOT_READY:
            chosen = request.POST.get("reason", "")
            return {"reason": chosen if chosen in reasons.BREAKS else "break"}
        case Kind.WRAPPED_UP:
            return {"code": request.POST.get("code", "")[:40]}
        case Kind.TRANSFER | Kind.CONSULT:
            return {"to": request.POST.get("to", "")[:40]}
    return {}


def _settled(asked: DeskCommand) -> str | None:
    """The refusal, "" when it was done; None when nobody took it."""

    def is_settled() -> bool:
        asked.refresh_from_db(fields=["settled_at", "refusal"])
        return asked.settled_at is not None

    return asked.refusal if _wait(is_settled, WISH_SECONDS) else None


def _wait(is_so: Any, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(_STEP)
    return True


def _nobody_leads_calls() -> str:
    return _("The telephone does not answer just now. It is tried again; tell who runs it.")


def _bar(request: StaffRequest, person: Person, refused: str = "") -> HttpResponse:
    return render(
        request, "desk/phone/bar.html", {**calling.shown(state.of(person)), "refused": refused}
    )
