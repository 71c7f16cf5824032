"""What the worker does for the API."""

from __future__ import annotations

from datetime import timedelta

from hubung.api.idempotency import forget_old_calls
from hubung.api.webhooks import outbox
from hubung.kernel.tasks import drain, periodic

drain(outbox.send_waiting)


@periodic(every=timedelta(days=1))
def sweep() -> None:
    """Calls and deliveries are remembered for a month."""
    forget_old_calls()
    outbox.forget_old()
