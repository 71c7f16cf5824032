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
    HearRecording,
    Join,
    MakeBridge,
    Mute,
    Order,
    Part,
    Ring,
    SilenceRecording,
    StartMusic,
    StartRingback,
    StopMusic,
    StopRingback,
    Unmute,
)


@dataclass(frozen=True, slots=True)
class Wiring:
    """Channels in the call's bridge, hearing music, muted, unheard by their recording.

    `ringback`: agents who hear that somebody is being rung for them.
    `lines`: by channel, of all that we rang, the endpoint and the number that it shows.
    """

    bridge: frozenset[str] = frozenset()
    music: frozenset[str] = frozenset()
    ringback: frozenset[str] = frozenset()
    muted: frozenset[str] = frozenset()
    unheard: frozenset[str] = frozenset()
    lines: Mapping[str, tuple[str, str]] = field(default_factory=dict)


NOTHING = Wiring()


def wanted(call: Call) -> Wiring:
    """How the call is to be connected."""
    together = {
        leg.channel for leg in call.legs if leg.up and (leg.talking or leg.role is Role.CONSULTED)
    }
    caller = frozenset({call.channel} if call.settled and call.channel else ())
    talks = call.stage is Stage.TALKING and not call.held and any(leg.up for leg in call.talking())
    waits = call.stage is Stage.WAITING or (call.stage is Stage.TALKING and not talks)
    if talks:
        together |= caller
    return Wiring(
        bridge=frozenset(together),
        music=caller if waits and not call.playing else frozenset(),
        ringback=_wait_for_somebody(call),
        muted=frozenset(leg.channel for leg in call.legs if leg.up and leg.muted),
        unheard=caller if call.paused_until and call.recording else frozenset(),
        lines=lines(call),
    )


def _wait_for_somebody(call: Call) -> frozenset[str]:
    """Agents who have had the caller dialled, or ask a colleague or an official who still rings."""
    asks = any(leg.role is Role.CONSULTED and not leg.up for leg in call.legs)
    return frozenset(
        leg.channel
        for leg in call.legs
        if leg.up
        and not leg.outside
        and (call.stage is Stage.DIALLING or (asks and leg.talking and call.held))
    )


def lines(call: Call) -> dict[str, tuple[str, str]]:
    """What was rung for a call. Outside, the ministry's number shows: the caller's is not ours."""
    rung = {
        leg.channel: (leg.endpoint, leg.shows or call.caller) for leg in call.legs if not leg.away
    }
    if call.line:
        rung[call.line] = (call.line_ways[0].endpoint, call.line_ways[0].caller)
    return rung


def changes(call: Call, before: Wiring, after: Wiring) -> Iterator[Order]:
    """The commands that lead from one wiring to the other, in an order that the engine takes."""
    for channel in sorted(before.lines.keys() - after.lines.keys()):
        yield HangUp(channel)
    for channel in sorted(after.lines.keys() - before.lines.keys()):
        yield Ring(channel, *after.lines[channel])
    hung_up = before.lines.keys() - after.lines.keys()
    for channel in sorted(before.bridge - after.bridge - hung_up):
        yield Part(call.bridge, channel)
    for channel in sorted(before.music - after.music):
        yield StopMusic(channel)
    for channel in sorted((before.ringback - after.ringback) & after.lines.keys()):
        yield StopRingback(channel)
    if after.bridge and not before.bridge:
        yield MakeBridge(call.bridge)
    for channel in sorted(after.bridge - before.bridge):
        yield Join(call.bridge, channel)
    if before.bridge and not after.bridge:
        yield DropBridge(call.bridge)
    for channel in sorted(after.music - before.music):
        yield StartMusic(channel)
    for channel in sorted(after.ringback - before.ringback):
        yield StartRingback(channel)
    for channel in sorted(after.muted - before.muted):
        yield Mute(channel)
    for channel in sorted((before.muted - after.muted) & after.lines.keys()):
        yield Unmute(channel)
    for channel in sorted(after.unheard - before.unheard):
        yield SilenceRecording(channel)
    for channel in sorted(before.unheard - after.unheard):
        yield HearRecording(channel)
