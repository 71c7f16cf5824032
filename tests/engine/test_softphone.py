"""An agent at a desk in a real browser, and callers who reach them through the real engine."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.engine import browsers
from tests.engine.browsers import heard
from tests.engine.conftest import Centre, opened, until
from tests.support.program import Program
from tests.support.telephone import Telephone, loudness

pytestmark = pytest.mark.once

CALLER, AGENT = 440.0, 1000.0


@pytest.fixture
def centre(program: Program) -> Iterator[Centre]:
    """One that rings, and leaves time for the notes, as long as a person in a browser takes."""
    with opened(program, ring_seconds=30, wrap_up_seconds=60, wrap_up_code=True) as centre:
        yield centre


async def _caller_hears(caller: Telephone, tone: float) -> None:
    await until(f"{tone} Hz is heard", lambda: loudness(caller.heard(last=0.6), tone) > 0.8)


def _is_music(samples: list[int]) -> bool:
    """Something is to be heard, and it is not the agent."""
    return max(map(abs, samples), default=0) > 500 and loudness(samples, AGENT) < 0.1


async def _take_calls(desk: browsers.Desk) -> None:
    """Look at the microphone, and be in the queue."""
    await desk.state("Telepon mati")
    await desk.press("take")
    await desk.page.get_by_role("button", name="Saya terdengar").click()
    await desk.state("Siap")


async def _choose(caller: Telephone, keys: str = "12") -> None:
    assert await caller.call("151") == 200
    await caller.press(keys)


def test_an_agent_answers_in_the_browser_and_stays_in_the_call_while_pages_change(
    centre: Centre,
) -> None:
    async def day() -> None:
        with browsers.web(centre) as server:
            async with centre.caller(CALLER) as caller, browsers.browser(AGENT) as chromium:
                desk = await browsers.agent(centre, server, chromium, "Laras")
                await _take_calls(desk)
                await _choose(caller)
                await desk.state("Berdering")
                await desk.press("answer")
                await desk.state("Berbicara")
                await heard(desk.page, CALLER)
                await _caller_hears(caller, AGENT)

                await desk.press("hold")
                await desk.state("Ditahan")
                await until("music", lambda: _is_music(caller.heard(last=0.6)))
                await desk.press("hold")
                await desk.state("Berbicara")
                await _caller_hears(caller, AGENT)

                await desk.page.reload()
                await desk.state("Berbicara")
                await heard(desk.page, CALLER)
                await _caller_hears(caller, AGENT)

                await desk.press("hang_up")
                await desk.state("Merapikan catatan")
                async with asyncio.timeout(10):
                    await caller.ended.wait()
                await desk.page.locator("#phone-code").select_option("informasi")
                await desk.press("ready")
                await desk.state("Siap")

    asyncio.run(day())
