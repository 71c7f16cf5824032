"""What happens to callers and agents, as the phone program tells it to the queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hubung.telephony.acd.model import REFUSED, Profile, Queue


@dataclass(frozen=True, slots=True)
class CallerJoined:
    """A caller enters `queue`; a name that no queue has means the first one.

    `skills` are wanted levels by skill (`{"laut": 2}`), which soften with the wait; the `language`
    never does ("" is any). `priority` 0–9. `known_agent` has an open case of the caller. `since`:
    the moment from which the wait counts, when it is earlier than now. Ignored for a call that
    waits already or is owed a call back; agents who had the call begin their wrap-up.

    `callback`: they asked to be called back before this queue was there; `attempts` and
    `not_before` say what was tried already.
    """

    call_id: str
    queue: str
    language: str = ""
    skills: Mapping[str, int] = field(default_factory=dict)
    priority: int = 0
    known_agent: str | None = None
    since: datetime | None = None
    callback: bool = False
    attempts: int = 0
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class CallerLeft:
    """The caller's line is gone, or they left the queue. Means nothing once a call back is owed."""

    call_id: str


@dataclass(frozen=True, slots=True)
class CallbackAsked:
    """A waiting caller would rather be called back; their place is kept without the line."""

    call_id: str


@dataclass(frozen=True, slots=True)
class CallbackCancelled:
    """The caller needs no call back any more (they said so, or called again)."""

    call_id: str


@dataclass(frozen=True, slots=True)
class CallbackReached:
    """The caller has answered the call back."""

    call_id: str


@dataclass(frozen=True, slots=True)
class CallbackFailed:
    """The caller did not answer the call back: agents in it are free again, without wrap-up."""

    call_id: str


@dataclass(frozen=True, slots=True)
class AgentReady:
    """The agent is there and takes calls; a running conversation or wrap-up goes on as it is.

    With a `reason` they are there and take none, as after `AgentNotReady`.
    """

    agent_id: str
    profile: Profile
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProfileIs:
    """What an agent may be given has changed; whether they want calls has not."""

    agent_id: str
    profile: Profile


@dataclass(frozen=True, slots=True)
class AgentNotReady:
    """The agent takes no calls for `reason` (not empty); what rings is withdrawn.

    In a conversation or wrap-up it holds from its end on.
    """

    agent_id: str
    reason: str

    def __post_init__(self) -> None:
        _must_be_given(self.reason)


@dataclass(frozen=True, slots=True)
class AgentGone:
    """The agent's telephone can't be reached, or they signed out. A conversation goes on."""

    agent_id: str


@dataclass(frozen=True, slots=True)
class AgentTaken:
    """The agent is in (or being rung for) a call that the queue did not offer.

    Of a waiting caller, it ends the wait: somebody picked the call out of the queue.
    """

    agent_id: str
    call_id: str


@dataclass(frozen=True, slots=True)
class AgentReleased:
    """The call for which the agent was taken or connected came to no conversation."""

    agent_id: str
    call_id: str


@dataclass(frozen=True, slots=True)
class OfferAccepted:
    """The agent picked up. Answered with `Connect`, or with `Withdraw` when it is too late."""

    call_id: str
    agent_id: str


@dataclass(frozen=True, slots=True)
class OfferRefused:
    """The agent declined, or could not be rung (`reason=UNREACHABLE`): set not ready for it."""

    call_id: str
    agent_id: str
    reason: str = REFUSED

    def __post_init__(self) -> None:
        _must_be_given(self.reason)


@dataclass(frozen=True, slots=True)
class OfferTimedOut:
    """The engine stopped ringing the agent before the queue withdrew the offer."""

    call_id: str
    agent_id: str


@dataclass(frozen=True, slots=True)
class CallEnded:
    """The agent's part in the conversation is over: wrap-up begins."""

    agent_id: str
    call_id: str


@dataclass(frozen=True, slots=True)
class WrappedUp:
    """The agent has finished the wrap-up before its time is over."""

    agent_id: str


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Every call that has a line now. Callers and conversations of all others are over."""

    calls: frozenset[str]


@dataclass(frozen=True, slots=True)
class QueuesAre:
    """The queues and their rules from now on; callers of one that is gone wait in the first.

    Everybody keeps their place. Raises ValueError as `Acd` does, and then nothing has changed.
    """

    queues: tuple[Queue, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """Nothing but time has passed."""


def _must_be_given(reason: str) -> None:
    if not reason:
        raise ValueError("an agent who takes no calls has a reason")


Event = (
    CallerJoined
    | CallerLeft
    | CallbackAsked
    | CallbackCancelled
    | CallbackReached
    | CallbackFailed
    | AgentReady
    | ProfileIs
    | AgentNotReady
    | AgentGone
    | AgentTaken
    | AgentReleased
    | OfferAccepted
    | OfferRefused
    | OfferTimedOut
    | CallEnded
    | WrappedUp
    | Reconciled
    | QueuesAre
    | Tick
)
