"""Alarms by name: setting one anew replaces it."""

from __future__ import annotations

from datetime import datetime
from heapq import heappop, heappush
from typing import Literal, NamedTuple


class Alarm(NamedTuple):
    """Whose alarm it is."""

    of: Literal["agent", "caller"]
    id: str


class Timers:
    """At most one moment for each alarm; what was replaced is skipped when its turn comes."""

    def __init__(self) -> None:
        self._moments: dict[Alarm, datetime] = {}
        self._heap: list[tuple[datetime, Alarm]] = []

    def set(self, alarm: Alarm, moment: datetime | None) -> None:
        """Ring at `moment`; None: not at all."""
        if moment is None:
            self._moments.pop(alarm, None)
        elif self._moments.get(alarm) != moment:
            self._moments[alarm] = moment
            heappush(self._heap, (moment, alarm))

    def next(self) -> datetime | None:
        """The earliest moment, None when there is none."""
        while self._heap and self._moments.get(self._heap[0][1]) != self._heap[0][0]:
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def due(self, now: datetime) -> list[Alarm]:
        """Take out the alarms of moments up to now, earliest first."""
        rung = []
        while (moment := self.next()) is not None and moment <= now:
            alarm = heappop(self._heap)[1]
            del self._moments[alarm]
            rung.append(alarm)
        return rung
