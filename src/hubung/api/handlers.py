"""What the API does when something happens."""

from __future__ import annotations

from collections.abc import Sequence

from hubung.api.webhooks import telling
from hubung.cases.events import CaseEvent
from hubung.kernel.events import handles_many


@handles_many(*telling.EVENTS.values())
def tell_webhooks(events: Sequence[CaseEvent]) -> None:
    """Those who asked are told."""
    telling.tell(events)
