"""Everybody who waits, in the order in which they are served."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator

from hubung.telephony.acd.model import Caller

_Place = tuple[float, int, str]


class Line:
    """Callers by their rank, over all queues and within each. A call id stands in it once."""

    def __init__(self) -> None:
        self._callers: dict[str, Caller] = {}
        self._all: list[_Place] = []
        self._by_queue: dict[str, list[_Place]] = {}

    def __contains__(self, call_id: str) -> bool:
        return call_id in self._callers

    def __len__(self) -> int:
        return len(self._callers)

    def __iter__(self) -> Iterator[Caller]:
        """First to be served first; callers may be replaced meanwhile, not added or removed."""
        return (self._callers[call_id] for _, _, call_id in self._all)

    def get(self, call_id: str) -> Caller | None:
        return self._callers.get(call_id)

    def add(self, caller: Caller) -> None:
        place = _place(caller)
        self._callers[caller.call_id] = caller
        insort(self._all, place)
        insort(self._by_queue.setdefault(caller.queue, []), place)

    def replace(self, caller: Caller) -> None:
        """Put in a changed caller; rank and own queue never change."""
        self._callers[caller.call_id] = caller

    def move(self, caller: Caller, changed: Caller) -> None:
        """Into another queue, or back into the same, at the same rank."""
        self.remove(caller)
        self.add(changed)

    def remove(self, caller: Caller) -> None:
        place = _place(caller)
        del self._callers[caller.call_id]
        for places in (self._all, self._by_queue[caller.queue]):
            del places[bisect_left(places, place)]

    def position(self, caller: Caller) -> int:
        """1 for whoever is next in their own queue."""
        return 1 + bisect_left(self._by_queue[caller.queue], _place(caller))

    def length(self, queue: str) -> int:
        return len(self._by_queue.get(queue, ()))


def _place(caller: Caller) -> _Place:
    return (*caller.rank, caller.call_id)
