"""What is hidden is out of the index before anybody can ask; what is public comes in by the worker.

All of these run in the transaction that the event tells of, and none of them reads the thing.
"""

from __future__ import annotations

from hubung.disclosure.agenda.events import (
    ClosingProposed,
    ClosingRefused,
    EntryChanged,
    EntryEvent,
    EntryHidden,
    EntryPublished,
    EntryReappeared,
)
from hubung.disclosure.register.events import (
    ExemptionChanged,
    InformationChanged,
    RegisterEvent,
)
from hubung.disclosure.requests.events import OfferWithdrawn, ReplyOffered
from hubung.kernel.events import witnesses
from hubung.portal.content.events import PagePublished, PageWithdrawn
from hubung.search import services


@witnesses(PagePublished)
def find_page(event: PagePublished) -> None:
    services.look_again("page", event.page_id)


@witnesses(PageWithdrawn)
def lose_page(event: PageWithdrawn) -> None:
    services.hide("page", event.page_id)


@witnesses(EntryPublished, EntryChanged, EntryReappeared, ClosingRefused)
def find_entry(event: EntryEvent) -> None:
    services.look_again("agenda", event.entry_id)


@witnesses(EntryHidden, ClosingProposed)
def lose_entry(event: EntryHidden | ClosingProposed) -> None:
    if isinstance(event, EntryHidden) or event.hidden:
        services.hide("agenda", event.entry_id)


@witnesses(ReplyOffered)
def find_answer(event: ReplyOffered) -> None:
    services.look_again("answer", event.offered_id)


@witnesses(OfferWithdrawn)
def lose_answer(event: OfferWithdrawn) -> None:
    services.hide("answer", event.offered_id)


@witnesses(InformationChanged, ExemptionChanged)
def find_item(event: RegisterEvent) -> None:
    if isinstance(event, ExemptionChanged) and event.closed:
        services.hide("information", event.item_id)
    else:
        services.look_again("information", event.item_id)
