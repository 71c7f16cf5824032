"""Taking up calls that go on in the engine: after a restart of the program, or of the stream.

What was kept says how each call is to be, what the engine has says how it is; the difference is put
right. A caller in the queue keeps their place, for they wait since the same moment. Callers in the
menu or at the machine begin there anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from hubung.telephony import acd
from hubung.telephony.calls import words
from hubung.telephony.calls.exchange import Exchange
from hubung.telephony.calls.presence import profile
from hubung.telephony.calls.state import AgentSeen, Call, Role, Stage, call_of
from hubung.telephony.calls.wiring import Wiring, lines
from hubung.telephony.calls.words import Output


@dataclass(frozen=True, slots=True)
class Found:
    """What the engine has: our channels, whether each is up, and who is in our bridges."""

    up: Mapping[str, bool]
    bridges: Mapping[str, frozenset[str]]


def adopt(
    exchange: Exchange,
    *,
    calls: Iterable[Call],
    agents: Iterable[AgentSeen],
    found: Found,
    now: datetime,
) -> list[Output]:
    """Fill a new exchange; returns what is to be done for what was found to be as it should."""
    kept = list(calls)
    alive = [_trimmed(call, found) for call in kept if _goes_on(call, found)]
    with exchange.gathering(now) as out:
        for agent in agents:
            _take_up(exchange, agent, alive)
        for call in alive:
            exchange.calls[call.id] = call
            out += exchange.wire(call.id, _wiring(call, found))
        for call in sorted(alive, key=lambda one: one.joined_at or one.began_at):
            exchange.go_on(call.id)
        exchange.feed(acd.Reconciled(frozenset(call.id for call in alive)))
        for call in kept:
            if call.callback and call.recording and call.id not in found.up:
                exchange.note("recording_ended", call.id, file=call.recording)
            if call.id not in exchange.calls:
                exchange.lost(call)
    return [*_leftovers(alive, found), *out]


def _goes_on(call: Call, found: Found) -> bool:
    """Whether there is a line, or none is needed: who is to be called back has a place without."""
    return call.callback or call.channel in found.up


def lose(exchange: Exchange, now: datetime) -> list[Output]:
    """The engine has ended, and every line with it; there is nobody to carry out orders.

    Who waits for a call back needs no line, and is looked after when there is an engine again.
    """
    with exchange.gathering(now) as out:
        for call in list(exchange.calls.values()):
            if not call.callback:
                exchange.lost(call)
    return [one for one in out if not isinstance(one, words.Order)]


def _trimmed(call: Call, found: Found) -> Call:
    """The call with the lines that are there. Agents who only rang are offered it again.

    Who was being called back waits for it again; what rang for it is cleared as a leftover.
    """
    if call.callback:
        waits_on = call.line is None and call.id in found.up
        return replace(
            call,
            stage=Stage.WAITING,
            line=None if waits_on else "",
            line_ways=(),
            line_due=None,
            line_ask_at=None,
            recording=call.recording if waits_on else "",
            legs=(),
            playing="",
            settled=True,
        )
    legs = tuple(
        replace(leg, up=True)
        for leg in call.legs
        if found.up.get(leg.channel) and (leg.talking or leg.role is not Role.OFFERED)
    )
    talks = any(leg.talking for leg in legs)
    stage = call.stage
    if stage is Stage.TALKING and not talks:
        stage = Stage.WAITING
    held = call.held and (talks or bool(legs))
    return replace(call, legs=legs, stage=stage, held=held, settled=True, playing="")


def _take_up(exchange: Exchange, agent: AgentSeen, alive: Iterable[Call]) -> None:
    exchange.agents[agent.id] = agent
    exchange.feed(acd.AgentReady(agent.id, profile(agent), agent.reason))
    talks = [call.id for call in alive if call.leg_of(agent.id) is not None]
    for call_id in talks:
        exchange.feed(acd.AgentTaken(agent.id, call_id))
    if agent.gone:
        exchange.feed(acd.AgentGone(agent.id))
    if agent.phase == acd.Phase.WRAP_UP or (agent.phase == acd.Phase.TALKING and not talks):
        # When the conversation ended is not known any more; a whole rest is on the agent's side.
        exchange.feed(acd.AgentTaken(agent.id, agent.call or "earlier"))
        exchange.feed(acd.CallEnded(agent.id, agent.call or "earlier"))


def _wiring(call: Call, found: Found) -> Wiring:
    """How the call is connected now. Music and muting can't be seen; asking twice does no harm.

    Nor can it be seen whether an agent hears somebody ring who is not rung any more.
    """
    members = found.bridges.get(call.bridge, frozenset())
    asking = frozenset(leg.channel for leg in call.talking()) if call.held else frozenset()
    return Wiring(bridge=members, ringback=asking, lines=lines(call))


def _leftovers(alive: Iterable[Call], found: Found) -> Iterable[Output]:
    """Lines and bridges that belong to no call."""
    calls = {call.id: call for call in alive}
    for channel in found.up:
        owner = calls.get(call_of(channel))
        mine = owner is not None and (owner.leg(channel) or owner.line == channel)
        if "~" in channel and not mine:
            yield words.HangUp(channel)
    for bridge in found.bridges:
        if call_of(bridge) not in calls:
            yield words.DropBridge(bridge)
