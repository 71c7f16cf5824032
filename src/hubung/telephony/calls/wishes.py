"""What an agent may ask for in a call, and what follows. The kinds are those of `DeskCommand`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from hubung.telephony.calls import callbacks, cuts, lines, presence, targets
from hubung.telephony.calls.state import Call, Leg, Role, Stage
from hubung.telephony.calls.targets import UNKNOWN, RefusedError, ToAgent, ToQueue, ToTelephone
from hubung.telephony.calls.words import SendKeys, Wished

if TYPE_CHECKING:
    from hubung.telephony.calls.exchange import Exchange

NO_CALL = "no_call"
NOT_NOW = "not_now"
_KEYS = re.compile(r"[0-9*#]{1,32}")


def grant(exchange: Exchange, wish: Wished, now: datetime) -> str:
    """Do it; returns "" or the code that says why not."""
    if wish.kind in presence.WISHES:
        return presence.WISHES[wish.kind](exchange, wish)
    if wish.kind not in _IN_CALL:
        return UNKNOWN
    for call in exchange.calls.values():
        leg = call.leg_of(wish.agent)
        if leg is not None and (leg.talking or wish.kind == "rejoin"):
            try:
                return _IN_CALL[wish.kind](exchange, call, leg, wish, now)
            except RefusedError as refused:
                return str(refused)
        if leg is not None and leg.up and call.stage is Stage.DIALLING and wish.kind == "hang_up":
            callbacks.failed(exchange, call.id)
            return ""
    return NO_CALL


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
    if _consulted(call) is not None or len(list(call.talking())) > 1:
        return NOT_NOW
    to = targets.find(exchange, wish.details.get("to"), asked=False)
    exchange.note("transferred", call.id, person=leg.agent, to=str(wish.details["to"]))
    hear_again(exchange, call.id)
    exchange.change(
        call.id,
        lambda one: replace(
            one.without_leg(leg.channel),
            stage=Stage.WAITING,
            held=False,
            joined_at=now,
            queue=to.queue if isinstance(to, ToQueue) else one.queue,
        ),
    )
    if isinstance(to, ToAgent):
        # Before the one who hands over is free, so that the queue does not give them this away.
        exchange.take(to.agent, call.id)
    exchange.stopped_talking(call.id, leg)
    if isinstance(to, ToQueue):
        exchange.join_queue(call.id)
    else:
        _ring(exchange, call.id, to, Role.TRANSFERRED)
    return ""


def _consult(exchange: Exchange, call: Call, leg: Leg, wish: Wished, _now: datetime) -> str:
    if _consulted(call) is not None:
        return NOT_NOW
    to = targets.find(exchange, wish.details.get("to"), asked=True)
    exchange.change(call.id, lambda one: replace(one, held=True))
    if isinstance(to, ToAgent):
        exchange.take(to.agent, call.id)
    _ring(exchange, call.id, to, Role.CONSULTED)
    return ""


def _ring(exchange: Exchange, call_id: str, to: targets.Target, role: Role) -> None:
    if isinstance(to, ToTelephone):
        lines.ring_outside(exchange, call_id, to.name, role, to.ways)
    elif isinstance(to, ToAgent):
        exchange.ring(call_id, to.agent, role, exchange.now + exchange.rules.ring)


def _complete(exchange: Exchange, call: Call, leg: Leg, _wish: Wished, _now: datetime) -> str:
    other = _consulted(call)
    if other is None or not other.up:
        return NOT_NOW
    to = other.agent if other.outside else f"agent:{other.agent}"
    exchange.note("transferred", call.id, person=leg.agent, to=to)
    hear_again(exchange, call.id)
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
    lines.tell_end(exchange, call.id, other, "withdrawn")
    exchange.release(other.agent, call.id)
    return ""


def _rejoin(exchange: Exchange, call: Call, leg: Leg, _wish: Wished, _now: datetime) -> str:
    cuts.rejoin(exchange, call.id, leg)
    return ""


def _send_keys(exchange: Exchange, call: Call, leg: Leg, wish: Wished, _now: datetime) -> str:
    """To everybody else who hears this agent: a caller's menu, or the switchboard of an official.

    They are sounds: no key of an agent dials anything here.
    """
    keys = str(wish.details.get("keys", ""))
    if not _KEYS.fullmatch(keys):
        return UNKNOWN
    hearing = [other.channel for other in call.legs if other.outside and other.up]
    if not call.held and call.settled:
        hearing.append(call.channel)
    for channel in hearing:
        exchange.emit(SendKeys(channel, keys))
    return ""


def _pause(exchange: Exchange, call: Call, leg: Leg, _wish: Wished, now: datetime) -> str:
    """Said again, it lasts longer; it ends by itself, so that nobody forgets it."""
    if not call.recording:
        return ""
    until = now + exchange.rules.pause
    exchange.change(call.id, lambda one: replace(one, paused_until=until))
    if call.paused_until is None:
        exchange.note("recording_paused", call.id, person=leg.agent)
    return ""


def _go_on(exchange: Exchange, call: Call, leg: Leg, _wish: Wished, _now: datetime) -> str:
    hear_again(exchange, call.id)
    return ""


def hear_again(exchange: Exchange, call_id: str) -> None:
    """A paused recording goes on."""
    if exchange.calls[call_id].paused_until is not None:
        exchange.change(call_id, lambda one: replace(one, paused_until=None))
        exchange.note("recording_resumed", call_id)


def _consulted(call: Call) -> Leg | None:
    """The colleague who is asked while the caller hears music."""
    return next((leg for leg in call.legs if leg.role is Role.CONSULTED and not leg.talking), None)


InCall = Callable[["Exchange", Call, Leg, Wished, datetime], str]

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
    "keys": _send_keys,
    "pause_recording": _pause,
    "resume_recording": _go_on,
}
