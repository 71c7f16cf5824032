"""Signing on at a provider from outside (OpenID Connect): it proves an address, as a letter does.

allauth speaks the protocol. Its accounts are the directory's, so what it would make of a sign-on
ends here: nobody from outside becomes a `Person`, and nothing that the provider says is kept but
the address, and for the length of the sign-in a telephone number.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.openid_connect.views import callback
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from requests import RequestException

from hubung.channels.email import addresses
from hubung.channels.web import contacts
from hubung.channels.web.views.responses import confidential, see_other
from hubung.kernel.faults import describe
from hubung.portal.members import browsers, services
from hubung.portal.members.views.entrance import device_of, language_of

log = logging.getLogger(__name__)

#: What allauth calls it, and the address of its callback.
PROVIDER = "kembali"


class UntrustedError(ValueError):
    """What came back does not fit what was asked for."""


@dataclass(frozen=True)
class Proof:
    """What the provider vouches for, as we store it; empty: it does not."""

    email: str
    phone: str


def proof_in(told: Mapping[str, Any], *, nonce: str) -> Proof:
    """What is proved by the ID token and the answer about its person. Raises UntrustedError.

    allauth has looked at audience, issuer and time, and fetched both from the provider itself.
    Whether the token answers our own question (nonce), comes from whom the settings name, and is
    about the same person as the answer (OpenID Connect Core 5.3.2), is looked at here.
    """
    token, person = told.get("id_token") or {}, told.get("userinfo") or {}
    outside = settings.HUBUNG.public_sign_on
    if not nonce or not secrets.compare_digest(str(token.get("nonce", "")), nonce):
        raise UntrustedError("the answer to another question")
    if token.get("iss") != outside.issuer:
        raise UntrustedError("from somebody else")
    if not token.get("sub") or person.get("sub") != token["sub"]:
        raise UntrustedError("about two people")
    email = _vouched_for(person, outside.email_claim, outside.email_proved_claim)
    phone = _vouched_for(person, outside.phone_claim, outside.phone_proved_claim)
    try:
        phone = contacts.e164(phone)
    except ValidationError:
        phone = ""
    return Proof(addresses.normalise(email), phone)


def _vouched_for(person: Mapping[str, Any], claim: str, proved: str) -> str:
    """A claim, if the claim `proved` is true; with no such claim in the settings it always is."""
    said = person.get(claim) if claim else None
    if not isinstance(said, str) or (proved and person.get(proved) is not True):
        return ""
    return said


class OutsideAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """The one provider of the settings, and no further than the proof."""

    def list_apps(
        self, _request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        outside = settings.HUBUNG.public_sign_on
        if not outside.issuer or provider != PROVIDER or client_id not in (None, outside.client_id):
            return []
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=PROVIDER,
                name=outside.name,
                client_id=outside.client_id,
                secret=outside.client_secret,
                settings={
                    "server_url": outside.issuer.rstrip("/"),
                    "scope": outside.scopes,
                    "oauth_pkce_enabled": True,
                },
            )
        ]

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> NoReturn:
        """Before allauth looks for a person of the directory, or makes one."""
        nonce = (sociallogin.state.get("data") or {}).get("nonce", "")
        raise ImmediateHttpResponse(_enter(request, sociallogin.account.extra_data, nonce))

    def on_authentication_error(
        self,
        request: HttpRequest,
        _provider: object,
        error: object = None,
        exception: Exception | None = None,
        **_said: Any,
    ) -> NoReturn:
        why = describe(exception) if exception is not None else str(error)
        raise ImmediateHttpResponse(_failed(request, why))


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Go to the provider from outside, with a question of one's own."""
    if not settings.HUBUNG.public_sign_on.issuer:
        return confidential(see_other(reverse("members:enter")))
    nonce = secrets.token_urlsafe(16)
    try:
        answer: HttpResponse = (
            get_adapter()
            .get_provider(request, PROVIDER)
            .redirect(
                request,
                AuthProcess.LOGIN,
                data={"nonce": nonce},
                auth_params={"nonce": nonce},
            )
        )
    except (RequestException, KeyError) as error:
        answer = _failed(request, describe(error))
    return confidential(answer)


@require_safe
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Whoever comes back from there; what allauth kept for the way is thrown away."""
    try:
        answer: HttpResponse = callback(request, provider_id)
    except (RequestException, KeyError) as error:
        answer = _failed(request, describe(error))
    if not request.user.is_authenticated:
        request.session.flush()
    return confidential(answer)


def _enter(request: HttpRequest, told: Mapping[str, Any], nonce: str) -> HttpResponse:
    try:
        proof = proof_in(told, nonce=nonce)
    except UntrustedError as error:
        return _failed(request, str(error))
    if not proof.email:
        said = _("%(name)s does not vouch for a mail address of yours. Have a code sent instead.")
        messages.warning(request, said % {"name": settings.HUBUNG.public_sign_on.name})
        return see_other(reverse("members:enter"))
    if services.is_official(proof.email):
        said = _("%(address)s is an official address: it may be another's tomorrow. Use your own.")
        messages.warning(request, said % {"address": proof.email})
        return see_other(reverse("members:enter"))
    key = services.sign_in(
        email=proof.email,
        phone=proof.phone,
        language=language_of(),
        device=device_of(request),
    )
    response = see_other(reverse("members:reports"))
    browsers.give(response, key)
    return response


def _failed(request: HttpRequest, why: str) -> HttpResponse:
    """Whatever went wrong there, here is another way; why is for whoever keeps the program."""
    log.warning("a sign-on from outside failed", extra={"why": why})
    said = _("%(name)s did not let you in. Try again, or have a code sent.")
    messages.error(request, said % {"name": settings.HUBUNG.public_sign_on.name})
    return see_other(reverse("members:enter"))
