"""A call and the people in it, as the phone program knows them. Frozen: a change is a new one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from hubung.kernel.calendars import Language


class Stage(StrEnum):
    """What the caller does."""

    MENU = "menu"
    WAITING = "waiting"
    TALKING = "talking"
    VOICEMAIL = "voicemail"


class Role(StrEnum):
    """How an agent came to be rung."""

    OFFERED = "offered"
    TRANSFERRED = "transferred"
    CONSULTED = "consulted"


@dataclass(frozen=True, slots=True)
class Leg:
    """An agent's line. `up`: they picked up. `talking`: they are with the caller.

    `due` is when ringing ends, for a leg that the queue does not time.
    """

    channel: str
    agent: str
    endpoint: str
    role: Role
    due: datetime | None = None
    up: bool = False
    talking: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A caller's call. `id` is their channel's id, and the prefix of everything that is the call's.

    `settled` is False while the channel is on its way through the dialplan, where the engine takes
    no commands for it. `joined_at` is since when they wait. `playing` is the id of what is played.
    """

    id: str
    caller: str
    dialled: str
    began_at: datetime
    stage: Stage = Stage.MENU
    settled: bool = True
    language: Language = "id"
    sector: str = ""
    queue: str = ""
    priority: int = 0
    known_agent: str | None = None
    joined_at: datetime | None = None
    recording: str = ""
    box: str = ""
    playing: str = ""
    held: bool = False
    legs: tuple[Leg, ...] = ()
    #: Names given out so far, for legs and for what is played.
    names: int = 0

    @property
    def bridge(self) -> str:
        return f"{self.id}~bridge"

    def leg(self, channel: str) -> Leg | None:
        return next((leg for leg in self.legs if leg.channel == channel), None)

    def leg_of(self, agent: str) -> Leg | None:
        return next((leg for leg in self.legs if leg.agent == agent), None)

    def talking(self) -> Iterator[Leg]:
        """The agents who are with the caller."""
        return (leg for leg in self.legs if leg.talking)

    def named(self) -> tuple[Call, str]:
        """The call with one more name given out, and that name."""
        changed = replace(self, names=self.names + 1)
        return changed, f"{self.id}~{changed.names}"

    def with_leg(self, leg: Leg) -> Call:
        """The call with this leg in the place of its former self, or added."""
        if self.leg(leg.channel) is None:
            return replace(self, legs=(*self.legs, leg))
        return replace(
            self, legs=tuple(leg if one.channel == leg.channel else one for one in self.legs)
        )

    def without_leg(self, channel: str) -> Call:
        return replace(self, legs=tuple(one for one in self.legs if one.channel != channel))


def call_of(channel: str) -> str:
    """The id of the call that a channel, a bridge or a playback belongs to."""
    return channel.partition("~")[0]


@dataclass(frozen=True, slots=True)
class AgentSeen:
    """An agent as the desk and the queue last told of them; kept over a restart.

    `reason` is why they want no calls. `phase` and `call` are the queue's.
    """

    id: str
    queues: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    skills: tuple[tuple[str, int], ...] = ()
    telephone: str = "softphone"
    reason: str = ""
    gone: bool = False
    phase: str = ""
    call: str | None = None

    @property
    def endpoint(self) -> str:
        kind = "desk" if self.telephone == "desk" else "agent"
        return f"PJSIP/{kind}-{self.id}"
