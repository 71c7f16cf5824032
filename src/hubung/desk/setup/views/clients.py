"""`/desk/pengaturan/aplikasi/`: which applications people sign in to with Hubung."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from allauth.idp.oidc.models import Client
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hubung.desk.setup import policies
from hubung.desk.setup.forms.clients import SCOPES, ClientForm, known_of
from hubung.desk.setup.frame import frame, status_of
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.accounts.provider import clients as services
from hubung.directory.accounts.provider.clients import ClientError
from hubung.directory.policies import administers_ministry

_FORM = ("GET", "HEAD", "POST")


@require_safe
@never_cache
@staff_required
def clients(request: StaffRequest) -> HttpResponse:
    """Every application, by its name."""
    policies.require(administers_ministry(request.user))
    known = list(Client.objects.order_by("name"))
    context = {
        **frame(request, "clients"),
        "rows": [
            (one, services.without_pkce(one), [SCOPES[s] for s in one.get_scopes() if s in SCOPES])
            for one in known
        ],
        "issuer": settings.HUBUNG.public_url,
    }
    return render(request, "desk/setup/clients.html", context)


@require_http_methods(_FORM)
@never_cache
@staff_required
def add(request: StaffRequest) -> HttpResponse:
    """A new application; its secret is shown by the answer, this once."""
    policies.require(administers_ministry(request.user))
    return cast(HttpResponse, _add(request))


@require_http_methods(_FORM)
@never_cache
@staff_required
def client(request: StaffRequest, client_id: str) -> HttpResponse:
    """One application: what holds of it, another secret."""
    policies.require(administers_ministry(request.user))
    return cast(HttpResponse, _client(request, get_object_or_404(Client, pk=client_id)))


@require_POST
@staff_required
def remove_client(request: StaffRequest, client_id: str) -> HttpResponse:
    """Shut it out. Needs no password: whoever is in doubt should be quick."""
    policies.require(administers_ministry(request.user))
    found = get_object_or_404(Client, pk=client_id)
    services.remove(by=request.user, client=found)
    messages.success(
        request, _("“%(name)s” is out; what it was given is worthless.") % {"name": found.name}
    )
    return redirect("desk:setup:clients")


# A stolen session must not become an application that people's codes are sent to.


@reauthentication_required  # type: ignore[untyped-decorator]
def _add(request: StaffRequest) -> HttpResponse:
    form = ClientForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = services.register(by=request.user, said=form.said())
        except ClientError as error:
            form.add_error(error.field, str(error))
        else:
            return _shown_once(request, made, secret)
    return _form(request, form)


@reauthentication_required  # type: ignore[untyped-decorator]
def _client(request: StaffRequest, found: Client) -> HttpResponse:
    if request.POST.get("do") == "secret":
        secret = services.renew_secret(by=request.user, client=found)
        return _shown_once(request, found, secret)
    form = ClientForm(request.POST or None, initial=known_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.change(by=request.user, client=found, said=form.said())
        except ClientError as error:
            form.add_error(error.field, str(error))
            found.refresh_from_db()
        else:
            messages.success(request, _("Kept. It holds from the next sign-in on."))
            return redirect("desk:setup:clients")
    return _form(request, form, client=found)


def _form(request: StaffRequest, form: ClientForm, **more: Any) -> HttpResponse:
    context = {**frame(request, "clients"), "form": form, **more}
    return render(request, "desk/setup/client.html", context, status=status_of(form))


def _shown_once(request: StaffRequest, made: Client, secret: str) -> HttpResponse:
    """By this very answer: whatever stored it for the next page would keep it."""
    context = {
        **frame(request, "clients"),
        "client": made,
        "secret": secret,
        "issuer": settings.HUBUNG.public_url,
    }
    return render(request, "desk/setup/client_made.html", context)
