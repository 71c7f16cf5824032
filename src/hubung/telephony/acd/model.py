"""Queues, callers and agents as the queue knows them. Frozen: a change is a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

NO_ANSWER = "no_answer"
REFUSED = "refused"
UNREACHABLE = "unreachable"
GONE = "gone"

HIGHEST_PRIORITY = 9


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue and its rules; all times in seconds.

    `head_start_seconds` is what its callers are ahead of those of other queues, and
    `priority_seconds` what one step of a caller's priority is worth. `known_agent_seconds` is how
    long a caller waits for the busy agent who has their case. `wants` are the levels of skills that
    its callers need, as (skill, level); `relax_seconds`: after each, they fall by one (0: never).
    `overflow_seconds`: when the agents of `overflow_to` may take the caller too, if none of its own
    is free (0: at once). `voicemail_seconds`: the longest wait (0: without end). `longest`: how
    many may wait (0: any number); whoever comes then and finds nobody free has voicemail at once.
    `callback`: whether its callers may ask to be called back.
    Raises ValueError for times that can't be.
    """

    name: str
    head_start_seconds: int = 0
    priority_seconds: int = 60
    ring_seconds: int = 15
    wrap_up_seconds: int = 30
    known_agent_seconds: int = 20
    relax_seconds: int = 30
    overflow_seconds: int = 60
    overflow_to: tuple[str, ...] = ()
    voicemail_seconds: int = 600
    announce_seconds: int = 45
    longest: int = 0
    wants: tuple[tuple[str, int], ...] = ()
    callback: bool = True
    callback_attempts: int = 3
    callback_retry_seconds: int = 300

    def __post_init__(self) -> None:
        if min(self.ring_seconds, self.announce_seconds, self.callback_attempts) < 1:
            raise ValueError(f"{self.name}: ringing, announcements and attempts are at least 1")
        if min(self.wrap_up_seconds, self.known_agent_seconds, self.relax_seconds) < 0:
            raise ValueError(f"{self.name}: a time is less than nothing")


@dataclass(frozen=True, slots=True)
class Profile:
    """What an agent may be given: their queues, languages, and skills with level (1 and up)."""

    queues: frozenset[str]
    languages: frozenset[str] = frozenset()
    skills: Mapping[str, int] = field(default_factory=dict)


class Phase(StrEnum):
    """What an agent does. Whether they want calls is another matter: `Agent.reason`."""

    FREE = "free"
    RINGING = "ringing"
    TALKING = "talking"
    WRAP_UP = "wrap_up"


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent; `since` is when `phase` began, `idle_since` when they last became available.

    `reason`: "" wants calls. `call_id` and `until` as in `commands.AgentIs`. `talked_for`: the
    queue whose wrap-up time the present conversation has ("" for a call that came through none).
    `rest_until`: the end of a wrap-up that another call broke into.
    """

    agent_id: str
    profile: Profile
    idle_since: datetime
    since: datetime
    phase: Phase = Phase.FREE
    reason: str = ""
    call_id: str | None = None
    until: datetime | None = None
    talked_for: str = ""
    rest_until: datetime | None = None

    @property
    def available(self) -> bool:
        return self.phase is Phase.FREE and not self.reason

    @property
    def gone(self) -> bool:
        return self.reason == GONE


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who waits. `rank` orders all callers: who has the lowest is served first.

    `queues`: the own queue and those of its overflow. `needs`: (skill, level) as asked for.
    `offered_to` is the agent who rings; the end of ringing stands with them. `callback` says that
    no line is needed, and `not_before` when they may be dialled again. `first_position` is
    their place when they found nobody free, None when an agent rang at once.
    """

    call_id: str
    queue: str
    queues: tuple[str, ...]
    language: str
    needs: tuple[tuple[str, int], ...]
    known_agent: str | None
    since: datetime
    rank: tuple[float, int]
    offered_to: str | None = None
    callback: bool = False
    attempts: int = 0
    not_before: datetime | None = None
    next_announcement: datetime | None = None
    first_position: int | None = None

    def waited(self, now: datetime) -> timedelta:
        return now - self.since
