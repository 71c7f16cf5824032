"""What happens to pages, for those who listen: search, subscriptions, the announcement of 151."""

from __future__ import annotations

from dataclasses import dataclass

from hubung.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PageEvent(Event):
    """`kind` is the model's name, as `newspage`; `address` the path on this site."""

    page_id: int
    kind: str
    address: str


@dataclass(frozen=True, kw_only=True)
class PagePublished(PageEvent):
    """A page is public as of now, or publicly different. `first`: it was not public before."""

    first: bool
    sector: str = ""
    unit_id: int | None = None
    #: Only of an announcement: whether it is immediate information (serta-merta).
    immediate: bool = False


class PageWithdrawn(PageEvent):
    """A page is not public any more: taken back, expired or deleted."""
