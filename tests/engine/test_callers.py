"""Who calls, as our program hears it from the real engine; and who wants to stay unknown."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from hubung.telephony.ari import CONNECTED, Ari, Event
from hubung.telephony.calls.engine import arrived
from tests.engine.sip import Knock
from tests.support.asterisk import RunningEngine, running_engine

pytestmark = pytest.mark.once

OWN, TOLD = "+6281200000151", "+6281299999999"
ANONYMOUS = '"Anonymous" <sip:anonymous@anonymous.invalid>'
PAI = f"P-Asserted-Identity: <sip:{TOLD}@operator.example>"
SENDERS: list[tuple[str, list[str], str]] = [
    # From, further headers, who it is
    ("<sip:+6281200000151@a.example>", [], OWN),
    ("<sip:081200000151@a.example>", [], OWN),
    ("<sip:081200000151@a.example>", ["Privacy: none"], OWN),
    ("<sip:021@a.example>", [PAI], TOLD),
    ('"$[1+1], ${SHELL(id)} \\"" <sip:+6281200000151@a.example>', [], OWN),
    # They want to stay unknown, and the operator tells nevertheless.
    (ANONYMOUS, [], ""),
    (ANONYMOUS, [PAI], ""),
    (ANONYMOUS, [PAI, "Privacy: id"], ""),
    ("<sip:+6281200000151@a.example>", [PAI, "Privacy: user;id"], ""),
    ("<sip:+6281200000151@a.example>", ["Privacy: id"], ""),
    ("<sip:x@a.example>", [f"Remote-Party-ID: <sip:{TOLD}@op.example>;privacy=full"], ""),
    # No numbers of anybody, though some would like to be read as something else.
    ("<sip:151@a.example>", [], ""),
    ("<sip:08%0d%0aX-Evil@a.example>", [], ""),
    ("<sip:Local%2f151@a.example>", [], ""),
    ("<sip:+6281200000151&0900@a.example>", [], ""),
    ("<sip:$%7bSHELL(id)%7d@a.example>", [], ""),
]


@pytest.fixture(scope="module")
def shared() -> Iterator[RunningEngine]:
    with running_engine(most_calls=2) as engine:
        yield engine


@asynccontextmanager
async def listening(engine: RunningEngine) -> AsyncIterator[tuple[Ari, AsyncIterator[Event]]]:
    """The engine's events, from the moment that calls come to us."""
    async with Ari(engine.url, engine.user, engine.password) as ari, asyncio.timeout(60):
        events = ari.events("hubung", only=("StasisStart", "StasisEnd"))
        async for event in events:
            if event is CONNECTED:
                break
        yield ari, events


def test_a_caller_is_known_only_where_they_want_to_be(shared: RunningEngine) -> None:
    async def day() -> None:
        async with listening(shared) as (ari, events):
            for sender, headers, expected in SENDERS:
                knock.ask("INVITE", "151", sender=sender, headers=headers)
                async for event in events:
                    if event["type"] == "StasisStart":
                        break
                channel = event["channel"]
                assert arrived(channel).caller == expected, (sender, headers)
                assert channel["caller"]["name"] == channel["connected"]["name"] == "", sender
                assert expected or TOLD not in str(event), (sender, headers)
                await ari.delete("channels/{}", channel["id"])
                async for event in events:
                    if event["type"] == "StasisEnd":
                        break

    with Knock(shared.sip_port) as knock:
        asyncio.run(day())


def test_beyond_the_most_calls_a_caller_hears_that_it_is_busy(shared: RunningEngine) -> None:
    async def day() -> None:
        async with listening(shared) as (_, events):
            for knock in knocks[:2]:
                knock.ask("INVITE", "151")
                await anext(events)
            knocks[2].ask("INVITE", "151")
            assert await asyncio.to_thread(knocks[2].answer) == 486

    knocks = [Knock(shared.sip_port) for _ in range(3)]
    asyncio.run(day())
    for knock in knocks:
        knock.__exit__()
