"""Lines outside that never ring: the operator says that it tries, and no more.

Whoever is called would be waited for as long as one who does not answer. So there is a moment at
which the engine is asked whether it rings, and if not, the next way is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from hubung.telephony.asterisk.outbound import Way
from hubung.telephony.calls import callbacks, lines
from hubung.telephony.calls.state import Call, call_of
from hubung.telephony.calls.words import AskRinging

if TYPE_CHECKING:
    from hubung.telephony.calls.exchange import Exchange

#: ISDN's cause for a line from which nothing comes.
NOTHING_SAID = 18


def ask_at(exchange: Exchange, others: tuple[Way, ...]) -> datetime | None:
    """When a line that is rung now has to ring; None when there is no other way to take."""
    return exchange.now + exchange.rules.trying if others else None


def moments(call: Call) -> Iterator[datetime | None]:
    """All of a call's."""
    yield call.line_ask_at
    yield from (leg.ask_at for leg in call.legs)


def tick(exchange: Exchange, call_id: str) -> None:
    """Time has passed."""
    call = exchange.calls.get(call_id)
    if call is None:
        return
    for leg in call.legs:
        if leg.ask_at is not None and leg.ask_at <= exchange.now:
            asked = replace(leg, ask_at=None)
            exchange.change(call_id, partial(Call.with_leg, leg=asked))
            exchange.emit(AskRinging(leg.channel))
    if call.line_ask_at is not None and call.line_ask_at <= exchange.now:
        exchange.change(call_id, lambda one: replace(one, line_ask_at=None))
        exchange.emit(AskRinging(call.channel))


def silent(exchange: Exchange, channel: str) -> None:
    """It does not ring there."""
    call = exchange.calls.get(call_of(channel))
    if call is None:
        return
    leg = call.leg(channel)
    if channel == call.line and call.line_due is not None:
        callbacks.unanswered(exchange, call, NOTHING_SAID)
    elif leg is not None and not leg.up:
        lines.unanswered(exchange, call, leg, NOTHING_SAID)
