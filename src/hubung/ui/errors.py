"""What a person sees when something cannot be done: what happened, and what to do now.

One page for all of them; a fragment for a pane that htmx fetches; JSON for our own scripts. None
asks the database, so they work when it is away.
"""

from __future__ import annotations

import errno
import sys
from dataclasses import dataclass
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_DISK_FULL = {errno.ENOSPC, errno.EDQUOT}
_RETRY_SECONDS = "300"


@dataclass(frozen=True)
class _Words:
    title: Promise
    text: Promise


_WORDS = {
    HTTPStatus.BAD_REQUEST: _Words(
        _("We could not read that"),
        _("Your browser sent something that we do not understand. Go back and try once more."),
    ),
    HTTPStatus.FORBIDDEN: _Words(
        _("This page is not open to you"),
        _("If you need it for your work, ask the administrator of your unit."),
    ),
    HTTPStatus.NOT_FOUND: _Words(
        _("We cannot find this page"),
        _("Perhaps there is a slip in the address, or the page has moved."),
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: _Words(
        _("This page cannot be opened this way"),
        _("It takes only what its form sends. Go back to the form and send it once more."),
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _Words(
        _("That is too much at once"),
        _(
            "Nothing was taken. Go back: your text is usually still there. Send fewer or smaller"
            " files; the rest may follow afterwards."
        ),
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: _Words(
        _("We made a mistake"),
        _(
            "What was confirmed to you before is safe. Try again in a few minutes. If it happens"
            " again, tell us the reference below."
        ),
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: _Words(
        _("We have no room for this at the moment"),
        _(
            "Nothing was taken. Go back: your text is usually still there. Send it again in a few"
            " minutes, or without files."
        ),
    ),
}
_FORM_TOO_OLD = _Words(
    _("This form was open for too long"),
    _("For your safety nothing was changed. Go back, load the page again and send it once more."),
)


def page(request: HttpRequest, status: HTTPStatus, *, reason: str = "") -> HttpResponse:
    """The answer with this status, in the shape that the visitor can use; `reason` adds to it."""
    return _tell(request, status, _WORDS[status], reason)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400."""
    if isinstance(exception, RequestDataTooBig):
        return page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return page(request, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403; what PermissionDenied says is for the person."""
    return page(request, HTTPStatus.FORBIDDEN, reason=str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404. What Http404 says is for programmers."""
    return page(request, HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500, called while the error is being handled."""
    if _is_full(sys.exc_info()[1]):
        return page(request, HTTPStatus.SERVICE_UNAVAILABLE)
    return page(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW."""
    return _tell(request, HTTPStatus.FORBIDDEN, _FORM_TOO_OLD, "")


def _is_full(error: BaseException | None) -> bool:
    return isinstance(error, OSError) and error.errno in _DISK_FULL


def _tell(request: HttpRequest, status: HTTPStatus, words: _Words, reason: str) -> HttpResponse:
    context = {
        "words": words,
        "reason": reason,
        "reference": getattr(request, "id", "") if status >= 500 else "",
        "at_the_desk": request.path.startswith("/desk/"),
    }
    response: HttpResponse
    if request.headers.get("Accept", "").startswith("application/json"):
        said = reason or f"{words.title}. {words.text}"
        response = JsonResponse({"error": said}, status=status)
    elif "HX-Request" in request.headers:
        response = render(request, "ui/error_fragment.html", context, status=status)
    else:
        response = render(request, "ui/error.html", context, status=status)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = _RETRY_SECONDS
    response["Cache-Control"] = "no-store, private"
    return response
