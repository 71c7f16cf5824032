"""The reader's choices of language and theme, kept in cookies, and the living style guide."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from hubung.ui.colours import style_sheet
from hubung.ui.context import THEME_COOKIE
from hubung.ui.downloads import SANDBOX
from hubung.ui.guide import examples

SIGN = Path(__file__).parent / "static/ui/mark.svg"
ONE_YEAR = 365 * 24 * 3600


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To where the reader was, and never out of this site."""
    address = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
        address = "/"
    return HttpResponseRedirect(address)


def _remember(request: HttpRequest, name: str, value: str) -> HttpResponse:
    response = _back(request)
    # Not HttpOnly: the page's script may change the theme without leaving the page.
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, ONE_YEAR, samesite="Lax", secure=secure)
    return response


@require_safe
def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """A plain link, so that it needs no script and no form: it changes nothing but the reader's
    own cookie."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    return _remember(request, settings.LANGUAGE_COOKIE_NAME, code)


@require_safe
def choose_theme(request: HttpRequest, theme: str) -> HttpResponse:
    if theme not in ("light", "dark"):
        raise Http404
    return _remember(request, THEME_COOKIE, theme)


@require_safe
def colours(request: HttpRequest) -> HttpResponse:
    """The tokens of the ministry's colour, if it has one; the address changes with it."""
    colour = settings.HUBUNG.ministry.colour
    sheet = style_sheet(colour) if colour else ""
    return _kept(HttpResponse(sheet, content_type="text/css; charset=utf-8"))


@require_safe
def emblem(request: HttpRequest) -> HttpResponse:
    """The ministry's emblem, else the sign of the house; whatever else is in it does not run."""
    path = settings.HUBUNG.ministry.emblem or SIGN
    response = _kept(HttpResponse(Path(path).read_bytes(), content_type="image/svg+xml"))
    response["Content-Security-Policy"] = SANDBOX
    return response


def _kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "public, max-age=86400"
    return response


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Every component, for those who build and check pages: signed in, or while developing."""
    user = getattr(request, "user", None)
    if not (settings.DEBUG or (user and user.is_authenticated)):
        raise Http404
    return render(request, "ui/guide.html", examples())
