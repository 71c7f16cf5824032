"""Background work of the subscriptions."""

from __future__ import annotations

from hubung.kernel.tasks import drain
from hubung.portal.subscriptions.mailing import write_letters
from hubung.portal.subscriptions.push.outbox import send_waiting

drain(write_letters)
drain(send_waiting)
