"""The engine breaks while people talk: agents see it, and callers return to their places."""

from __future__ import annotations

import asyncio
import contextlib
import time

import pytest

from tests.engine.conftest import Centre, choose, is_clean, talk, until
from tests.support.telephone import Telephone

pytestmark = pytest.mark.once

CALLER, SECOND, AGENT, OTHER = 450.0, 550.0, 1000.0, 1500.0
#: How soon an agent is to see that the engine is gone.
SEEN_SECONDS = 2.0


def _stages(centre: Centre) -> list[str]:
    return [call.stage for call in centre.calls]


def _causes(centre: Centre) -> list[str]:
    """Why each call ended, as the records have it."""
    return [one["cause"] for one in centre.told]


def test_the_engine_is_killed_and_callers_return_to_their_places(centre: Centre) -> None:
    async def day() -> None:
        async with contextlib.AsyncExitStack() as stack:
            desk = await stack.enter_async_context(centre.agent_phone(AGENT))
            callers = [
                await stack.enter_async_context(
                    Telephone(centre.engine.sip_port, tone=tone, number=f"+628120000030{number}")
                )
                for number, tone in enumerate((CALLER, SECOND, 650.0))
            ]
            laras = await centre.seat(desk, "Laras")
            for number, caller in enumerate(callers):
                await choose(caller)
                await until("in the queue", lambda n=number: len(centre.calls) == n + 1)
                await until("no menu", lambda: "menu" not in _stages(centre))
            await talk(callers[0], desk)
            joined = {call.caller: call.joined_at for call in centre.calls}

            centre.engine.kill9()
            began = time.monotonic()
            await until("seen", lambda: centre.inside("phase", person=laras) != "talking")
            assert time.monotonic() - began < SEEN_SECONDS
            assert centre.calls == []
            assert await _later(centre, laras, "not_ready", reason="break") == ""
            await until("told", lambda: _causes(centre) == ["lost"] * 3)

            before = centre.leads()
            await asyncio.to_thread(centre.engine.start)
            await until("calls are led", lambda: centre.leads() > before)
            assert is_clean(centre)
            # The third is back before the second, who waited longer; a stranger before both.
            stranger = await stack.enter_async_context(centre.caller(750.0))
            for number, caller in enumerate((stranger, callers[2], callers[1])):
                await choose(caller)
                await until("in the queue", lambda n=number: len(centre.calls) == n + 1)
                await until("waits", lambda: set(_stages(centre)) == {"waiting"})
            again = {call.caller: call.joined_at for call in centre.calls}
            for caller in callers[1:]:
                assert again[caller.number] == joined[caller.number]
            desk.talking.clear()
            await centre.sign_in_again(desk, laras)
            await centre.sit(laras)
            await until("answers", desk.talking.is_set)
            await talk(callers[1], desk)
            for caller in (stranger, *callers[1:]):
                await caller.hang_up()
            await until("nothing is left", lambda: is_clean(centre))

    asyncio.run(day())


async def _later(centre: Centre, person: str, kind: str, **details: str) -> str:
    """Ask for something that the phone program takes when the engine is back."""
    centre.inside("ask", person=person, kind=kind, **details)
    await asyncio.sleep(0)
    return ""
