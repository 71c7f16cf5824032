"""`/hubungi/`: calling the contact centre from the browser, without an account.

A visitor gets a line of their own for a quarter of an hour, which reaches our number and nothing
else (`from-web` of the engine's dialplan), a few times an hour for each address.
"""

from __future__ import annotations

import math
import time
from http import HTTPStatus
from urllib.parse import parse_qs

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from hubung.channels.web import visitors
from hubung.kernel import clock
from hubung.telephony import relay
from hubung.telephony.asterisk.relays import ice_servers
from hubung.telephony.models import BrowserLine
from hubung.telephony.queues import board
from hubung.telephony.relay import Pass, Scope
from hubung.telephony.services import lines

SOCKET = "/hubungi/ws"
CALLS_PER_HOUR = 20
_SALT = "portal.calling"
_WAIT_SECONDS = 6.0
_STEP = 0.1
_WAIT_KEY = "portal.wait"
#: The page is read far more often than the last hour changes.
_WAIT_KEPT_SECONDS = 60


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What is needed, the button, and the number for whoever has no such browser."""
    context = {"open": _is_open(), "socket": SOCKET, "wait": _present_wait()}
    return render(request, "portal/call.html", context)


@csrf_exempt
@require_POST
@never_cache
def line(request: HttpRequest) -> HttpResponse:
    """A line for one visitor, once the engine knows it."""
    if visitors.from_elsewhere(request):
        return _sorry(_("Open this page itself to call."), HTTPStatus.CONFLICT)
    if not _is_open():
        return _sorry(_("Calls from the browser are not possible now."), HTTPStatus.CONFLICT)
    who = visitors.network_of(request)
    if visitors.count("telepon", who) > CALLS_PER_HOUR:
        return _sorry(
            _("Many calls came from your network in this hour."), HTTPStatus.TOO_MANY_REQUESTS
        )
    given = lines.give_to_visitor()
    deadline = time.monotonic() + _WAIT_SECONDS
    while given.put_at is None:
        if time.monotonic() > deadline:
            given.delete()
            return _sorry(_("The telephone does not answer just now."), HTTPStatus.CONFLICT)
        time.sleep(_STEP)
        given.refresh_from_db(fields=["put_at"])
    phone = settings.HUBUNG.phone
    return JsonResponse(
        {
            "name": given.name,
            "password": given.password,
            "key": signing.dumps(given.name, salt=_SALT),
            "iceServers": ice_servers(phone, who=given.name, now=clock.now()),
        }
    )


async def admit(scope: Scope) -> Pass | None:
    """Whoever has a line that is still theirs; it calls and is never rung."""
    (key, *_more) = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("kunci", [""])
    try:
        name = signing.loads(key, salt=_SALT, max_age=lines.VISITOR_LIFE)
    except signing.BadSignature:
        return None
    began = clock.now()

    async def holds() -> bool:
        # A conversation may last longer than the line is good for.
        return clock.now() - began < lines.LONGEST_VISIT

    known = await BrowserLine.objects.filter(name=name, until__gt=began).aexists()
    return Pass(relay.CALLS, holds) if known else None


def expected_wait() -> int | None:
    """Seconds that somebody who calls now may expect; None while too few called to tell."""
    try:
        return cache.get_or_set(_WAIT_KEY, board.expected_wait, _WAIT_KEPT_SECONDS)
    except DatabaseError:
        return None


def _present_wait() -> str:
    """What callers of the last hour waited, in words; "" while too few called to tell."""
    seconds = expected_wait()
    if seconds is None:
        return ""
    if seconds <= 60:
        return ngettext(
            "Half of the callers of the last hour spoke to somebody within %(n)d second.",
            "Half of the callers of the last hour spoke to somebody within %(n)d seconds.",
            max(seconds, 1),
        ) % {"n": max(seconds, 1)}
    minutes = math.ceil(seconds / 60)
    return ngettext(
        "Half of the callers of the last hour spoke to somebody within %(n)d minute.",
        "Half of the callers of the last hour spoke to somebody within %(n)d minutes.",
        minutes,
    ) % {"n": minutes}


def _is_open() -> bool:
    phone = settings.HUBUNG.phone
    return bool(phone.enabled and phone.web_calls)


def _sorry(why: str, status: HTTPStatus) -> JsonResponse:
    number = settings.HUBUNG.ministry.short_code
    told = _("Please call %(number)s by telephone.") % {"number": number}
    return JsonResponse({"detail": f"{why} {told}"}, status=status)
