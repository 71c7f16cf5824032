"""`/data-pribadi/`: ask about one's own data. No account; as `/lapor/` without a CSRF cookie.

There is no standing of the visitor that another site could misuse: what proves a report is typed,
or is the signed pass of the tracking page, which no other site can have.
"""

from __future__ import annotations

import json
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hubung.cases.choices import Channel
from hubung.cases.models import Case
from hubung.cases.services import ReporterDetails
from hubung.channels.web import intake, opening, visitors
from hubung.channels.web.tokens import seal
from hubung.channels.web.views.responses import confidential, see_other
from hubung.kernel import numbers
from hubung.privacy.choices import Right
from hubung.privacy.forms import AskForm
from hubung.privacy.services import Asked, receive_request


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form; from a report's own page it is proved already. A good one leads to its receipt."""
    proven = _opened(request)
    if request.method != "POST" or ("right" not in request.POST and "pass" in request.POST):
        return _page(request, AskForm(proven=proven))
    form = AskForm(request.POST, proven=proven)
    if visitors.from_elsewhere(request) or request.POST.get("website"):
        form.add_error(None, _("Please press “Send” once more. Nothing is lost."))
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    who = visitors.network_of(request)
    if visitors.times("data-request", who) >= settings.HUBUNG.limits.reports_per_hour:
        form.add_error(None, _("That is a lot for one hour. Your text is kept; send it later."))
        return _page(request, form, status=HTTPStatus.TOO_MANY_REQUESTS)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if number := form.cleaned_data.get("number"):
        if opening.too_many_attempts(request, number):
            form.add_error(None, _("Too many wrong attempts. Wait an hour and try again."))
            return _page(request, form, status=HTTPStatus.TOO_MANY_REQUESTS)
        proven = opening.open_case(number, form.cleaned_data["code"])
        if proven is None:
            opening.count_attempt(request, number)
            form.add_error("code", _("Number and code do not belong together. Compare both."))
            return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    visitors.count("data-request", who)
    return _receipt(_receive(request, form.cleaned_data, proven))


def _receive(request: HttpRequest, said: dict[str, Any], proven: Case | None) -> Case:
    submission = intake.submission_id(request.POST.get("submission", ""))
    details = ReporterDetails(
        name=said.get("name", ""), email=said.get("email", ""), phone=said.get("phone", "")
    )
    asked = Asked(
        right=Right(said["right"]),
        channel=Channel.WEB,
        text=said["text"],
        reporter=details if details.key else None,
        proven=proven,
        language="en" if (get_language() or "").startswith("en") else "id",
        external_id=f"{submission}:{_fingerprint(said)}",
    )
    return receive_request(asked).case


def _fingerprint(said: dict[str, Any]) -> str:
    """Changed content under the same submission is a request of its own."""
    told = json.dumps({name: str(value) for name, value in said.items()}, sort_keys=True)
    return sha256(told.encode()).hexdigest()[:24]


def _receipt(case: Case) -> HttpResponse:
    token = seal([case.pk, case.code_nonce, False], purpose="receipt")
    return confidential(see_other(reverse("web:receipt", args=[token])))


def _opened(request: HttpRequest) -> Case | None:
    """The report whose page the visitor comes from."""
    short_code = settings.HUBUNG.ministry.short_code
    number = numbers.parse_case_number(request.POST.get("laporan", ""), short_code=short_code)
    if number is None:
        return None
    return opening.by_pass(request.POST.get("pass", ""), number.case_id)


def _page(request: HttpRequest, form: AskForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    context = {
        "form": form,
        "proven": form.proven,
        "pass": request.POST.get("pass", ""),
        "submission": intake.submission_id(request.POST.get("submission", "")),
    }
    return confidential(render(request, "privacy/ask.html", context, status=status))
