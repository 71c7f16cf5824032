"""What happens to the register. No event holds a word of an item: it may be exempted."""

from __future__ import annotations

from dataclasses import dataclass

from hubung.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class RegisterEvent(Event):
    """Base; `by_id` None is the system itself."""

    item_id: int
    by_id: int | None


@dataclass(frozen=True, kw_only=True)
class InformationChanged(RegisterEvent):
    """An item was entered, changed, ended, or something of it was published or taken back."""


@dataclass(frozen=True, kw_only=True)
class ExemptionChanged(RegisterEvent):
    """An exemption was proposed, decided, or has ended; `closed`: the item is closed since."""

    exemption_id: int
    closed: bool
