"""Deeds in a call through the real engine: silence on the recording, and the ways out."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from hubung.telephony.settings import Trunk
from tests.engine.conftest import Centre, opened, until
from tests.engine.test_calls import AGENT, CALLER, OTHER, _choose, _talk
from tests.support.asterisk import free_udp_port
from tests.support.program import Program
from tests.support.telephone import Telephone, channels, loudness

pytestmark = pytest.mark.once

#: Where the operator takes our calls to the world.
OPERATOR = "127.0.0.3"
NUMBER = "+6281234567890"
OFFICIAL = "+62213811308"
SECOND = 8000


@pytest.fixture
def trunk() -> Trunk:
    return Trunk(name="operator", host=OPERATOR, port=free_udp_port(), check_seconds=0, order=2)


@pytest.fixture
def outward(program: Program, trunk: Trunk) -> Iterator[Centre]:
    """A centre with a trunk that nobody answers, and after it one that leads out."""
    inward = Trunk(name="this-machine", host="127.0.0.1", outgoing=False, check_seconds=0)
    deaf = Trunk(name="deaf", host=OPERATOR, port=1, check_seconds=0, order=1)
    with opened(program, trunks=(inward, deaf, trunk)) as centre:
        yield centre


def world(centre: Centre, trunk: Trunk) -> Telephone:
    """Whoever is called through the operator."""
    return Telephone(centre.engine.sip_port, tone=OTHER, address=OPERATOR, own_port=trunk.port)


def _silences(sound: list[int]) -> list[bool]:
    """For each tenth of a second whether nothing at all is on the recording."""
    step = SECOND // 10
    return [not any(sound[at : at + step]) for at in range(0, len(sound) - step, step)]


def test_a_pause_is_silence_and_an_official_is_reached_through_the_second_trunk(
    outward: Centre, trunk: Trunk
) -> None:
    centre = outward
    key = centre.inside("official", number=OFFICIAL)

    async def day() -> bytes:
        async with (
            centre.caller(CALLER) as caller,
            centre.agent_phone(AGENT) as desk,
            world(centre, trunk) as office,
        ):
            person = await centre.seat(desk, "Laras")
            await until("the telephone is known", lambda: key in centre.telephones)
            await _choose(caller)
            await until("the agent answers", desk.talking.is_set)
            (call,) = centre.calls
            await _talk(caller, desk)
            assert await centre.wish(person, "pause_recording") == ""
            await _talk(caller, desk)
            assert await centre.wish(person, "resume_recording") == ""
            await _talk(caller, desk)
            assert await centre.wish(person, "consult", to=f"telephone:{OFFICIAL}") != ""
            assert await centre.wish(person, "consult", to=f"telephone:{key}") == ""
            await until("the official answers", office.talking.is_set)
            await _talk(desk, office)
            assert loudness(caller.heard(last=1), OTHER) < 0.1
            assert await centre.wish(person, "complete") == ""
            await _talk(caller, office)
            await office.hang_up()
            await until("nobody is left", lambda: not centre.channels and not centre.calls)
            return await centre.recording(call.recording)

    said, heard = channels(asyncio.run(day()))
    silent = [one and two for one, two in zip(_silences(said), _silences(heard), strict=True)]
    first = silent.index(True)
    length = silent[first:].index(False)
    assert 15 <= length <= 60, "as long as the pause was"
    before = slice(first * 800 - SECOND, first * 800)
    after = slice((first + length + 1) * 800, (first + length + 1) * 800 + SECOND)
    for moment in (before, after):
        assert loudness(said[moment], CALLER) > 0.9
        assert loudness(heard[moment], AGENT) > 0.9


def test_a_caller_who_hung_up_is_called_back_even_by_a_new_program(
    outward: Centre, trunk: Trunk
) -> None:
    centre = outward

    async def day() -> None:
        async with (
            Telephone(centre.engine.sip_port, tone=CALLER, number=NUMBER) as caller,
            centre.agent_phone(AGENT) as desk,
            world(centre, trunk) as pocket,
        ):
            await _choose(caller)
            await until("one waits", lambda: [one.stage for one in centre.calls] == ["waiting"])
            await until("the queue speaks", lambda: centre.calls[0].settled)
            await caller.press("5")
            async with asyncio.timeout(30):
                await caller.ended.wait()
            await until("the line is free", lambda: not centre.channels)
            (kept,) = centre.calls
            centre.kill9()
            centre.start()
            await centre.seat(desk, "Laras")
            await until("they are rung", pocket.talking.is_set)
            (call,) = centre.calls
            assert (call.id, call.joined_at) == (kept.id, kept.joined_at)
            await _talk(pocket, desk)
            await desk.hang_up()
            async with asyncio.timeout(5):
                await pocket.ended.wait()
            await until("nobody is left", lambda: not centre.channels and not centre.calls)
            await until("it is on record", lambda: centre.inside("callbacks") == ["reached"])
            said, heard = channels(await centre.recording(call.recording))
            middle = slice(len(said) // 2 - 4000, len(said) // 2 + 4000)
            assert loudness(said[middle], OTHER) > 0.9
            assert loudness(heard[middle], AGENT) > 0.9

    asyncio.run(day())
