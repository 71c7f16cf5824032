"""What the worker does for the API."""

from __future__ import annotations

from hubung.api.webhooks import outbox
from hubung.kernel.tasks import drain

drain(outbox.send_waiting)
