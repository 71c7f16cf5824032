"""Lines come and go: who picked up, who hung up, who does not answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hubung.telephony import acd
from hubung.telephony.asterisk import outbound
from hubung.telephony.asterisk.outbound import Way
from hubung.telephony.calls import callbacks, cuts, trying
from hubung.telephony.calls.state import OUTSIDE, Call, Leg, Role, Stage, call_of
from hubung.telephony.calls.words import Gone, HangUp

if TYPE_CHECKING:
    from hubung.telephony.calls.exchange import Exchange

#: ISDN's causes for "busy" and "rejected": they declined.
DECLINED = frozenset({17, 21})
#: … and for "no answer", however it is said.
UNANSWERED = frozenset({16, 18, 19, 26, 127})
NO_ANSWER = 19


def picked_up(exchange: Exchange, channel: str) -> None:
    """Somebody whom we rang is there; who comes too late is hung up."""
    call = exchange.calls.get(call_of(channel))
    if call is not None and channel == call.line:
        callbacks.answered(exchange, call)
        return
    leg = call.leg(channel) if call else None
    if call is None or leg is None:
        exchange.emit(HangUp(channel))
    elif not leg.up:
        up = replace(leg, up=True, due=None, ask_at=None)
        exchange.change(call.id, lambda one: one.with_leg(up))
        if leg.talking:
            return
        if leg.role is Role.OFFERED:
            exchange.feed(acd.OfferAccepted(call.id, leg.agent))
        elif leg.role is not Role.CONSULTED:
            exchange.connect(call.id, leg.agent)
        elif not leg.outside:
            exchange.note("consulted", call.id, person=leg.agent, leg=channel)


def gone(exchange: Exchange, what: Gone) -> None:
    """A line is no more."""
    channel = what.channel
    call = exchange.calls.get(call_of(channel))
    leg = call.leg(channel) if call else None
    if call is None:
        return
    if channel == call.channel:
        _caller_gone(exchange, call, what)
    elif leg is None:
        return
    elif call.stage is Stage.DIALLING:
        callbacks.failed(exchange, call.id)
    elif not (leg.talking and leg.up):
        unanswered(exchange, call, leg, what.cause, what.sip)
    elif what.cause == cuts.SOUND_ENDED and not leg.outside:
        cuts.away(exchange, call, leg)
    else:
        exchange.change(call.id, lambda one: one.without_leg(channel))
        exchange.stopped_talking(call.id, leg)
        exchange.left_by_agent(call.id)


def _caller_gone(exchange: Exchange, call: Call, what: Gone) -> None:
    if call.stage is Stage.DIALLING:
        callbacks.unanswered(exchange, call, what.cause, what.sip)
    elif call.callback:
        callbacks.off_the_line(exchange, call.id)
    else:
        exchange.over(call.id, "caller")


def unanswered(
    exchange: Exchange, call: Call, leg: Leg, cause: int, sip: int | None = None
) -> None:
    """Somebody who was rung declined, was silent or could not be reached."""
    if leg.talking:
        cuts.lost(exchange, call, leg)
        return
    fault = leg.outside and outbound.is_trunks_fault(cause, sip)
    why = "unreachable"
    if not fault and cause in DECLINED | UNANSWERED:
        why = "declined" if cause in DECLINED else "silent"
    drop(exchange, call.id, leg.agent, why)
    if leg.role is Role.OFFERED:
        reason = {"declined": acd.REFUSED, "unreachable": acd.UNREACHABLE}.get(why)
        if reason is None:
            exchange.feed(acd.OfferTimedOut(call.id, leg.agent))
        else:
            exchange.feed(acd.OfferRefused(call.id, leg.agent, reason))
        return
    if leg.ways and fault:
        ring_outside(exchange, call.id, leg.agent, leg.role, leg.ways)
        return
    exchange.release(leg.agent, call.id)
    if leg.role is Role.TRANSFERRED:
        exchange.join_queue(call.id)
    else:
        exchange.change(call.id, lambda one: replace(one, held=False))


def drop(exchange: Exchange, call_id: str, agent: str, why: str) -> None:
    """Stop ringing somebody who does not talk yet."""
    call = exchange.calls.get(call_id)
    leg = call.leg_of(agent) if call else None
    if call is not None and leg is not None and not leg.talking:
        exchange.change(call_id, lambda one: one.without_leg(leg.channel))
        tell_end(exchange, call_id, leg, why)


def tell_end(exchange: Exchange, call_id: str, leg: Leg, why: str) -> None:
    """Note that a line rings no more, and nobody took the call there."""
    if leg.outside:
        exchange.note("telephone_left", call_id, telephone=key(leg), leg=leg.channel, why=why)
    else:
        exchange.note("offer_ended", call_id, person=leg.agent, leg=leg.channel, why=why)


def ring_outside(
    exchange: Exchange, call_id: str, agent: str, role: Role, ways: tuple[Way, ...]
) -> None:
    """Ring a telephone of the directory (`agent` is its name as a leg) on the first of the ways."""
    call, channel = exchange.calls[call_id].named()
    due = exchange.now + exchange.rules.ring_outside
    leg = Leg(
        channel,
        agent,
        ways[0].endpoint,
        role,
        due,
        shows=ways[0].caller,
        ways=ways[1:],
        ask_at=trying.ask_at(exchange, ways[1:]),
    )
    exchange.change(call_id, lambda _one: call.with_leg(leg))
    exchange.note("telephone_rung", call_id, telephone=key(leg), leg=channel)


def key(leg: Leg) -> str:
    """Which telephone of the directory it is."""
    return leg.agent.removeprefix(OUTSIDE)
