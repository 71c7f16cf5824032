"""A call and the people in it, as the phone program knows them. Frozen: a change is a new one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from hubung.kernel.calendars import Language
from hubung.telephony.asterisk.outbound import Way


class Stage(StrEnum):
    """What the caller does."""

    MENU = "menu"
    WAITING = "waiting"
    #: An agent is there, and the caller is being called back.
    DIALLING = "dialling"
    TALKING = "talking"
    VOICEMAIL = "voicemail"


class Role(StrEnum):
    """How an agent came to be rung."""

    OFFERED = "offered"
    TRANSFERRED = "transferred"
    CONSULTED = "consulted"


#: Begins the name of who is no agent: a telephone of the directory, reached over the operator.
OUTSIDE = "telephone:"


@dataclass(frozen=True, slots=True)
class Leg:
    """The line of an agent, or of a telephone outside (`agent` is then `telephone:<id>`).

    `up`: they picked up. `talking`: they are with the caller; without `up` their line was cut, and
    is rung anew or, with `away`, waited for. `due` is when that ends, or ringing, for a leg that
    the queue does not time. `shows` is the number that a telephone outside sees, and `ways` are
    those to try when this one does not lead there, or is silent at `ask_at`.
    """

    channel: str
    agent: str
    endpoint: str
    role: Role
    due: datetime | None = None
    up: bool = False
    talking: bool = False
    muted: bool = False
    away: bool = False
    shows: str = ""
    ways: tuple[Way, ...] = ()
    ask_at: datetime | None = None

    @property
    def outside(self) -> bool:
        return self.agent.startswith(OUTSIDE)


@dataclass(frozen=True, slots=True)
class Call:
    """A caller's call. `id` is their channel's id, and the prefix of everything that is the call's.

    `settled` is False while the caller's channel takes no commands: it is on its way through the
    dialplan, or still rung for a call back. `joined_at` is since when they wait. `playing` is the
    id of what is played. `paused_until`: the recording is silent until then.

    `callback`: they asked to be called back, and keep their place. `line` is then the channel on
    which they are called ("" while there is none), `line_ways` the endpoints that it may use, the
    present one first, and `line_due` when ringing ends; at `line_ask_at` it has to have begun.
    None: they are on their own channel.
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
    #: Whether the caller may be recorded; `recording` is the file of now.
    recorded: bool = False
    recording: str = ""
    box: str = ""
    playing: str = ""
    held: bool = False
    paused_until: datetime | None = None
    callback: bool = False
    attempts: int = 0
    not_before: datetime | None = None
    line: str | None = None
    line_ways: tuple[Way, ...] = ()
    line_due: datetime | None = None
    line_ask_at: datetime | None = None
    legs: tuple[Leg, ...] = ()
    #: Names given out so far, for legs and for what is played.
    names: int = 0

    @property
    def bridge(self) -> str:
        return f"{self.id}~bridge"

    @property
    def channel(self) -> str:
        """Where the caller is; "" when they wait for a call back without a line."""
        return self.id if self.line is None else self.line

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

    `reason` is why they want no calls. `phase` and `call` are the queue's. `by_hand`: the desk said
    what they may be given, instead of the directory. `owes`: the call whose wrap-up code is due.
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
    by_hand: bool = False
    owes: str = ""

    @property
    def endpoint(self) -> str:
        kind = "desk" if self.telephone == "desk" else "agent"
        return f"PJSIP/{kind}-{self.id}"
