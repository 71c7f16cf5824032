"""What the waits of the last hour say: the expected wait and the service level."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

HOUR = timedelta(hours=1)

ENOUGH_PLACES = 5
"""Places that callers must have moved up before an expected wait is told."""


class Ending(StrEnum):
    """How a wait ended."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"
    VOICEMAIL = "voicemail"
    UNREACHED = "unreached"


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait that is over. `places`: how far the caller moved up (None: they found somebody free).

    A caller who asked to be called back has waited until they were reached.
    """

    call_id: str
    queue: str
    ended_at: datetime
    waited: timedelta
    ending: Ending
    places: int | None = None


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """`in_time` of `counted` waits; `share` is None where none counts."""

    in_time: int
    counted: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.in_time, self.counted) if self.counted else None

    def reaches(self, target: Fraction = Fraction(9, 10)) -> bool:
        """Whether the target (of all or of none) is met: 90 % in 15 s is the usual one."""
        return self.in_time >= target * self.counted


def service_level(waits: Iterable[Wait], *, within_seconds: int = 15) -> ServiceLevel:
    """Share of waits that ended with an agent in time.

    Callers who gave up within the time do not count: nobody could have been too late for them.
    All others do, also those who ended at voicemail or could not be called back.
    """
    within = timedelta(seconds=within_seconds)
    in_time = counted = 0
    for wait in waits:
        early = wait.waited <= within
        if wait.ending is Ending.ABANDONED and early:
            continue
        counted += 1
        in_time += early and wait.ending is Ending.ANSWERED
    return ServiceLevel(in_time, counted)


class LastHour:
    """The waits that ended within the last hour, and for each queue what a place costs.

    Seconds per place are all seconds waited by all places moved up, of callers who found nobody
    free. Those who gave up count for the part that they saw. So agents shared with other queues,
    breaks and skills need no model: they are in the pace at which callers moved.
    """

    def __init__(self) -> None:
        self._waits: deque[Wait] = deque()
        self._moved: dict[str, tuple[timedelta, int]] = {}

    def __iter__(self) -> Iterator[Wait]:
        return iter(self._waits)

    def add(self, wait: Wait) -> None:
        self._waits.append(wait)
        self._count(wait, 1)

    def forget(self, now: datetime) -> None:
        """Drop what ended an hour ago or earlier."""
        while self._waits and self._waits[0].ended_at <= now - HOUR:
            self._count(self._waits.popleft(), -1)

    def expected_wait(self, queue: str, position: int) -> int | None:
        """Whole seconds until the caller at `position` has an agent; None: too little is known."""
        waited, places = self._moved.get(queue, (timedelta(), 0))
        if places < ENOUGH_PLACES:
            return None
        return round(waited.total_seconds() * position / places)

    def _count(self, wait: Wait, sign: int) -> None:
        if wait.places is not None and wait.places >= 0:
            waited, places = self._moved.get(wait.queue, (timedelta(), 0))
            self._moved[wait.queue] = (waited + sign * wait.waited, places + sign * wait.places)
