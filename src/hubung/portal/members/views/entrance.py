"""`/saya/masuk/`: an address, and the code that was sent to it.

Whoever asks is answered the same for every address. Nothing is set in their browser before they
have asked for a code.
"""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hubung.channels.web import visitors
from hubung.channels.web.views.responses import confidential, see_other
from hubung.directory.accounts import devices
from hubung.portal.members import browsers, services
from hubung.portal.members.forms import AddressForm, CodeForm
from hubung.portal.members.models import Challenge


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for an address, and write to it."""
    if browsers.sign_in_of(request) is not None:
        return confidential(see_other(reverse("members:reports")))
    if request.method != "POST":
        return _ask(request, AddressForm())
    form = AddressForm(request.POST)
    if visitors.from_elsewhere(request) or request.POST.get("website"):
        form.add_error(None, _("Please press “Send me a code” once more. Nothing is lost."))
        return _ask(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not form.is_valid():
        return _ask(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    who = visitors.network_of(request)
    if visitors.count("member", who) > settings.HUBUNG.limits.reports_per_hour:
        form.add_error(None, _("That is a lot for one hour. Try again later."))
        return _ask(request, form, HTTPStatus.TOO_MANY_REQUESTS)
    key = services.ask(email=form.cleaned_data["email"], language=language_of())
    response = confidential(see_other(reverse("members:prove")))
    browsers.give(response, key)
    return response


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Ask for the code; the browser must be the one that asked for the letter."""
    challenge = browsers.challenge_of(request)
    if challenge is None:
        if browsers.sign_in_of(request) is None:
            messages.info(request, _("Ask for a code first; one is good for a quarter of an hour."))
        return confidential(see_other(reverse("members:enter")))
    if request.method != "POST":
        return _ask_code(request, challenge, CodeForm())
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask_code(request, challenge, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        key = services.prove(
            challenge=challenge, code=form.cleaned_data["code"], device=device_of(request)
        )
    except services.WrongCodeError as error:
        form.add_error("code", _wrong(error.left))
        return _ask_code(request, challenge, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except services.SpentCodeError:
        messages.error(request, _("This code opens nothing any more. Ask for a new one."))
        response = confidential(see_other(reverse("members:enter")))
        browsers.take_away(response)
        return response
    response = confidential(see_other(reverse("members:reports")))
    browsers.give(response, key)
    return response


def _wrong(left: int) -> str:
    return ngettext(
        "That is not the code in the newest mail. You have %(left)d more try.",
        "That is not the code in the newest mail. You have %(left)d more tries.",
        left,
    ) % {"left": left}


def language_of() -> str:
    return "en" if (get_language() or "").startswith("en") else "id"


def device_of(request: HttpRequest) -> str:
    """Enough of a browser to recognise one's own; empty where it does not say."""
    return ", ".join(filter(None, devices.names(request.headers.get("User-Agent", ""))))


def _ask(request: HttpRequest, form: AddressForm, status: int = HTTPStatus.OK) -> HttpResponse:
    context = {"form": form, "outside": settings.HUBUNG.public_sign_on}
    return confidential(render(request, "members/enter.html", context, status=status))


def _ask_code(
    request: HttpRequest, challenge: Challenge, form: CodeForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    minutes = int(browsers.CODE_LIFE.total_seconds() // 60)
    context = {
        "form": form,
        "email": challenge.email,
        "minutes": minutes,
        "most": services.LETTERS_PER_HOUR,
    }
    return confidential(render(request, "members/prove.html", context, status=status))
