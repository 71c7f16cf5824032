"""The phone program is killed at every stage of a call, and the next one goes on from there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.engine.conftest import Centre, is_clean, opened, quiet, talk, until
from tests.support.program import Program
from tests.support.tones import loudness

pytestmark = pytest.mark.once

CALLER, AGENT = 450.0, 1000.0


@pytest.fixture
def centre(program: Program) -> Iterator[Centre]:
    """One that lets it ring for longer than a new program takes to start."""
    with opened(program, prepare=quiet, ring_seconds=20) as centre:
        yield centre


def test_a_call_goes_on_from_wherever_it_was(centre: Centre) -> None:
    def stage() -> str:
        return ",".join(call.stage for call in centre.calls)

    def again() -> None:
        centre.kill9()
        centre.start()

    async def day() -> None:
        async with (
            centre.caller(CALLER) as caller,
            centre.agent_phone(AGENT, answer_after=None) as desk,
        ):
            person = await centre.seat(desk, "Laras")
            assert await centre.wish(person, "not_ready", reason="break") == ""
            assert await caller.call("151") == 200
            await until("in the menu", lambda: stage() == "menu")
            await asyncio.to_thread(again)
            # The menu begins anew, as nobody knows what of it was heard.
            await until("still in the menu", lambda: stage() == "menu")
            await caller.press("12")
            await until("waits", lambda: stage() == "waiting")
            await asyncio.to_thread(again)
            assert stage() == "waiting"
            await centre.sit(person)
            await until("it rings", desk.ringing.is_set)
            # It is offered anew, and this time she answers.
            desk.answer_after = 0.0
            await asyncio.to_thread(again)
            await until("she answers", desk.talking.is_set)
            await talk(caller, desk)
            assert await centre.wish(person, "hold") == ""
            await until("music", lambda: loudness(caller.heard(last=1), AGENT) < 0.2)
            await asyncio.to_thread(again)
            assert await centre.wish(person, "resume") == ""
            await talk(caller, desk)
            await asyncio.to_thread(again)
            await talk(caller, desk)
            await caller.hang_up()
            await until("nothing is left", lambda: is_clean(centre))
            await asyncio.to_thread(again)
            await until("free again", lambda: centre.agents[person].phase == "free")
            await until("all is written down", lambda: not centre.unwritten)
            (told,) = centre.told
            assert told["cause"] == "caller"
            for once in ("call_began", "entered_queue", "talk_began", "call_ended"):
                assert told["told"][once] == 1, (once, told["told"])

    asyncio.run(day())
