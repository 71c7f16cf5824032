"""An agent at a desk in a real browser, and callers who reach them through the real engine."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import groupby

import pytest
from playwright.async_api import expect

from tests.engine import browsers
from tests.engine.browsers import heard
from tests.engine.conftest import Centre, opened, until
from tests.support.program import Program
from tests.support.telephone import Telephone
from tests.support.tones import RATE, channels, loudness

pytestmark = pytest.mark.once

CALLER, AGENT, OTHER = 450.0, 1000.0, 1500.0


@pytest.fixture
def centre(program: Program) -> Iterator[Centre]:
    """One that rings, and leaves time for the notes, as long as a person in a browser takes."""
    with opened(program, ring_seconds=30, wrap_up_seconds=60, wrap_up_code=True) as centre:
        yield centre


async def _caller_hears(caller: Telephone, tone: float) -> None:
    await until(f"{tone} Hz is heard", lambda: loudness(caller.heard(last=0.6), tone) > 0.8)


async def _caller_hears_both(caller: Telephone) -> None:
    """A browser takes a steady tone for noise and leaves a ninth of it, whoever else speaks."""

    def both() -> bool:
        samples = caller.heard(last=0.6)
        return min(loudness(samples, tone) for tone in (AGENT, OTHER)) > 0.005

    await until("both are heard", both)


def _is_silence(samples: list[int]) -> bool:
    return len(samples) > 0 and max(map(abs, samples)) < 100


def _is_music(samples: list[int]) -> bool:
    """Something is to be heard, and it is none of those who answer."""
    return max(map(abs, samples), default=0) > 500 and all(
        loudness(samples, tone) < 0.1 for tone in (AGENT, OTHER)
    )


def _gaps(samples: list[int]) -> list[float]:
    """Lengths in seconds of the silences in a recording, but for those too short to be meant."""
    tenths = [samples[at : at + RATE // 10] for at in range(0, len(samples), RATE // 10)]
    lengths = [len(list(run)) / 10 for silent, run in groupby(tenths, _is_silence) if silent]
    return [length for length in lengths if length >= 0.5]


async def _take_calls(desk: browsers.Desk) -> None:
    """Look at the microphone, and be in the queue."""
    await desk.state("Telepon mati")
    await desk.press("take")
    await desk.page.get_by_role("button", name="Saya terdengar").click()
    await desk.state("Siap")


async def _choose(caller: Telephone, keys: str = "12") -> None:
    assert await caller.call("151") == 200
    await caller.press(keys)


def test_an_agents_call_in_the_browser_with_all_that_may_befall_it(centre: Centre) -> None:
    async def day() -> bytes:
        with browsers.web(centre) as server:
            async with centre.caller(CALLER) as caller, browsers.browser(AGENT) as chromium:
                desk = await browsers.agent(centre, server, chromium, "Laras")
                await _take_calls(desk)
                await _choose(caller)
                await _is_declined_then_answered(desk, caller)
                (call,) = centre.calls
                await _is_muted_and_held(desk, caller)
                await _keys_are_told(desk, caller)
                await _what_is_not_recorded(desk, caller)
                so_far = (centre.engine.place.spool / call.recording).stat().st_size
                await _web_server_is_begun_anew(desk, caller, server)
                await _network_dies_and_returns(desk, caller)

                await desk.page.reload()
                await _talk(desk, caller)
                await desk.press("hang_up")
                await desk.state("Merapikan catatan")
                async with asyncio.timeout(10):
                    await caller.ended.wait()
                await desk.page.locator("#phone-code").select_option("informasi")
                await desk.press("ready")
                await desk.state("Siap")
                return (await centre.recording(call.recording))[:so_far]

    said, _heard = channels(asyncio.run(day()))
    # The caller spoke all the time; it is the recording that was silent, by hand and for the NIK.
    assert len(_gaps(said)) == 2, _gaps(said)


async def _talk(desk: browsers.Desk, caller: Telephone) -> None:
    """Each hears the other."""
    await desk.state("Berbicara")
    await heard(desk.page, CALLER)
    await _caller_hears(caller, AGENT)


async def _is_declined_then_answered(desk: browsers.Desk, caller: Telephone) -> None:
    await desk.state("Berdering")
    await desk.press("decline")
    await expect(desk.page.get_by_text("Anda menolak telepon")).to_be_visible()
    assert not caller.ended.is_set()
    await desk.press("ready")
    await desk.state("Berdering")
    await desk.press("answer")
    await _talk(desk, caller)


async def _is_muted_and_held(desk: browsers.Desk, caller: Telephone) -> None:
    await desk.press("mute")
    await until("silence", lambda: _is_silence(caller.heard(last=0.6)))
    await heard(desk.page, CALLER)
    await desk.press("mute")
    await _caller_hears(caller, AGENT)

    await desk.press("hold")
    await desk.state("Ditahan")
    await until("music", lambda: _is_music(caller.heard(last=0.6)))
    await desk.press("hold")
    await _talk(desk, caller)


async def _keys_are_told(desk: browsers.Desk, caller: Telephone) -> None:
    await desk.press("keys")
    keypad = desk.page.locator(".keypad")
    for key in "5#":
        await keypad.get_by_role("button", name=key, exact=True).click()
    await until("the keys arrive", lambda: caller.told == "5#")
    await desk.page.keyboard.press("Escape")


async def _what_is_not_recorded(desk: browsers.Desk, caller: Telephone) -> None:
    await desk.press("record")
    await desk.recording(paused=True)
    await asyncio.sleep(1)  # of which the recording is to have nothing
    await desk.press("record")
    await desk.recording(paused=False)

    # The next page opens below the bar, and the call goes on.
    await desk.page.get_by_role("link", name="Catat laporan").click()
    below = desk.page.frame_locator("iframe.staying")
    await below.get_by_text("Alamat pos, NIK, bahasa").click()
    await _talk(desk, caller)
    await below.locator("#id_nik").focus()
    await desk.recording(paused=True)
    await asyncio.sleep(1)
    await below.locator("#id_address").focus()
    await desk.recording(paused=False)


async def _web_server_is_begun_anew(
    desk: browsers.Desk, caller: Telephone, server: browsers.Program
) -> None:
    lost = desk.page.get_by_text("Tidak tersambung ke telepon")
    browsers.leave(server)
    await expect(lost).to_be_visible()
    await _caller_hears(caller, AGENT)
    browsers.serve(server)
    await expect(lost).to_be_hidden()
    await _talk(desk, caller)


async def _network_dies_and_returns(desk: browsers.Desk, caller: Telephone) -> None:
    with browsers.cut_off():
        await until("music", lambda: _is_music(caller.heard(last=0.6)))
    await _caller_hears(caller, AGENT)
    await _talk(desk, caller)


def test_a_call_goes_from_hand_to_hand_and_is_kept_when_a_browser_is_closed(
    program: Program,
) -> None:
    async def day(centre: Centre) -> None:
        with browsers.web(centre) as server:
            async with (
                centre.caller(CALLER) as caller,
                centre.agent_phone(OTHER) as handler,
                browsers.browser(AGENT) as chromium,
            ):
                desk = await browsers.agent(centre, server, chromium, "Laras")
                await _take_calls(desk)
                await _choose(caller)
                await desk.state("Berdering")
                await desk.press("answer")
                await _talk(desk, caller)
                bayu = await centre.seat(handler, "Bayu", "tier2_handler")

                await _choose_whom(desk, "Tanya dahulu Bayu")
                await desk.state("Bertanya")
                await heard(desk.page, OTHER)
                await until("music", lambda: _is_music(caller.heard(last=0.6)))
                await desk.press("conference")
                await _caller_hears_both(caller)

                await handler.hang_up()
                await _talk(desk, caller)
                await until("Bayu is free", lambda: centre.agents[bayu].phase == "free")
                await _choose_whom(desk, "Serahkan sekarang Bayu")
                await _caller_hears(caller, OTHER)
                await desk.state("Siap")

                assert await centre.wish(bayu, "transfer", to=f"agent:{desk.person}") == ""
                await desk.state("Berdering")
                await desk.press("answer")
                await _talk(desk, caller)

                await desk.page.context.close()
                await until("music", lambda: _is_music(caller.heard(last=0.6)))
                # Who does not come back loses the caller to the next; the caller loses nothing.
                await _caller_hears(caller, OTHER)
                assert not caller.ended.is_set()

    with opened(program, ring_seconds=30, wrap_up_seconds=1, wrap_up_code=False) as centre:
        asyncio.run(day(centre))


async def _choose_whom(desk: browsers.Desk, button: str) -> None:
    await desk.press("whom")
    await desk.page.get_by_role("button", name=button).click()
