"""Which browser is whose: a cookie that no page but those under `/saya/` is ever sent.

So a report that is written beside it, anonymous or not, travels without a trace of the account, and
public pages are the same for members as for everybody. A member may be staff besides, signed in to
the desk in the same browser: the two know nothing of each other.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from hubung.kernel import clock
from hubung.portal.members.models import Challenge, SignIn

#: Browsers take a cookie of such a name over TLS only. `__Host-` would ask for every path.
COOKIE = f"{'__Secure-' if settings.SESSION_COOKIE_SECURE else ''}saya"
PATH = "/saya/"
#: A day's use, on devices that several people share.
SIGN_IN_LIFE = timedelta(hours=12)
#: Mail may be slow, and a telephone in another room.
CODE_LIFE = timedelta(minutes=15)


def new_key() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def sign_in_of(request: HttpRequest) -> SignIn | None:
    """The sign-in of this browser, while it lasts."""
    since = clock.now() - SIGN_IN_LIFE
    mine = SignIn.objects.filter(key_digest=_digest_in(request), began_at__gt=since)
    return mine.select_related("member").first()


def challenge_of(request: HttpRequest) -> Challenge | None:
    """What this browser has been asked to prove, while the code is good."""
    since = clock.now() - CODE_LIFE
    return Challenge.objects.filter(key_digest=_digest_in(request), asked_at__gt=since).first()


def _digest_in(request: HttpRequest) -> str:
    return digest(request.COOKIES.get(COOKIE, ""))


def give(response: HttpResponse, key: str) -> None:
    """Let the browser have a key, until it is closed."""
    response.set_cookie(
        COOKIE,
        key,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def take_away(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")


def make_pass(sign_in: SignIn) -> str:
    """What each form of a member carries: no other site can know it."""
    return salted_hmac(
        "hubung.portal.members.pass", sign_in.key_digest, algorithm="sha256"
    ).hexdigest()


def is_pass(sign_in: SignIn, given: str) -> bool:
    return constant_time_compare(make_pass(sign_in), given)
