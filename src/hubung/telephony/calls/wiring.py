"""Who is connected with whom: what a call wants of the engine, and the way there.

Changes of a call never name these commands themselves; they follow from how the wiring was and is
to be. A call that was found running is put right by the very same rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hubung.telephony.calls.state import Call, Role, Stage
from hubung.telephony.calls.words import (
    DropBridge,
    HangUp,
    Join,
    MakeBridge,
    Mute,
    Order,
    Part,
    Ring,
    StartMusic,
    StopMusic,
    Unmute,
)


@dataclass(frozen=True, slots=True)
class Wiring:
    """Channels in the call's bridge, hearing music, muted; `lines`: endpoint by agent's channel."""

    bridge: frozenset[str] = frozenset()
    music: frozenset[str] = frozenset()
    muted: frozenset[str] = frozenset()
    lines: Mapping[str, str] = field(default_factory=dict)


NOTHING = Wiring()


def wanted(call: Call) -> Wiring:
    """How the call is to be connected."""
    together = {
        leg.channel for leg in call.legs if leg.up and (leg.talking or leg.role is Role.CONSULTED)
    }
    waits = call.stage is Stage.WAITING or (call.stage is Stage.TALKING and call.held)
    if call.settled and call.stage is Stage.TALKING and not call.held:
        together.add(call.id)
    return Wiring(
        bridge=frozenset(together),
        music=frozenset({call.id} if waits and call.settled and not call.playing else ()),
        muted=frozenset(leg.channel for leg in call.legs if leg.up and leg.muted),
        lines={leg.channel: leg.endpoint for leg in call.legs},
    )


def changes(call: Call, before: Wiring, after: Wiring) -> Iterator[Order]:
    """The commands that lead from one wiring to the other, in an order that the engine takes."""
    for channel in sorted(before.lines.keys() - after.lines.keys()):
        yield HangUp(channel)
    for channel in sorted(after.lines.keys() - before.lines.keys()):
        yield Ring(channel, after.lines[channel], call.caller)
    hung_up = before.lines.keys() - after.lines.keys()
    for channel in sorted(before.bridge - after.bridge - hung_up):
        yield Part(call.bridge, channel)
    for channel in sorted(before.music - after.music):
        yield StopMusic(channel)
    if after.bridge and not before.bridge:
        yield MakeBridge(call.bridge)
    for channel in sorted(after.bridge - before.bridge):
        yield Join(call.bridge, channel)
    if before.bridge and not after.bridge:
        yield DropBridge(call.bridge)
    for channel in sorted(after.music - before.music):
        yield StartMusic(channel)
    for channel in sorted(after.muted - before.muted):
        yield Mute(channel)
    for channel in sorted((before.muted - after.muted) & after.lines.keys()):
        yield Unmute(channel)
