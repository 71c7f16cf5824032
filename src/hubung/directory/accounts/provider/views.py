"""The addresses of the protocol, around allauth's views for it.

What is ours: a second factor before anything is given out, PKCE with S256 only, tokens that hang on
a session, and a way back to the application that the content policy lets pass.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from allauth.core.internal import httpkit, ratelimit
from allauth.idp.oidc import views
from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.internal.oauthlib.server import get_server
from allauth.idp.oidc.internal.oauthlib.utils import extract_params, respond_html_error
from allauth.idp.oidc.models import Client
from django.conf import settings
from django.core.exceptions import BadRequest, ValidationError
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views import View
from django.views.decorators.http import require_safe
from oauthlib.oauth2.rfc6749 import errors
from oauthlib.openid.connect.core.exceptions import ConsentRequired, LoginRequired

from hubung.directory.accounts.access import ask_for_factor
from hubung.directory.accounts.provider import clients, naming, passages
from hubung.directory.accounts.provider.adapter import SCOPES
from hubung.directory.accounts.provider.models import Passage
from hubung.ui.errors import form_too_old

_APP = "allauth.idp.oidc"
_FAILED = "token_failed"
_REFUSED = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED)


@require_safe
def configuration(request: HttpRequest) -> JsonResponse:
    """What this provider can do (OpenID Connect Discovery 1.0): what works here, nothing more."""
    home = settings.HUBUNG.public_url

    def at(name: str) -> str:
        return f"{home}{reverse(f'idp:oidc:{name}')}"

    return JsonResponse(
        {
            "issuer": get_adapter().get_issuer(),
            "authorization_endpoint": at("authorization"),
            "token_endpoint": at("token"),
            "userinfo_endpoint": at("userinfo"),
            "revocation_endpoint": at("revoke"),
            "end_session_endpoint": at("logout"),
            "jwks_uri": at("jwks"),
            "scopes_supported": list(SCOPES),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": settings.IDP_OIDC_AUTH_METHODS,
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "backchannel_logout_supported": True,
            "backchannel_logout_session_supported": True,
            "claims_supported": [
                "sub",
                "sid",
                "email",
                "email_verified",
                "name",
                "preferred_username",
                "locale",
                "unit",
                "unit_code",
                "post",
                "mailbox",
            ],
            "ui_locales_supported": ["id", "en"],
        }
    )


class Jwks(views.JwksView):  # type: ignore[misc]  # allauth has no types
    """The public halves of the keys; for servers, not for scripts of other origins."""

    def get(self, request: HttpRequest) -> HttpResponse:
        response = cast(HttpResponse, super().get(request))
        del response["Access-Control-Allow-Origin"]
        return response


class _Readable(View):
    """No database takes a NUL, so nothing that we know has one in it."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        sent = [*request.GET.values(), *request.POST.values()]
        sent += [value or "" for value in httpkit.extract_basic_auth(request.headers)]
        if any("\0" in value for value in sent):
            raise BadRequest("NUL")


