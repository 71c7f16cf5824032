"""`/lapor/`: tell what happened, get a number and a code.

The page acts without cookie and session, so there is no CSRF token that could expire and take a
report with it. There is no standing of the visitor that another site could misuse here either; a
form that another site sends is shown to the visitor, filled, and sent when they press the button.
Whatever goes wrong, the answer holds everything that was written.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hubung.cases.choices import Channel, Kind
from hubung.cases.models import Case
from hubung.cases.services.receiving import OWN_WAY
from hubung.cases.suggest import Suggestion, suggest
from hubung.channels.web import intake, promises, uploads, visitors
from hubung.channels.web.forms import KIND_WORDS, ReportForm
from hubung.channels.web.tokens import TokenError, seal, unseal
from hubung.channels.web.views.responses import confidential, see_other
from hubung.directory.models import Sector
from hubung.kernel import numbers
from hubung.kernel.files import StorageFullError
from hubung.ui.dates import language
from hubung.ui.templatetags.hubung import sector_word

log = logging.getLogger(__name__)

#: How long the address of the page with the code opens it.
RECEIPT_LIFE = timedelta(minutes=30)
#: As long as a place may be.
_ABOUT_CHARS = 200
#: A text longer than this tells the lexicon nothing new.
_SUGGEST_CHARS = 5000


@csrf_exempt
@gzip_page
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form; a good report leads to its receipt."""
    if request.method != "POST":
        return _page(request, ReportForm(initial=_known(request)))
    form = ReportForm(request.POST, request.FILES)
    if visitors.from_elsewhere(request) or request.POST.get("website"):
        form.add_error(None, _("Please press “Send the report” once more. Nothing is lost."))
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        who = visitors.network_of(request)
        if visitors.times("report", who) >= settings.HUBUNG.limits.reports_per_hour:
            return _too_often(request, form)
        kept, problems = uploads.collect(request)
        if problems:
            form.add_error("attachments", problems)
        if not form.is_valid():
            return _page(request, form, kept, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        case = intake.receive(
            form.cleaned_data,
            [item.file for item in kept],
            intake.submission_id(request.POST.get("submission", "")),
            gone=uploads.gone(request, kept),
        )
        visitors.count("report", who)
    except (DatabaseError, StorageFullError, LookupError):
        log.exception("report not taken")
        form.add_error(
            None,
            _(
                "We cannot take the report at this moment. Nothing is lost: try again in a few "
                "minutes, or call %(number)s."
            )
            % {"number": settings.HUBUNG.ministry.short_code},
        )
        return _page(request, form, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return _accepted(request, case, by_words=not form.cleaned_data["kind"])


@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Number, code and dates, for as long as the token holds; never kept by caches."""
    try:
        pk, nonce, by_words = unseal(token, purpose="receipt", life=RECEIPT_LIFE)
        case = Case.objects.select_related("unit").get(pk=pk, code_nonce=nonce, channel=Channel.WEB)
    except (TokenError, Case.DoesNotExist):
        response = render(request, "web/receipt_closed.html", status=HTTPStatus.GONE)
    else:
        guess = suggest(case.text)
        asks = case.kind in OWN_WAY
        response = render(
            request,
            "web/receipt.html",
            {
                "case": case,
                "dictated": numbers.dictate(case.number, language()),
                "promises": promises.of(case),
                "asks": asks,
                "misconduct": case.kind == Kind.MISCONDUCT,
                "guess": _in_words(guess) if guess.kind and not asks else None,
                "by_words": by_words,
                "files": case.attachments.count(),
                "withheld": case.attachments.filter(sealed=F("sha256")).count(),
                "minutes": int(RECEIPT_LIFE.total_seconds() // 60),
            },
        )
    return confidential(response)


@csrf_exempt
@require_POST
def keep_file(request: HttpRequest) -> JsonResponse:
    """Store one file ahead of its report, for the page's script: a short way for a weak network."""
    upload = request.FILES.get("file")
    if upload is None:
        return JsonResponse({"error": _("No file arrived. Choose it again.")}, status=422)
    limits = settings.HUBUNG.limits
    try:
        if visitors.count("file", visitors.network_of(request)) > (
            limits.reports_per_hour * limits.files
        ):
            return JsonResponse({"error": _wait()}, status=HTTPStatus.TOO_MANY_REQUESTS)
        kept = uploads.keep(upload)
    except ValidationError as error:
        return JsonResponse({"error": error.messages[0]}, status=422)
    except (DatabaseError, StorageFullError):
        log.exception("file not taken")
        return JsonResponse({"error": _("No room at this moment; we try again.")}, status=503)
    return JsonResponse({"reference": kept.reference, "name": kept.name, "size": kept.size})


@csrf_exempt
@require_POST
def suggestion(request: HttpRequest) -> JsonResponse:
    """What the words so far point to, for the page's script. Nothing is kept."""
    found = suggest(request.POST.get("text", "")[:_SUGGEST_CHARS])
    return JsonResponse(_in_words(found))


def _accepted(request: HttpRequest, case: Case, *, by_words: bool) -> HttpResponse:
    token = seal([case.pk, case.code_nonce, by_words], purpose="receipt")
    address = reverse("web:receipt", args=[token])
    if _by_script(request):
        receipt = {"address": address, "number": case.number, "code": case.code}
        return confidential(JsonResponse(receipt, status=HTTPStatus.CREATED))
    return confidential(see_other(address))


def _too_often(request: HttpRequest, form: ReportForm) -> HttpResponse:
    form.add_error(None, _wait())
    kept = uploads.recall(request.POST.getlist("kept"))
    response = _page(request, form, kept, status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(visitors.WINDOW_SECONDS // 4)
    return response


def _wait() -> str:
    return _(
        "Many reports came from your connection in this hour. Your text is kept below: please "
        "send it again later, or call %(number)s and we write it down for you."
    ) % {"number": settings.HUBUNG.ministry.short_code}


def _page(
    request: HttpRequest,
    form: ReportForm,
    kept: Sequence[uploads.Kept] = (),
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "kept": kept,
        "submission": intake.submission_id(request.POST.get("submission", "")),
        "promises": _promises(),
        "limits": settings.HUBUNG.limits,
    }
    response = render(request, "web/report.html", context, status=status)
    response["Cache-Control"] = "no-store, private" if form.is_bound else "private, no-cache"
    return response


def _promises() -> list[promises.Promise]:
    try:
        return promises.if_sent_now()
    except (DatabaseError, LookupError):
        return []


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _in_words(found: Suggestion) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "kind_label": str(KIND_WORDS[Kind(found.kind)]) if found.kind else "",
        "kind_words": found.kind_words,
        "sector": found.sector,
        "sector_label": sector_word(Sector(found.sector).value) if found.sector else "",
        "sector_words": found.sector_words,
    }


def _known(request: HttpRequest) -> dict[str, str]:
    """What a page that leads here knows already, in its address; people see and may change it."""
    asked = request.GET
    kind, sector = asked.get("jenis", ""), asked.get("bidang", "")
    about = asked.get("tentang", "")[:_ABOUT_CHARS]
    return {
        "kind": kind if kind in Kind.values else "",
        "sector": sector if sector in Sector.values else "",
        "place": asked.get("tempat", "")[:_ABOUT_CHARS],
        "text": _("About: %(page)s") % {"page": about} + "\n\n" if about else "",
    }
