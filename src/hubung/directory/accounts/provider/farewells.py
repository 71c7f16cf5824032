"""Telling applications that a session has ended (OpenID Connect Back-Channel Logout 1.0).

What an application got from us is worthless at that moment anyway; this ends the session that it
keeps itself, without waiting for its next question.
"""

from __future__ import annotations

import http.client
import logging
import secrets
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import jwt
from allauth.core.internal.jwkkit import load_jwk_from_pem
from allauth.idp.oidc.adapter import get_adapter

from hubung.directory.accounts.provider import clients, signing
from hubung.directory.accounts.provider.models import Farewell, Passage
from hubung.directory.accounts.provider.naming import sid_of
from hubung.kernel import clock

log = logging.getLogger(__name__)

#: After these attempts nobody is told any more: what they hold has long ended by itself.
_AGAIN = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)]
_VALID = timedelta(minutes=2)
_SECONDS = 5.0
_BATCH = 20
_EVENT = "http://schemas.openid.net/event/backchannel-logout"


def note(passage: Passage) -> None:
    """Called as a passage ends, within its transaction: who wishes it is told."""
    if passage.tokens.exists() and clients.logout_address(passage.client):
        Farewell.objects.get_or_create(
            client=passage.client,
            sid=sid_of(passage),
            defaults={"sub": get_adapter().get_user_sub(passage.client, passage.session.user)},
        )


def tell() -> int:
    """Tell those who wait; returns how many were tried.

    Who does not take one is asked nothing more for now: others wait behind it, and so does whatever
    else the worker has to do.
    """
    waiting = Farewell.objects.filter(next_attempt_at__lte=clock.now()).select_related("client")
    silent: set[str] = set()
    tried = 0
    for farewell in waiting[:_BATCH]:
        if farewell.client_id in silent or not _take(farewell):
            continue
        tried += 1
        if not _told(farewell):
            silent.add(farewell.client_id)
            for other in waiting.filter(client=farewell.client):
                _take(other)
    return tried


def _take(farewell: Farewell) -> bool:
    """Whether it is ours to tell: another worker may have taken it. The last time it is deleted."""
    mine = Farewell.objects.filter(pk=farewell.pk, attempts=farewell.attempts)
    if farewell.attempts >= len(_AGAIN):
        return bool(mine.delete()[0])
    later = clock.now() + _AGAIN[farewell.attempts]
    return bool(mine.update(attempts=farewell.attempts + 1, next_attempt_at=later))


def _told(farewell: Farewell) -> bool:
    """Whether it was taken, or nobody wishes it any more."""
    address = clients.logout_address(farewell.client)
    if address and (failed := _post(address, _token(farewell))):
        log.warning(
            "an application was not told", extra={"client": farewell.client_id, "why": failed}
        )
        return False
    Farewell.objects.filter(pk=farewell.pk).delete()
    return True


def _token(farewell: Farewell) -> str:
    key = signing.current()
    now = clock.now()
    said = {
        "iss": get_adapter().get_issuer(),
        "aud": farewell.client_id,
        "iat": int(now.timestamp()),
        "exp": int((now + _VALID).timestamp()),
        "jti": secrets.token_urlsafe(16),
        "sub": farewell.sub,
        "sid": farewell.sid,
        "events": {_EVENT: {}},
    }
    _jwk, private = load_jwk_from_pem(key.pem)
    headers = {"kid": key.kid, "typ": "logout+jwt"}
    return jwt.encode(said, private, algorithm="RS256", headers=headers)


def _post(address: str, token: str) -> str:
    """What went wrong; empty: it was taken. No redirect is followed."""
    parts = urlsplit(address)
    secure = parts.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_SECONDS)
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        connection.request("POST", path, urlencode({"logout_token": token}), headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"{type(error).__name__}: {error}"
    finally:
        connection.close()
    # 400: it knows no such session, and has nothing to end.
    return "" if 200 <= status < 300 or status == 400 else f"HTTP {status}"
