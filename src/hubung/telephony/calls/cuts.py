"""An agent's line into a call is cut: their browser was closed, loaded anew, or lost its way.

Their part in the conversation goes on without a line, and the caller hears music, until they are
rung anew or have been away too long.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hubung.telephony.calls import lines
from hubung.telephony.calls.state import Call, Leg, Role, Stage

if TYPE_CHECKING:
    from hubung.telephony.calls.exchange import Exchange

#: ISDN's cause for a line on which no sound came any more.
SOUND_ENDED = 44


def away(exchange: Exchange, call: Call, leg: Leg) -> None:
    """An agent in conversation vanished: they are waited for, while the caller hears music."""
    due = exchange.now + exchange.rules.rejoin
    vanished = replace(leg, up=False, away=True, due=due)
    exchange.change(call.id, lambda one: one.with_leg(vanished))


def rejoin(exchange: Exchange, call_id: str, leg: Leg) -> None:
    """Ring the agent anew, in the place of the line that was lost."""
    call, channel = exchange.calls[call_id].named()
    # Whom the queue offers the call to is timed by the queue.
    due = exchange.now + exchange.rules.ring if leg.up or leg.due else None
    fresh = replace(leg, channel=channel, up=False, away=False, due=due)
    exchange.change(call_id, lambda _: call.without_leg(leg.channel).with_leg(fresh))
    exchange.note("rejoined", call_id, person=leg.agent, leg=channel)


def is_back(exchange: Exchange, agent: str) -> None:
    """An agent has a telephone again: they get the caller who was kept for them."""
    for call in list(exchange.calls.values()):
        leg = call.leg_of(agent)
        if leg is not None and leg.away:
            rejoin(exchange, call.id, leg)


def lost(exchange: Exchange, call: Call, leg: Leg) -> None:
    """An agent in conversation is not there any more: the caller waits again, before all others."""
    exchange.change(call.id, lambda one: one.without_leg(leg.channel))
    exchange.stopped_talking(call.id, leg)
    left = exchange.calls[call.id]
    if any(left.talking()) or asked_and_up(left):
        exchange.left_by_agent(call.id)
        return
    for other in left.legs:
        lines.drop(exchange, call.id, other.agent, "withdrawn")
        exchange.release(other.agent, call.id)
    exchange.change(
        call.id, lambda one: replace(one, stage=Stage.WAITING, held=False, known_agent=None)
    )
    exchange.join_queue(call.id)


def asked_and_up(call: Call) -> Leg | None:
    """The colleague who was asked and has picked up."""
    return next((leg for leg in call.legs if leg.role is Role.CONSULTED and leg.up), None)
