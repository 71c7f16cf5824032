"""An agent's line into a call is cut: their browser was closed, loaded anew, or lost its way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hubung.telephony import acd
from hubung.telephony.calls.state import Call, Leg, Role, Stage

if TYPE_CHECKING:
    from hubung.telephony.calls.exchange import Exchange


def rejoin(exchange: Exchange, call_id: str, leg: Leg) -> None:
    """Ring the agent anew, in the place of the line that was lost."""
    call, channel = exchange.calls[call_id].named()
    # Whom the queue offers the call to is timed by the queue.
    due = exchange.now + exchange.rules.ring if leg.up or leg.due else None
    fresh = replace(leg, channel=channel, up=False, due=due)
    exchange.change(call_id, lambda _: call.without_leg(leg.channel).with_leg(fresh))
    exchange.note("rejoined", call_id, person=leg.agent, leg=channel)


def lost(exchange: Exchange, call: Call, leg: Leg) -> None:
    """An agent in conversation is not there any more: the caller waits again, before all others."""
    exchange.change(call.id, lambda one: one.without_leg(leg.channel))
    exchange.stopped_talking(call.id, leg)
    left = exchange.calls[call.id]
    if any(left.talking()) or asked_and_up(left):
        exchange.left_by_agent(call.id)
        return
    for other in left.legs:
        exchange.drop_leg(call.id, other.agent, "withdrawn")
        exchange.feed(acd.AgentReleased(other.agent, call.id))
    exchange.change(
        call.id, lambda one: replace(one, stage=Stage.WAITING, held=False, known_agent=None)
    )
    exchange.join_queue(call.id)


def asked_and_up(call: Call) -> Leg | None:
    """The colleague who was asked and has picked up."""
    return next((leg for leg in call.legs if leg.role is Role.CONSULTED and leg.up), None)
