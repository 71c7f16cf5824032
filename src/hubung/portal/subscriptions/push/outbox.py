"""Messages that wait → push services, with growing pauses, for a day at the most.

A service that says that a browser is gone ends its subscription: nobody reads there any more.
"""

from __future__ import annotations

import http.client
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http import HTTPStatus

from django.db import connection, transaction
from django.db.models import F

from hubung.kernel import clock
from hubung.kernel.outbound import ForbiddenTargetError, Pinned
from hubung.portal.subscriptions import mailing
from hubung.portal.subscriptions.models import Browser, BrowserMessage
from hubung.portal.subscriptions.push import message, targets
from hubung.portal.subscriptions.push.message import Sealed

log = logging.getLogger(__name__)

BATCH = 40
#: At a time, so that one that hangs does not hold up the others.
LINES = 8
SECONDS = 5.0
CLAIM = timedelta(minutes=5)
RETRY_AFTER = (timedelta(seconds=30), timedelta(minutes=5), timedelta(minutes=30))
LATER = timedelta(hours=2)
GIVE_UP_AFTER = timedelta(days=1)
_GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
#: No answer at all.
_AWAY = 0


def send_waiting() -> int:
    """Try one batch; returns how many messages were taken."""
    taken = _take()
    now, pages = clock.now(), {}
    written: list[tuple[BrowserMessage, Sealed]] = []
    for each in taken:
        if each.page_id not in pages:
            pages[each.page_id] = mailing.public(each.page_id)
        page = pages[each.page_id]
        if page is None:
            _finish(each)
            continue
        try:
            written.append((each, message.about(page, each.browser, now)))
        except ForbiddenTargetError:
            _finish(each)
    with ThreadPoolExecutor(LINES) as lines:
        statuses = list(lines.map(_post, (sealed for _each, sealed in written)))
    for (each, _sealed), status in zip(written, statuses, strict=True):
        _settle(each, status)
    return len(taken)


@transaction.atomic
def _take() -> list[BrowserMessage]:
    now = clock.now()
    waiting = list(
        BrowserMessage.objects.filter(next_attempt_at__lte=now)
        .select_related("browser")
        .order_by("-immediate", "next_attempt_at", "pk")
        .select_for_update(
            of=("self",) if connection.features.has_select_for_update_of else (),
            skip_locked=connection.features.has_select_for_update_skip_locked,
        )[:BATCH]
    )
    keys = [each.pk for each in waiting]
    BrowserMessage.objects.filter(pk__in=keys).update(
        next_attempt_at=now + CLAIM, attempts=F("attempts") + 1
    )
    return waiting


def _post(sealed: Sealed) -> int:
    """What the service says. Asks no database: it runs beside others."""
    try:
        target = targets.parse(sealed.endpoint)
        line = Pinned(target, targets.resolve(target), seconds=SECONDS)
    except (ForbiddenTargetError, OSError, UnicodeError):
        return _AWAY
    try:
        line.request("POST", target.path, sealed.body, sealed.headers)
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return _AWAY
    finally:
        line.close()


def _settle(each: BrowserMessage, status: int) -> None:
    if status in _GONE:
        Browser.objects.filter(pk=each.browser_id).delete()
    elif status == _AWAY or status == HTTPStatus.TOO_MANY_REQUESTS or status >= 500:
        _postpone(each)
    else:
        if status >= 300:
            log.warning("a push service refused a message", extra={"status": status})
        _finish(each)


def _finish(each: BrowserMessage) -> None:
    BrowserMessage.objects.filter(pk=each.pk).update(next_attempt_at=None)


def _postpone(each: BrowserMessage) -> None:
    now = clock.now()
    # `attempts` is of before this one.
    pause = RETRY_AFTER[each.attempts] if each.attempts < len(RETRY_AFTER) else LATER
    late = now + pause - each.created_at > GIVE_UP_AFTER
    BrowserMessage.objects.filter(pk=each.pk).update(next_attempt_at=None if late else now + pause)
