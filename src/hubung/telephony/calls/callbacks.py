"""Calling back: a caller hangs up and keeps their place; at their turn an agent has them dialled.

Until they are reached the call has no line, or one that is being rung. What is known of it is kept,
so that neither a restart of the program nor of the engine forgets anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from hubung.telephony import acd
from hubung.telephony.asterisk import outbound
from hubung.telephony.asterisk.outbound import Way
from hubung.telephony.calls import allowing, hearing, trying
from hubung.telephony.calls.allowing import Verdict
from hubung.telephony.calls.state import Call, Stage
from hubung.telephony.calls.words import HangUp, StartRecording
from hubung.telephony.menu.walking import Prompt

if TYPE_CHECKING:
    from hubung.telephony.calls.exchange import Exchange

#: What a waiting caller presses; said in the prompt `queue-callback`.
KEY = "5"
OFFER = "queue-callback"
KEPT = "callback-kept"
#: Wishes of one number that are remembered.
MOST_KEPT = 20


def is_offered(exchange: Exchange, call: Call) -> bool:
    """Whether a waiting caller is told that they may be called back."""
    return _may_ask(exchange, call) and _verdict(exchange, call) is Verdict.ALLOWED


def hear(exchange: Exchange, call_id: str, key: str) -> None:
    """A caller pressed a key while waiting."""
    call = exchange.calls.get(call_id)
    if call is None or key != KEY or not _may_ask(exchange, call):
        return
    found = _verdict(exchange, call)
    if found is not Verdict.ALLOWED:
        hearing.play(exchange, call_id, (Prompt(f"callback-{found.value}", call.language),))
        return
    asked = exchange.asked.get(call.caller, ())
    exchange.asked[call.caller] = (*asked[-MOST_KEPT:], exchange.now)
    exchange.change(call_id, lambda one: replace(one, callback=True))
    exchange.note("callback_asked", call_id)
    hearing.play(exchange, call_id, (Prompt(KEPT, call.language),))
    exchange.feed(acd.CallbackAsked(call_id))


def let_go(exchange: Exchange, call_id: str) -> None:
    """They have heard that their place is kept: hang up for them."""
    exchange.emit(HangUp(call_id))
    off_the_line(exchange, call_id)


def off_the_line(exchange: Exchange, call_id: str) -> None:
    """Their line is gone, the place is kept."""
    call = exchange.calls[call_id]
    if call.recording:
        exchange.note("recording_ended", call_id, file=call.recording)
    # Without orders: the engine has nothing left of this line.
    exchange.calls[call_id] = replace(
        call, line="", playing="", recording="", settled=True, paused_until=None
    )


def dial(exchange: Exchange, call_id: str, agent: str) -> None:
    """An agent is there for a call back: ring the caller, unless they are still on the line."""
    call = exchange.calls.get(call_id)
    if call is None or call.leg_of(agent) is None:
        exchange.feed(acd.AgentReleased(agent, call_id))
    elif call.channel:
        _reached(exchange, call_id, agent)
    else:
        exchange.note("callback_dialled", call_id, person=agent)
        _ring(exchange, call_id, exchange.ways(call.caller))


def answered(exchange: Exchange, call: Call) -> None:
    """The caller picked up."""
    leg = next((leg for leg in call.legs if leg.up), None)
    if call.stage is not Stage.DIALLING or leg is None:
        exchange.emit(HangUp(call.channel))
        return
    file = f"recordings/{call.channel}.raw" if call.recorded else ""
    if file:
        exchange.emit(StartRecording(call.channel, file))
        exchange.note("recording_began", call.id, file=file)
    exchange.change(
        call.id,
        lambda one: replace(one, settled=not file, recording=file, line_due=None, line_ask_at=None),
    )
    _reached(exchange, call.id, leg.agent)


def unanswered(exchange: Exchange, call: Call, cause: int, sip: int | None = None) -> None:
    """They did not pick up, or this way does not lead to them: then try the next."""
    _ring(exchange, call.id, call.line_ways[1:] if outbound.is_trunks_fault(cause, sip) else ())


def failed(exchange: Exchange, call_id: str) -> None:
    """Nobody is connected: the agent is free again, the caller is tried later or given up."""
    call = exchange.calls[call_id]
    exchange.note("callback_failed", call_id)
    for leg in call.legs:
        exchange.note(
            "offer_ended", call_id, person=leg.agent, leg=leg.channel, why="caller_unreached"
        )
    exchange.change(
        call_id,
        lambda one: replace(
            one,
            stage=Stage.WAITING,
            line="",
            line_ways=(),
            line_due=None,
            line_ask_at=None,
            settled=True,
            legs=(),
        ),
    )
    exchange.feed(acd.CallbackFailed(call_id))
    waits = exchange.queue.caller(call_id)
    if waits is not None:
        exchange.change(
            call_id,
            lambda one: replace(one, attempts=waits.attempts, not_before=waits.not_before),
        )


def given_up(exchange: Exchange, call_id: str) -> None:
    """No attempt reached them: a person decides what follows."""
    exchange.note("callback_given_up", call_id)
    exchange.over(call_id, "unreached")


def taken_over(exchange: Exchange, call_id: str) -> None:
    """Who calls again instead of waiting for the call back has the place that was kept."""
    call = exchange.calls[call_id]
    kept = [
        other
        for other in exchange.calls.values()
        if other.callback and other.line == "" and other.caller == call.caller
    ]
    for other in kept if call.caller else ():
        exchange.note("callback_cancelled", other.id)
        exchange.over(other.id, "caller")
        exchange.change(
            call_id,
            lambda one, since=other.joined_at: replace(one, joined_at=since),  # type: ignore[misc]
        )


def of_last_day(
    asked: Mapping[str, tuple[datetime, ...]], now: datetime
) -> dict[str, tuple[datetime, ...]]:
    """What still counts; older numbers are not kept."""
    since = now - allowing.DAY
    recent = {key: tuple(at for at in moments if at > since) for key, moments in asked.items()}
    return {key: moments for key, moments in recent.items() if moments}


def _reached(exchange: Exchange, call_id: str, agent: str) -> None:
    exchange.note("callback_reached", call_id)
    exchange.feed(acd.CallbackReached(call_id))
    exchange.change(call_id, lambda one: replace(one, callback=False))
    exchange.connect(call_id, agent)


def _ring(exchange: Exchange, call_id: str, ways: tuple[Way, ...]) -> None:
    if not ways:
        failed(exchange, call_id)
        return
    call, line = exchange.calls[call_id].named()
    exchange.change(
        call_id,
        lambda _one: replace(
            call,
            stage=Stage.DIALLING,
            settled=False,
            line=line,
            line_ways=ways,
            line_due=exchange.now + exchange.rules.ring_outside,
            line_ask_at=trying.ask_at(exchange, ways[1:]),
        ),
    )


def _may_ask(exchange: Exchange, call: Call) -> bool:
    queue = exchange.arrangement.queue(call.queue)
    return (
        call.stage is Stage.WAITING
        and not call.callback
        and call.line is None
        and exchange.queue.caller(call.id) is not None
        and (queue is None or queue.callback)
        and exchange.rules.phone is not None
        and any(trunk.outgoing for trunk in exchange.rules.phone.trunks)
    )


def _verdict(exchange: Exchange, call: Call) -> Verdict:
    return allowing.verdict(
        call.caller,
        exchange.asked.get(call.caller, ()),
        a_day=exchange.rules.callbacks_a_day,
        can_be_dialled=bool(exchange.ways(call.caller)),
        now=exchange.now,
    )
