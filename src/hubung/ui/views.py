"""The reader's choices of language and theme, kept in cookies, and the living style guide."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from hubung.ui.context import THEME_COOKIE
from hubung.ui.guide import examples

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
def guide(request: HttpRequest) -> HttpResponse:
    """Every component, for those who build and check pages: signed in, or while developing."""
    user = getattr(request, "user", None)
    if not (settings.DEBUG or (user and user.is_authenticated)):
        raise Http404
    return render(request, "ui/guide.html", examples())
