"""Tokens of one's own, and those of applications for the administrators of the ministry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hubung.api import policies, tokens
from hubung.api.models import Application, Scope, Token
from hubung.api.pages.forms import ApplicationForm, TokenForm
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.policies import administers_ministry, require

P = ParamSpec("P")
View = Callable[Concatenate[StaffRequest, P], HttpResponse]

#: Of those that have ended.
_SHOWN = 10
_FORM = ("GET", "HEAD", "POST")


def confirmed(view: View[P], *, to_look: bool = True) -> View[P]:
    """Asks again who it is: a stolen session must not become a key that outlives it."""
    return cast(View[P], reauthentication_required(view, allow_get=not to_look))


@require_safe
@never_cache
@staff_required
def own(request: StaffRequest) -> HttpResponse:
    """One's own tokens, those that open something first."""
    valid, ended = _sorted(Token.objects.filter(person=request.user))
    context = {
        "valid": valid,
        "ended": ended[:_SHOWN],
        "administers": administers_ministry(request.user),
    }
    return render(request, "api/tokens.html", context)


@require_http_methods(_FORM)
@never_cache
@staff_required
def make(request: StaffRequest) -> HttpResponse:
    """A token of one's own."""
    return _make(request)


@require_http_methods(_FORM)
@never_cache
@staff_required
def applications(request: StaffRequest) -> HttpResponse:
    """Every application with its tokens, and the form for another one."""
    require(administers_ministry(request.user))
    return confirmed(_applications, to_look=False)(request)


@require_http_methods(_FORM)
@never_cache
@staff_required
def make_for_application(request: StaffRequest, pk: int) -> HttpResponse:
    """A token of an application."""
    require(administers_ministry(request.user))
    return _make(request, get_object_or_404(Application, pk=pk, is_active=True))


@require_POST
@staff_required
def revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """From now on it opens nothing. Needs no password: whoever is in doubt should be quick."""
    token = get_object_or_404(Token.objects.select_related("application"), pk=pk)
    if not policies.may_end(request.user, token):
        raise Http404
    tokens.revoke_token(token=token, by=request.user)
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("tokens:applications" if token.application else "tokens:own")


def _sorted(found: QuerySet[Token]) -> tuple[list[Token], list[Token]]:
    """Those that open something, and those that have ended."""
    every = list(found)
    return [each for each in every if each.is_valid], [each for each in every if not each.is_valid]


@confirmed
def _make(request: StaffRequest, application: Application | None = None) -> HttpResponse:
    scopes = list(Scope) if application else policies.scopes_open_to(request.user)
    form = TokenForm(request.POST if request.method == "POST" else None, scopes=scopes)
    context: dict[str, Any] = {"form": form, "application": application}
    if not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "api/token_make.html", context, status=status)
    token, secret = tokens.issue_token(
        **form.cleaned_data,
        person=None if application else request.user,
        application=application,
        by=request.user,
    )
    # Shown by this very answer: whatever stored it for the next page would keep it.
    return render(request, "api/token_made.html", context | {"token": token, "secret": secret})


def _applications(request: StaffRequest) -> HttpResponse:
    form = ApplicationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = tokens.register_application(**form.cleaned_data, by=request.user)
        messages.success(request, _("“%(name)s” may have tokens now.") % {"name": made.name})
        return redirect("tokens:applications")
    every = Application.objects.prefetch_related("units", "tokens")
    rows = [(each, _sorted(each.tokens.all())[0]) for each in every]
    status = 422 if form.errors else 200
    return render(request, "api/applications.html", {"form": form, "rows": rows}, status=status)
