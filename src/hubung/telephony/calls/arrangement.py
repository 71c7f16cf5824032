"""What the ministry decided about its telephone: plain values, kept over a restart.

Made from the database by `queues.reading`. Numbers stand here and nowhere else that a call can
reach: who wishes to dial names a telephone by its key, never by a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hubung.telephony import acd


@dataclass(frozen=True, slots=True)
class Team:
    """How a unit is reached: its queue ("" without one), and keys of its telephones."""

    queue: str = ""
    telephones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Queues, and by key: profiles of agents (person), telephones (number), teams (unit).

    `codes` are those of which one is given at the end of a conversation; none: nobody is asked.
    """

    queues: tuple[acd.Queue, ...]
    profiles: Mapping[str, acd.Profile] = field(default_factory=dict)
    telephones: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, Team] = field(default_factory=dict)
    codes: frozenset[str] = frozenset()

    def queue(self, name: str) -> acd.Queue | None:
        return next((queue for queue in self.queues if queue.name == name), None)
