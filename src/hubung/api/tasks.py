"""What the worker does for the API."""

from __future__ import annotations

from datetime import timedelta

from hubung.api.idempotency import forget_old_calls
from hubung.kernel.tasks import periodic


@periodic(every=timedelta(days=1))
def sweep_calls() -> None:
    """Calls are remembered for a month."""
    forget_old_calls()
