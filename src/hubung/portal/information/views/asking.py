"""`/minta-informasi/`: a formal request for information. As `/lapor/`, without a CSRF cookie."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import DatabaseError, IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hubung.cases.choices import Channel, Kind
from hubung.cases.models import Case
from hubung.cases.queries import by_external_id
from hubung.channels.web import intake, promises, uploads, visitors
from hubung.channels.web.tokens import seal
from hubung.channels.web.views.responses import confidential, see_other
from hubung.disclosure.register.models import Exemption
from hubung.disclosure.requests.forms import AskerForm
from hubung.disclosure.requests.services import Asked, receive_request
from hubung.kernel import clock
from hubung.kernel.files import StorageFullError

log = logging.getLogger(__name__)

#: Digits of the largest key that a database has.
_LONGEST_NUMBER = 18


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form; a good one leads to its receipt with number and code."""
    exemption = _exemption(request)
    if request.method != "POST":
        wanted = request.GET.get("tentang", "")[:300] or (exemption.name if exemption else "")
        return _page(request, AskerForm(initial={"details": wanted}))
    form = AskerForm(request.POST, request.FILES)
    if visitors.from_elsewhere(request) or request.POST.get("website"):
        form.add_error(None, _("Please press “Send the request” once more. Nothing is lost."))
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        who = visitors.network_of(request)
        kept, problems = uploads.collect(request)
        if problems:
            form.add_error("attachments", problems)
        if visitors.times("report", who) >= settings.HUBUNG.limits.reports_per_hour:
            form.add_error(None, _("That is a lot for one hour. Your text is kept; send it later."))
            return _page(request, form, kept, status=HTTPStatus.TOO_MANY_REQUESTS)
        if not form.is_valid():
            return _page(request, form, kept, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        case = _receive(request, form, kept, exemption)
        visitors.count("report", who)
    except (DatabaseError, StorageFullError, LookupError):
        log.exception("request not taken")
        form.add_error(
            None,
            _(
                "We cannot take the request at this moment. Nothing is lost: try again in a few "
                "minutes, or call %(number)s."
            )
            % {"number": settings.HUBUNG.ministry.short_code},
        )
        return _page(request, form, status=HTTPStatus.SERVICE_UNAVAILABLE)
    token = seal([case.pk, case.code_nonce, False], purpose="receipt")
    return confidential(see_other(reverse("web:receipt", args=[token])))


def _exemption(request: HttpRequest) -> Exemption | None:
    """What closes already what is asked for, if somebody comes from its page."""
    number = (request.POST if request.method == "POST" else request.GET).get("pengecualian", "")
    if not number.isdecimal() or len(number) > _LONGEST_NUMBER:
        return None
    return Exemption.objects.filter(pk=int(number), closes_until__gt=clock.now()).first()


def _receive(
    request: HttpRequest,
    form: AskerForm,
    kept: Sequence[uploads.Kept],
    exemption: Exemption | None,
) -> Case:
    submission = intake.submission_id(request.POST.get("submission", ""))
    asked = Asked(
        asker=form.asker,
        details=form.cleaned_data["details"],
        channel=Channel.WEB,
        language="en" if (get_language() or "").startswith("en") else "id",
        external_id=f"{submission}:{_fingerprint(form.cleaned_data, kept)}",
        attachments=[item.file for item in kept],
        exemption=exemption,
    )
    try:
        return receive_request(asked).case
    except IntegrityError:
        # Its twin was committed a moment earlier.
        if twin := by_external_id(Channel.WEB, asked.external_id or ""):
            return twin
        raise


def _fingerprint(said: dict[str, Any], kept: Sequence[uploads.Kept]) -> str:
    """Changed content under the same submission is a request of its own."""
    told = {name: str(value) for name, value in said.items() if name != "attachments"}
    told["contents"] = " ".join(sorted(item.file.sha256 for item in kept))
    # The fingerprint is kept, and a plain hash of a number that has a form can be guessed.
    secret = salted_hmac("hubung.information.nik", told["nik"] + told["decree"], algorithm="sha256")
    told["nik"] = told["decree"] = secret.hexdigest()
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:24]


def _page(
    request: HttpRequest,
    form: AskerForm,
    kept: Sequence[uploads.Kept] = (),
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "form": form,
        "kept": kept,
        "submission": intake.submission_id(request.POST.get("submission", "")),
        "promises": _promises(),
        "exemption": _exemption(request),
    }
    return confidential(render(request, "information/ask.html", context, status=status))


def _promises() -> list[promises.Promise]:
    try:
        return promises.if_sent_now(Kind.PUBLIC_INFORMATION)
    except (DatabaseError, LookupError):
        return []
