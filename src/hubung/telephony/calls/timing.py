"""What time alone does to calls."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from hubung.telephony import acd
from hubung.telephony.calls import callbacks, guidance, lines, trying, wishes

if TYPE_CHECKING:
    from hubung.telephony.calls.exchange import Exchange


def next_wake(exchange: Exchange) -> datetime | None:
    """When `tick` has to be called at the latest; None while nothing runs."""
    moments = [one.due for one in exchange.dialogues.values()]
    for call in exchange.calls.values():
        moments += (leg.due for leg in call.legs)
        moments += (call.paused_until, call.line_due, *trying.moments(call))
    moments.append(exchange.queue.next_wake())
    return min((moment for moment in moments if moment is not None), default=None)


def tick(exchange: Exchange) -> None:
    """Time has passed."""
    for call_id in list(exchange.dialogues):
        guidance.tick(exchange, call_id)
    for call in list(exchange.calls.values()):
        for leg in call.legs:
            if leg.due is not None and leg.due <= exchange.now and call.id in exchange.calls:
                lines.unanswered(exchange, exchange.calls[call.id], leg, lines.NO_ANSWER)
        _look_after(exchange, call.id)
        trying.tick(exchange, call.id)
    exchange.feed(acd.Tick())


def _look_after(exchange: Exchange, call_id: str) -> None:
    """What time alone ends in a call."""
    call = exchange.calls.get(call_id)
    if call is None:
        return
    if call.paused_until is not None and call.paused_until <= exchange.now:
        wishes.hear_again(exchange, call_id)
    if call.line_due is not None and call.line_due <= exchange.now:
        callbacks.unanswered(exchange, call, lines.NO_ANSWER)