class Authorization(_Readable, views.AuthorizationView):  # type: ignore[misc]
    """Lets an application in: signed in with a second factor, asked where the policy asks."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._refused(request) or self._onward(super().get(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        response = ask_for_factor(request) or super().post(request)
        if response.status_code == HTTPStatus.FORBIDDEN:
            return form_too_old(request)
        return self._onward(response)

    def _refused(self, request: HttpRequest) -> HttpResponse | None:
        """What is refused before allauth is asked; None for what it may decide."""
        asked = request.GET
        client = Client.objects.filter(pk=asked.get("client_id", "")).first()
        if client is None:
            return None
        if not clients.leads_back(client, asked.get("redirect_uri", "")):
            # allauth lets another query pass.
            wrong = errors.MismatchingRedirectURIError()
            return self._onward(respond_html_error(request, error=wrong))
        with_s256 = asked.get("code_challenge") and asked.get("code_challenge_method") == "S256"
        without = "code_challenge" not in asked and clients.without_pkce(client)
        if not with_s256 and not without:
            return self._tell(errors.InvalidRequestError("PKCE with the method S256 is required."))
        factor = ask_for_factor(request)
        if "none" not in asked.get("prompt", "").split():
            return factor
        if factor is not None:
            return self._tell(LoginRequired())
        # allauth would take what was once agreed to for any application as agreed to for this one.
        return None if client.skip_consent else self._tell(ConsentRequired())

    def _tell(self, error: errors.OAuth2Error) -> HttpResponse:
        """Tell the application, at an address that is really its own; else tell the person."""
        try:
            _scopes, info = get_server().validate_authorization_request(
                *extract_params(self.request)
            )
            address, error.state = info["redirect_uri"], info.get("state")
        except (errors.FatalClientError, ValidationError) as fatal:
            return self._onward(respond_html_error(self.request, error=fatal))
        except errors.OAuth2Error as other:
            address, error.state = other.redirect_uri, other.state
        return lead_on(self.request, error.in_uri(address))

    def _onward(self, response: HttpResponse) -> HttpResponse:
        """The answer; before it leads back to the application, the passage is written down."""
        target = response.headers.get("Location", "")
        if response.status_code == HTTPStatus.OK and not isinstance(response, TemplateResponse):
            # allauth's page about an error, which it sends as if all were well.
            response.status_code = HTTPStatus.BAD_REQUEST
        if not urlsplit(target).netloc:
            return response
        given = parse_qs(urlsplit(target).query)
        if "code" in given:
            client_id = self._request_info["client_id"]
            passages.open_passage(self.request, client_id=client_id, code=given["code"][0])
        return lead_on(self.request, target)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        host = urlsplit(self._request_info["redirect_uri"]).netloc
        return {**super().get_context_data(**kwargs), "host": host}


class Exchange(_Readable, views.TokenView):  # type: ignore[misc]
    """Gives tokens for a code, or for a refresh token, while the session behind it lasts."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if not ratelimit.consume(request, app=_APP, action=_FAILED, dry_run=True):
            return _too_many()
        response = self._exchange(request)
        if response.status_code in _REFUSED:
            ratelimit.consume(request, app=_APP, action=_FAILED)
        return response

    @transaction.atomic
    def _exchange(self, request: HttpRequest) -> HttpResponse:
        passage, code = _presented(request)
        replayed = bool(code and passage and passage.tokens.exists())
        with naming.within(passage):
            response = cast(HttpResponse, super().post(request))
        if response.status_code != HTTPStatus.OK:
            if replayed and passage:
                # Somebody else has the code: nobody can tell which of the two was the thief.
                passage.delete()
            return response
        if passage is None or not passages.is_open(passage):
            transaction.set_rollback(True)
            error = errors.InvalidGrantError("The session that this came from has ended.")
            return JsonResponse(dict(error.twotuples), status=error.status_code)
        given = json.loads(response.content)
        values = (given.get(name) for name in ("access_token", "refresh_token"))
        passages.bind(passage, filter(None, values))
        return response


class UserInfo(views.UserInfoView):  # type: ignore[misc]
    """Who it is, for whoever has an access token in force."""


class Revoke(_Readable, views.RevokeView):  # type: ignore[misc]
    """An application gives a token back."""


class Leave(_Readable, views.LogoutView):  # type: ignore[misc]
    """Signing out, begun at an application: of that one alone, or of everything."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._onward(super().get(request))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._onward(super().post(request, *args, **kwargs))

    def form_invalid(self, form: Form) -> HttpResponse:
        response = cast(HttpResponse, super().form_invalid(form))
        response.status_code = HTTPStatus.BAD_REQUEST
        return response

    def _onward(self, response: HttpResponse) -> HttpResponse:
        target = response.headers.get("Location", "")
        if not target:
            return response
        if urlsplit(target).netloc:
            response = lead_on(self.request, target)
        # As at our own sign-out: a machine may be shared.
        response["Clear-Site-Data"] = '"cache"'
        return response


def lead_on(request: HttpRequest, target: str) -> HttpResponse:
    """To an application's page.

    By a page of ours when the way began at one of ours: browsers hold a redirect that follows a
    form against `form-action`, which allows this site alone, on every page of it.
    """
    if not _began_here(request):
        return _redirect(target)
    host = urlsplit(target).netloc
    return render(request, "sign_on/onward.html", {"target": target, "host": host})


def _began_here(request: HttpRequest) -> bool:
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return request.headers.get("Referer", "").startswith(
        f"{request.scheme}://{request.get_host()}/"
    )


def _redirect(target: str) -> HttpResponse:
    return HttpResponse(status=HTTPStatus.FOUND, headers={"Location": target})


def _presented(request: HttpRequest) -> tuple[Passage | None, str]:
    """The passage that somebody asks tokens of, and the code if they came with one."""
    kind = request.POST.get("grant_type")
    if kind == Client.GrantType.AUTHORIZATION_CODE:
        code = request.POST.get("code", "")
        return passages.by_code(code), code
    if kind == Client.GrantType.REFRESH_TOKEN:
        return passages.by_refresh_token(request.POST.get("refresh_token", "")), ""
    return None, ""


def _too_many() -> JsonResponse:
    words = "Too many requests that failed. Wait a minute."
    return JsonResponse(
        {"error": "temporarily_unavailable", "error_description": words},
        status=HTTPStatus.TOO_MANY_REQUESTS,
    )


jwks = Jwks.as_view()
authorization = Authorization.as_view()
token = Exchange.as_view()
userinfo = UserInfo.as_view()
revoke = Revoke.as_view()
logout = Leave.as_view()
