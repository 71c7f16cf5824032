"""What happens to replies that everybody may read. No event holds a word of them."""

from __future__ import annotations

from dataclasses import dataclass

from hubung.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class OfferEvent(Event):
    """Base; `offered_id` is the reply as everybody reads it."""

    offered_id: int


@dataclass(frozen=True, kw_only=True)
class ReplyOffered(OfferEvent):
    """A reply that was given to one may be read by everybody."""


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn(OfferEvent):
    """It may not be read any more."""
