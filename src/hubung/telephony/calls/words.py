"""What the exchange is told, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hubung.kernel.calendars import Language
from hubung.telephony.calls.arrangement import Arrangement
from hubung.telephony.menu.walking import Prompt

# What happens ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Arrived:
    """Somebody calls from outside."""

    call: str
    caller: str
    dialled: str


@dataclass(frozen=True, slots=True)
class Settled:
    """The caller's channel is back from the dialplan; it is recorded from now on."""

    call: str


@dataclass(frozen=True, slots=True)
class Key:
    """A key was pressed on this channel."""

    channel: str
    key: str


@dataclass(frozen=True, slots=True)
class PickedUp:
    """An agent's line was answered."""

    channel: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A channel is no more; `cause` is ISDN's (Q.850): 17 busy, 19 no answer, 21 rejected.

    `sip` is the answer that it stands for, where the engine tells it.
    """

    channel: str
    cause: int = 16
    sip: int | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """A channel has left our application: hung up, or on its way through the dialplan."""

    channel: str


@dataclass(frozen=True, slots=True)
class Silent:
    """A line that was rung has not said that it rings, and nothing is heard on it."""

    channel: str


@dataclass(frozen=True, slots=True)
class Stray:
    """A channel is with us that we have no use for."""

    channel: str


@dataclass(frozen=True, slots=True)
class Played:
    """What was played is over, or could not be played."""

    playback: str


@dataclass(frozen=True, slots=True)
class MessageTaken:
    """The caller's message is on disk; `file` is empty when it could not be taken."""

    call: str
    file: str


@dataclass(frozen=True, slots=True)
class CaseTold:
    """What there is to say of the case that was asked for."""

    call: str
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True, slots=True)
class CallerKnown:
    """The agent who has an open case of this caller."""

    call: str
    agent: str


@dataclass(frozen=True, slots=True)
class Arranged:
    """Queues, agents or telephones were changed: what holds from now on."""

    arrangement: Arrangement


@dataclass(frozen=True, slots=True)
class Wished:
    """The desk asks for something; see `services.commands`."""

    agent: str
    kind: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tick:
    """Nothing but time has passed."""


Happening = (
    Arrived
    | Settled
    | Key
    | PickedUp
    | Gone
    | Left
    | Silent
    | Stray
    | Played
    | MessageTaken
    | CaseTold
    | CallerKnown
    | Arranged
    | Wished
    | Tick
)

# What the engine is to do ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    channel: str


@dataclass(frozen=True, slots=True)
class Play:
    channel: str
    playback: str
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True, slots=True)
class StopPlaying:
    playback: str


@dataclass(frozen=True, slots=True)
class StartRecording:
    """Send the caller through the dialplan that records; `Settled` tells of their return."""

    channel: str
    file: str


@dataclass(frozen=True, slots=True)
class SilenceRecording:
    """Nothing of this channel is heard on its recording, which goes on."""

    channel: str


@dataclass(frozen=True, slots=True)
class HearRecording:
    """The recording hears again."""

    channel: str


@dataclass(frozen=True, slots=True)
class SendKeys:
    channel: str
    keys: str


@dataclass(frozen=True, slots=True)
class TakeMessage:
    channel: str
    file: str


@dataclass(frozen=True, slots=True)
class StartMusic:
    channel: str


@dataclass(frozen=True, slots=True)
class StopMusic:
    channel: str


@dataclass(frozen=True, slots=True)
class StartRingback:
    """Somebody is rung for this line, and it hears that."""

    channel: str


@dataclass(frozen=True, slots=True)
class StopRingback:
    channel: str


@dataclass(frozen=True, slots=True)
class MakeBridge:
    bridge: str


@dataclass(frozen=True, slots=True)
class DropBridge:
    bridge: str


@dataclass(frozen=True, slots=True)
class Join:
    bridge: str
    channel: str


@dataclass(frozen=True, slots=True)
class Part:
    bridge: str
    channel: str


@dataclass(frozen=True, slots=True)
class Mute:
    channel: str


@dataclass(frozen=True, slots=True)
class Unmute:
    channel: str


@dataclass(frozen=True, slots=True)
class Ring:
    """Ring somebody; the display shows `caller`."""

    channel: str
    endpoint: str
    caller: str


@dataclass(frozen=True, slots=True)
class AskRinging:
    """Look whether it rings there; `Silent` tells when it does not."""

    channel: str


@dataclass(frozen=True, slots=True)
class HangUp:
    channel: str


Order = (
    Answer
    | Play
    | StopPlaying
    | StartRecording
    | SilenceRecording
    | HearRecording
    | SendKeys
    | TakeMessage
    | StartMusic
    | StopMusic
    | StartRingback
    | StopRingback
    | MakeBridge
    | DropBridge
    | Join
    | Part
    | Mute
    | Unmute
    | Ring
    | AskRinging
    | HangUp
)


def target(order: Order) -> str:
    """The channel, bridge or playback that an order is about."""
    match order:
        case MakeBridge(bridge=bridge) | DropBridge(bridge=bridge):
            return bridge
        case StopPlaying(playback=playback):
            return playback
        case _:
            return order.channel


# What others are to do -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Note:
    """For the records: the service `name` is to be called with this."""

    name: str
    call: str
    at: datetime
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AskCase:
    """Ask the registry; answered by `CaseTold`."""

    call: str
    number: str
    language: Language


@dataclass(frozen=True, slots=True)
class AskAgent:
    """Ask the registry who knows this caller; answered by `CallerKnown`, or not at all."""

    call: str
    caller: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """The wish just told can't be met; a code that the desk turns into a sentence."""

    code: str


Output = Order | Note | AskCase | AskAgent | Refusal
