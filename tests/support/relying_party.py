"""An application that signs its people in with Hubung: OpenID Connect as a stranger writes it.

It knows the address of the provider and what it was given when it was registered; the rest it asks
for (discovery), and it believes no signature that it did not check.
"""

from __future__ import annotations

import json
import secrets
import urllib.error
import urllib.request
from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CALLBACK = "https://kepegawaian.contoh.id/kembali"


@dataclass(frozen=True)
class Answer:
    """What came back; nothing is followed."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def told(self) -> dict[str, str]:
        """What a redirect says in its query."""
        query = parse_qs(urlsplit(self.headers.get("Location", "")).query)
        return {name: values[0] for name, values in query.items()}


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


_opener = urllib.request.build_opener(_Stay)


def ask(
    url: str, sent: dict[str, str] | None = None, headers: dict[str, str] | None = None
) -> Answer:
    """GET, or POST where something is sent."""
    data = urlencode(sent).encode() if sent is not None else None
    request = urllib.request.Request(url, data=data, headers=headers or {})
    try:
        with _opener.open(request, timeout=60) as answer:
            return Answer(answer.status, dict(answer.headers), answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, dict(error.headers), error.read())


@dataclass
class RelyingParty:
    """One registered application, and the state of the sign-in that it has begun."""

    provider: str
    client_id: str
    secret: str
    callback: str = CALLBACK
    scope: str = "openid profile email"
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    state: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    @property
    def discovered(self) -> dict[str, Any]:
        return ask(f"{self.provider}/.well-known/openid-configuration").json()

    def question(self, **other: str | None) -> str:
        """Where it sends somebody; `other` replaces what is asked, None leaves it out."""
        asked: dict[str, str | None] = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.callback,
            "scope": self.scope,
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": challenge(self.verifier),
            "code_challenge_method": "S256",
            **other,
        }
        kept = {name: value for name, value in asked.items() if value is not None}
        return f"{self.discovered['authorization_endpoint']}?{urlencode(kept)}"

    def exchange(self, code: str, **other: str) -> Answer:
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.callback,
            "code_verifier": self.verifier,
            **other,
        }
        return self._post("token_endpoint", sent)

    def refresh(self, token: str) -> Answer:
        return self._post("token_endpoint", {"grant_type": "refresh_token", "refresh_token": token})

    def revoke(self, token: str) -> Answer:
        return self._post("revocation_endpoint", {"token": token})

    def userinfo(self, token: str) -> Answer:
        return ask(
            self.discovered["userinfo_endpoint"], headers={"Authorization": f"Bearer {token}"}
        )

    def believed(self, id_token: str) -> dict[str, Any]:
        """What an ID token says, its signature, audience, issuer and nonce checked."""
        keys = ask(self.discovered["jwks_uri"]).json()["keys"]
        kid = jwt.get_unverified_header(id_token)["kid"]
        key = next(jwt.PyJWK(one) for one in keys if one["kid"] == kid)
        said: dict[str, Any] = jwt.decode(
            id_token, key, ["RS256"], audience=self.client_id, issuer=self.provider
        )
        assert said["nonce"] == self.nonce
        return said

    def _post(self, endpoint: str, sent: dict[str, str]) -> Answer:
        credentials = b64encode(f"{self.client_id}:{self.secret}".encode()).decode()
        headers = {"Authorization": f"Basic {credentials}"}
        return ask(self.discovered[endpoint], sent, headers)


def challenge(verifier: str) -> str:
    digest = sha256(verifier.encode()).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")
