"""One change of one item: lock, access log, event, in one transaction.

with change(item, by=person) as it:
    it.item.save()
    it.note("entered")
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.models import Person
from hubung.disclosure.register.events import (
    ExemptionChanged,
    InformationChanged,
    RegisterEvent,
)
from hubung.disclosure.register.models import Exemption, Item
from hubung.kernel import clock
from hubung.kernel.events import emit


class Changing:
    """An item under change; `by` None is the system itself."""

    def __init__(self, item: Item, by: Person | None) -> None:
        self.item, self.by = item, by
        self.at = clock.now()
        self.events: list[RegisterEvent] = []

    def note(self, did: str, exemption: Exemption | None = None, *, closed: bool = False) -> None:
        """Put on record what was done, and tell the listeners. Neither holds the item's words."""
        data = {"did": did}
        by_id = self.by.pk if self.by else None
        facts: dict[str, Any] = {
            "subject": self.item.subject,
            "item_id": self.item.pk,
            "by_id": by_id,
        }
        if exemption is None:
            self.events.append(InformationChanged(**facts))
        else:
            data |= {"ground": exemption.ground.code, "until": exemption.until.isoformat()}
            self.events.append(ExemptionChanged(**facts, exemption_id=exemption.pk, closed=closed))
        record(Act.REGISTER_CHANGED, self.by, self.item.subject, data=data)


@contextmanager
def change(item: Item | int, *, by: Person | None) -> Iterator[Changing]:
    """Open a change; the item is locked until it ends."""
    pk = item if isinstance(item, int) else item.pk
    with transaction.atomic():
        if connection.features.has_select_for_update:
            # On its own, as in `cases.change`: joins are read after the lock is held.
            Item.objects.select_for_update().values_list("pk").get(pk=pk)
        it = Changing(Item.objects.select_related("unit").get(pk=pk), by)
        yield it
        emit(*it.events)
