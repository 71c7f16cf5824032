"""Real calls through the real engine: what is heard, who rings, and what is left of it."""

from __future__ import annotations

import asyncio

import pytest

from tests.engine.conftest import Centre, until
from tests.support.telephone import Telephone
from tests.support.tones import channels, constancy, loudness

pytestmark = pytest.mark.once

CALLER, AGENT, OTHER = 450.0, 1000.0, 1500.0


async def _choose(caller: Telephone, keys: str = "12") -> None:
    """Dial 151, and choose Indonesian and the sea without waiting for the voice to end."""
    assert await caller.call("151") == 200
    await caller.press(keys)


def _stages(centre: Centre) -> list[str]:
    return [call.stage for call in centre.calls]


async def _talk(one: Telephone, other: Telephone) -> None:
    """Each hears the other's tone, and next to nothing else."""

    def hear_each_other() -> bool:
        return all(
            constancy(ear.heard(last=1), voice.tone) > 0.9
            for ear, voice in ((one, other), (other, one))
        )

    await asyncio.sleep(1)
    await until("they hear each other", hear_each_other)


def test_a_caller_reaches_an_agent_and_the_recording_has_both(centre: Centre) -> None:
    async def day() -> bytes:
        async with centre.caller(CALLER) as caller, centre.agent_phone(AGENT) as desk:
            person = await centre.seat(desk, "Laras")
            await _choose(caller)
            await until("the agent answers", desk.talking.is_set)
            (call,) = centre.calls
            assert (call.sector, call.language) == ("laut", "id")
            await _talk(caller, desk)
            await asyncio.sleep(2)  # of which the recording is to have at least one and a half
            await caller.hang_up()
            async with asyncio.timeout(5):
                await desk.ended.wait()
            await until("nobody is left", lambda: not centre.channels and not centre.calls)
            assert centre.agents[person].phase == "wrap_up"
            sound = await centre.recording(call.recording)
            # A case that it concerns tells of it, once.
            told = centre.inside("story", call=call.id)
            assert told["recorded"]
            assert [str(who) for who, _at, _seconds in told["talks"]] == [person]
            return sound

    said, heard = channels(asyncio.run(day()))
    second = slice(len(said) - 8000 * 3 // 2, len(said) - 8000 // 2)
    assert constancy(said[second], CALLER) > 0.9
    assert constancy(heard[second], AGENT) > 0.9


def test_the_next_agent_rings_when_one_does_not_answer(centre: Centre) -> None:
    async def day() -> None:
        async with (
            centre.caller(CALLER) as caller,
            centre.agent_phone(AGENT, answer_after=None) as silent,
            centre.agent_phone(OTHER, answer_after=None) as also_silent,
        ):
            people = {
                await centre.seat(silent, "Laras"): silent,
                await centre.seat(also_silent, "Bayu"): also_silent,
            }
            await _choose(caller)
            await until("both were rung", lambda: silent.rings and also_silent.rings)
            assert [silent.rings, also_silent.rings] == [1, 1]
            away = [key for key, agent in centre.agents.items() if agent.reason == "no_answer"]
            assert len(away) == 1
            assert not people[away[0]].ringing.is_set()
            await caller.hang_up()
            await until("nobody rings", lambda: not centre.channels)

    asyncio.run(day())


def test_calls_go_on_without_the_program_and_are_taken_up_by_the_next(centre: Centre) -> None:
    async def day() -> None:
        async with centre.caller(CALLER) as caller, centre.agent_phone(AGENT) as desk:
            person = await centre.seat(desk, "Laras")
            await _choose(caller)
            await until("the agent answers", desk.talking.is_set)
            await _talk(caller, desk)
            centre.kill9()
            await _talk(caller, desk)
            centre.start()
            assert await centre.wish(person, "hold") == ""
            await asyncio.sleep(2)
            assert loudness(caller.heard(last=1), AGENT) < 0.2
            assert await centre.wish(person, "resume") == ""
            await _talk(caller, desk)
            await desk.hang_up()
            async with asyncio.timeout(5):
                await caller.ended.wait()
            await until("nobody is left", lambda: not centre.channels and not centre.calls)

    asyncio.run(day())


def test_a_caller_who_waits_keeps_their_place_over_a_restart(centre: Centre) -> None:
    async def day() -> None:
        async with (
            centre.caller(CALLER) as first,
            centre.caller(OTHER) as second,
            centre.agent_phone(AGENT) as desk,
        ):
            await _choose(first)
            await until("one waits", lambda: _stages(centre) == ["waiting"])
            await _choose(second)
            await until("two wait", lambda: _stages(centre) == ["waiting", "waiting"])
            joined = {call.id: call.joined_at for call in centre.calls}
            centre.kill9()
            centre.start()
            await centre.seat(desk, "Laras")
            await until("the agent answers", desk.talking.is_set)
            assert {call.id: call.joined_at for call in centre.calls} == joined
            await _talk(first, desk)

    asyncio.run(day())


def test_a_colleague_is_asked_then_joins_then_has_the_caller(centre: Centre) -> None:
    async def day() -> None:
        async with (
            centre.caller(CALLER) as caller,
            centre.agent_phone(AGENT) as first,
            centre.agent_phone(OTHER) as second,
        ):
            laras = await centre.seat(first, "Laras")
            await _choose(caller)
            await until("the agent answers", first.talking.is_set)
            bayu = await centre.seat(second, "Bayu")
            assert await centre.wish(laras, "consult", to=f"agent:{bayu}") == ""
            await until("the colleague answers", second.talking.is_set)
            await _talk(first, second)
            assert loudness(caller.heard(last=1), AGENT) < 0.1
            assert await centre.wish(laras, "conference") == ""
            await asyncio.sleep(1.5)
            both = caller.heard(last=1)
            assert min(loudness(both, AGENT), loudness(both, OTHER)) > 0.3
            await first.hang_up()
            await _talk(caller, second)
            await second.hang_up()
            await until("nobody is left", lambda: not centre.channels and not centre.calls)

    asyncio.run(day())
