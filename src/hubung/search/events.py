"""What the index hears of."""

from __future__ import annotations

from dataclasses import dataclass

from hubung.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class LookAgain(Event):
    """A thing of a source may have changed, or may be public or hidden now."""

    source: str
    key: int
