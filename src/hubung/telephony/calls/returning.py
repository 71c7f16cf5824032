"""Callers whose line was lost with the engine: who calls again soon has their place back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hubung.telephony.calls.state import Call

#: Who comes later than this stands behind those who wait.
WITHIN = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Place:
    """Since when they waited, and the agent they talked with."""

    since: datetime
    agent: str | None
    lost_at: datetime


@dataclass
class Places:
    """Places by the caller's number; who withholds it can't be known again."""

    _kept: dict[str, Place] = field(default_factory=dict)

    def keep(self, call: Call, now: datetime) -> None:
        """The line of somebody who waited or talked is lost."""
        self._forget(now)
        if call.caller and call.joined_at is not None:
            talked = next((leg.agent for leg in call.talking()), call.known_agent)
            self._kept[call.caller] = Place(call.joined_at, talked, now)

    def take(self, caller: str, now: datetime) -> Place | None:
        """The place of somebody who calls again; it is theirs once."""
        self._forget(now)
        return self._kept.pop(caller, None)

    def _forget(self, now: datetime) -> None:
        for caller in [key for key, one in self._kept.items() if one.lost_at + WITHIN < now]:
            del self._kept[caller]
