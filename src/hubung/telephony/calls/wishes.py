"""What an agent may ask for in a call, and what follows. The kinds are those of `DeskCommand`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from hubung.telephony import acd
from hubung.telephony.calls import cuts
from hubung.telephony.calls.state import AgentSeen, Call, Leg, Role, Stage
from hubung.telephony.calls.words import Wished

if TYPE_CHECKING:
    from hubung.telephony.calls.exchange import Exchange

NO_CALL = "no_call"
BUSY = "agent_busy"
UNKNOWN = "not_understood"
NOT_NOW = "not_now"


def grant(exchange: Exchange, wish: Wished, now: datetime) -> str:
    """Do it; returns "" or the code that says why not."""
    if wish.kind in _PRESENCE:
        _PRESENCE[wish.kind](exchange, wish)
        return ""
    if wish.kind not in _IN_CALL:
        return UNKNOWN
    for call in exchange.calls.values():
        leg = call.leg_of(wish.agent)
        if leg is not None and (leg.talking or wish.kind == "rejoin"):
            return _IN_CALL[wish.kind](exchange, call, leg, wish, now)
    return NO_CALL


# Presence -----------------------------------------------------------------------------------------


def _ready(exchange: Exchange, wish: Wished) -> None:
    details = wish.details
    seen = exchange.agents.get(wish.agent, AgentSeen(wish.agent))
    exchange.agents[wish.agent] = replace(
        seen,
        queues=tuple(details.get("queues", ())),
        languages=tuple(details.get("languages", ())),
        skills=tuple(sorted(dict(details.get("skills", {})).items())),
        telephone=str(details.get("telephone", "softphone")),
        gone=False,
    )
    exchange.feed(acd.AgentReady(wish.agent, profile(exchange.agents[wish.agent])))


def _not_ready(exchange: Exchange, wish: Wished) -> None:
    reason = str(wish.details.get("reason") or "break")
    exchange.feed(acd.AgentNotReady(wish.agent, reason))


def _gone(exchange: Exchange, wish: Wished) -> None:
    if wish.agent in exchange.agents:
        exchange.agents[wish.agent] = replace(exchange.agents[wish.agent], gone=True)
    exchange.feed(acd.AgentGone(wish.agent))


def _wrapped_up(exchange: Exchange, wish: Wished) -> None:
    exchange.feed(acd.WrappedUp(wish.agent))


def profile(agent: AgentSeen) -> acd.Profile:
    """What the queue wants to know of an agent."""
    return acd.Profile(frozenset(agent.queues), frozenset(agent.languages), dict(agent.skills))


# In a call ----------------------------------------------------------------------------------------


def _hold(exchange: Exchange, call: Call, leg: Leg, _wish: Wished, _now: datetime) -> str:
    if not call.held:
        exchange.change(call.id, lambda one: replace(one, held=True))
        exchange.note("held", call.id)
    return ""


def _resume(exchange: Exchange, call: Call, leg: Leg, _wish: Wished, _now: datetime) -> str:
    if _consulted(call) is not None:
        return NOT_NOW
    if call.held:
        exchange.change(call.id, lambda one: replace(one, held=False))
        exchange.note("resumed", call.id)
    return ""


def _muted(muted: bool) -> InCall:
    def do(exchange: Exchange, call: Call, leg: Leg, _wish: Wished, _now: datetime) -> str:
        exchange.change(call.id, lambda one: one.with_leg(replace(leg, muted=muted)))
        return ""

    return do


def _hang_up(exchange: Exchange, call: Call, leg: Leg, _wish: Wished, _now: datetime) -> str:
    exchange.change(call.id, lambda one: one.without_leg(leg.channel))
    exchange.stopped_talking(call.id, leg)
    exchange.left_by_agent(call.id)
    return ""


def _transfer(exchange: Exchange, call: Call, leg: Leg, wish: Wished, now: datetime) -> str:
    kind, _, target = str(wish.details.get("to", "")).partition(":")
    if kind not in ("agent", "queue") or not target:
        return UNKNOWN
    if _consulted(call) is not None or len(list(call.talking())) > 1:
        return NOT_NOW
    if kind == "agent" and not _is_free(exchange, target):
        return BUSY
    exchange.note("transferred", call.id, person=leg.agent, to=f"{kind}:{target}")
    exchange.change(
        call.id,
        lambda one: replace(
            one.without_leg(leg.channel),
            stage=Stage.WAITING,
            held=False,
            joined_at=now,
            queue=target if kind == "queue" else one.queue,
        ),
    )
    exchange.stopped_talking(call.id, leg)
    if kind == "queue":
        exchange.join_queue(call.id)
    else:
        exchange.feed(acd.AgentTaken(target, call.id))
        exchange.ring(call.id, target, Role.TRANSFERRED, now + exchange.rules.ring)
    return ""


def _consult(exchange: Exchange, call: Call, leg: Leg, wish: Wished, now: datetime) -> str:
    kind, _, target = str(wish.details.get("to", "")).partition(":")
    if kind != "agent" or not target:
        return UNKNOWN
    if _consulted(call) is not None:
        return NOT_NOW
    if not _is_free(exchange, target):
        return BUSY
    exchange.change(call.id, lambda one: replace(one, held=True))
    exchange.feed(acd.AgentTaken(target, call.id))
    exchange.ring(call.id, target, Role.CONSULTED, now + exchange.rules.ring)
    return ""


def _complete(exchange: Exchange, call: Call, leg: Leg, _wish: Wished, _now: datetime) -> str:
    other = _consulted(call)
    if other is None or not other.up:
        return NOT_NOW
    exchange.note("transferred", call.id, person=leg.agent, to=f"agent:{other.agent}")
    exchange.change(call.id, lambda one: one.without_leg(leg.channel))
    exchange.stopped_talking(call.id, leg)
    exchange.left_by_agent(call.id)
    return ""


def _conference(exchange: Exchange, call: Call, leg: Leg, _wish: Wished, _now: datetime) -> str:
    other = _consulted(call)
    if other is None or not other.up:
        return NOT_NOW
    exchange.connect(call.id, other.agent)
    return ""


def _cancel(exchange: Exchange, call: Call, leg: Leg, _wish: Wished, _now: datetime) -> str:
    other = _consulted(call)
    if other is None:
        return NOT_NOW
    exchange.change(call.id, lambda one: replace(one.without_leg(other.channel), held=False))
    exchange.note("offer_ended", call.id, person=other.agent, leg=other.channel, why="withdrawn")
    exchange.feed(acd.AgentReleased(other.agent, call.id))
    return ""


def _rejoin(exchange: Exchange, call: Call, leg: Leg, _wish: Wished, _now: datetime) -> str:
    cuts.rejoin(exchange, call.id, leg)
    return ""


def _consulted(call: Call) -> Leg | None:
    """The colleague who is asked while the caller hears music."""
    return next((leg for leg in call.legs if leg.role is Role.CONSULTED and not leg.talking), None)


def _is_free(exchange: Exchange, agent: str) -> bool:
    """Whether a colleague can be rung: nobody is ever in two calls."""
    seen = exchange.agents.get(agent)
    return seen is not None and not seen.gone and seen.phase == acd.Phase.FREE


Presence = Callable[["Exchange", Wished], None]
InCall = Callable[["Exchange", Call, Leg, Wished, datetime], str]

_PRESENCE: dict[str, Presence] = {
    "ready": _ready,
    "not_ready": _not_ready,
    "gone": _gone,
    "wrapped_up": _wrapped_up,
}
_IN_CALL: dict[str, InCall] = {
    "hang_up": _hang_up,
    "hold": _hold,
    "resume": _resume,
    "mute": _muted(True),
    "unmute": _muted(False),
    "transfer": _transfer,
    "consult": _consult,
    "complete": _complete,
    "conference": _conference,
    "cancel": _cancel,
    "rejoin": _rejoin,
}
