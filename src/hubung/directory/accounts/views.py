"""The pages that allauth does not have: the account, the enrolment, the sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from allauth.account.internal.flows.logout import logout
from allauth.account.views import logout as allauth_logout
from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hubung.directory.accounts import devices, services
from hubung.directory.accounts.access import Standing, standing
from hubung.directory.accounts.provider.claims import told
from hubung.directory.models import Person


@dataclass(frozen=True)
class SessionRow:
    """A session as its owner recognises it."""

    key: int
    device: str
    place: str
    started_at: datetime
    last_seen_at: datetime
    is_this_one: bool


def sessions_of(request: HttpRequest) -> list[SessionRow]:
    """The live sessions of who asks: this one first, then the latest used."""
    rows = [
        SessionRow(
            key=session.pk,
            device=devices.device(session.user_agent),
            place=devices.place(session.ip),
            started_at=session.created_at,
            last_seen_at=session.last_seen_at,
            is_this_one=session.session_key == request.session.session_key,
        )
        for session in UserSession.objects.purge_and_list(request.user)
    ]
    return sorted(rows, key=lambda row: (row.is_this_one, row.last_seen_at), reverse=True)


@login_required
@require_safe
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """What a person can see and change about their account."""
    person = cast(Person, request.user)
    has_mailbox = "mailbox" in told(person, ["mail"])
    webmail = settings.HUBUNG.mail_system.webmail_url if has_mailbox else ""
    return render(request, "accounts/account.html", {"person": person, "webmail": webmail})


@login_required
@require_safe
@never_cache
def enrol(request: HttpRequest) -> HttpResponse:
    """Why a second factor, and which."""
    if standing(request) is not Standing.MUST_ENROL:
        return redirect("mfa_index")
    return render(request, "accounts/enrol.html")


@login_required
@require_safe
@never_cache
def sessions(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/sessions.html", {"sessions": sessions_of(request)})


@login_required
@require_POST
def end_session(request: HttpRequest, key: int) -> HttpResponse:
    """End one of one's own sessions; this one too, which signs out."""
    session = get_object_or_404(UserSession, pk=key, user=cast(Any, request.user))
    if session.session_key == request.session.session_key:
        logout(request)
        return _signed_out()
    session.end()
    messages.success(request, _("That device is signed out."))
    return redirect("usersessions_list")


@login_required
@require_POST
def end_all_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    services.end_sessions(cast(Person, request.user))
    logout(request, show_message=False)
    messages.success(request, _("You are signed out on every device."))
    return _signed_out()


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    """allauth asks the adapter before it takes an app away, but not before a passkey."""

    def form_valid(self, form: Form) -> HttpResponse:
        adapter = mfa_adapter()
        if adapter.can_delete_authenticator(self.get_object()):
            return cast(HttpResponse, super().form_valid(form))
        messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
        return redirect("mfa_list_webauthn")


remove_passkey = RemovePasskey.as_view()


def sign_out(request: HttpRequest) -> HttpResponse:
    """Ask, and sign out."""
    response = cast(HttpResponse, allauth_logout(request))
    return _forgotten(response) if request.method == "POST" else response


def _signed_out() -> HttpResponse:
    return _forgotten(HttpResponseRedirect(reverse("account_login")))


def _forgotten(response: HttpResponse) -> HttpResponse:
    """The browser throws away the small pictures that it may keep: a machine may be shared."""
    response["Clear-Site-Data"] = '"cache"'
    return response
