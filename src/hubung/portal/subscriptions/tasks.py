"""Background work of the subscriptions."""

from __future__ import annotations

from hubung.kernel.tasks import drain
from hubung.portal.subscriptions.mailing import write_letters

drain(write_letters)
