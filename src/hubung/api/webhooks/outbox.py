"""Deliveries that wait → their receivers, with growing pauses, for three days at the most.

At least once: a worker that dies after the receiver's 200 leaves the delivery claimed, and when the
claim runs out it is sent again under the same id, by which the receiver knows it.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F

from hubung.api.models import Delivery
from hubung.api.tokens import opens
from hubung.api.webhooks import sending, signing
from hubung.kernel import clock

log = logging.getLogger(__name__)

#: Few at a time: a receiver that hangs holds up the worker's other work for its time-out.
BATCH = 4
CLAIM = timedelta(minutes=5)
RETRY_AFTER = (
    timedelta(seconds=30),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
GIVE_UP_AFTER = timedelta(days=3)


def send_waiting() -> int:
    """Try one batch; returns how many deliveries were taken."""
    with transaction.atomic():
        waiting = list(
            Delivery.objects.filter(next_attempt_at__lte=clock.now())
            .select_related("webhook__token__person", "webhook__token__application")
            .order_by("next_attempt_at", "pk")
            .select_for_update(
                of=("self",) if connection.features.has_select_for_update_of else (),
                skip_locked=connection.features.has_select_for_update_skip_locked,
            )[:BATCH]
        )
        taken = [delivery.pk for delivery in waiting]
        Delivery.objects.filter(pk__in=taken).update(
            next_attempt_at=clock.now() + CLAIM, attempts=F("attempts") + 1
        )
    resting: set[int] = set()
    for delivery in waiting:
        if delivery.webhook_id in resting:
            continue
        if not _send(delivery):
            resting.add(delivery.webhook_id)
    return len(waiting)


def _send(delivery: Delivery) -> bool:
    """Whether the receiver took it, or nothing is sent to it any more."""
    webhook, now = delivery.webhook, clock.now()
    if not opens(webhook.token):
        _finish(delivery, "The token of this webhook opens nothing any more.")
        return True
    body = delivery.body.encode()
    headers = signing.headers(webhook.nonce, str(delivery.key), int(now.timestamp()), body)
    try:
        delivery.status = sending.post(webhook.url, body, headers)
    except sending.UndeliveredError as error:
        _postpone(delivery, str(error))
        return False
    delivery.delivered_at = now
    _finish(delivery, "")
    return True


def _finish(delivery: Delivery, error: str) -> None:
    delivery.next_attempt_at, delivery.error = None, error
    delivery.save(update_fields=["next_attempt_at", "error", "status", "delivered_at"])


def _postpone(delivery: Delivery, error: str) -> None:
    """Later, and everything else for the same receiver no sooner."""
    log.info("webhook not delivered", extra={"webhook": delivery.webhook_id})
    now = clock.now()
    pause = RETRY_AFTER[min(delivery.attempts, len(RETRY_AFTER) - 1)]
    Delivery.objects.filter(webhook=delivery.webhook, next_attempt_at__lt=now + pause).update(
        next_attempt_at=now + pause
    )
    late = now - delivery.created_at > GIVE_UP_AFTER
    delivery.next_attempt_at, delivery.error = None if late else now + pause, error[:200]
    delivery.save(update_fields=["next_attempt_at", "error"])
