"""What the queue asks the phone program to do, in the order given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hubung.telephony.acd.model import Phase


@dataclass(frozen=True, slots=True)
class Offer:
    """Ring the agent for this caller until `until`."""

    call_id: str
    agent_id: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Stop ringing the agent for this caller; hang up if they have just picked up."""

    call_id: str
    agent_id: str


@dataclass(frozen=True, slots=True)
class Connect:
    """Bridge both. With `callback` the agent is there and the caller is to be dialled."""

    call_id: str
    agent_id: str
    callback: bool


@dataclass(frozen=True, slots=True)
class Announce:
    """Tell the caller their `position` (1 is next) and the expected wait.

    `wait_seconds` is None while the last hour has too little to tell from.
    """

    call_id: str
    position: int
    wait_seconds: int | None


@dataclass(frozen=True, slots=True)
class Overflow:
    """From now on the agents of queue `to` may be given this caller as well."""

    call_id: str
    to: str


@dataclass(frozen=True, slots=True)
class Voicemail:
    """The wait is over without an agent: let the caller leave a message."""

    call_id: str


@dataclass(frozen=True, slots=True)
class CallbackGivenUp:
    """The caller could not be reached in any attempt: a person decides what follows."""

    call_id: str


@dataclass(frozen=True, slots=True)
class AgentIs:
    """The agent's state, told at each change of it.

    `reason` is why no call will be offered after `phase` ("" when calls are wanted), `call_id` the
    call that rings or is talked in, `until` the end of ringing or wrap-up.
    """

    agent_id: str
    phase: Phase
    reason: str
    call_id: str | None
    until: datetime | None


Command = Offer | Withdraw | Connect | Announce | Overflow | Voicemail | CallbackGivenUp | AgentIs
