"""Background work of the mail door."""

from __future__ import annotations

from hubung.channels.email.intake import take_in
from hubung.channels.email.outbox import send_waiting
from hubung.kernel.tasks import drain

drain(take_in)
drain(send_waiting)
