"""Calls that leave the ministry, through the real engine: officials, and callers called back.

Two operators take them. What each does with a call is said by a telephone in its place; without one
there it is silent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from hubung.telephony.settings import Trunk
from tests.engine.conftest import Centre, choose, is_clean, opened, quiet, talk, until
from tests.support.asterisk import free_udp_port
from tests.support.program import installation
from tests.support.telephone import EARLY, Telephone
from tests.support.tones import channels, constancy, loudness

pytestmark = pytest.mark.once

CALLER, AGENT, OTHER, WORLD = 450.0, 1000.0, 550.0, 1500.0
NUMBER, OFFICIAL = "+6281234567890", "+62213811308"
SHOWN = "151"
#: What Indonesian exchanges let a caller hear while the other rings.
RINGBACK = 425.0
FAULTY, REFUSING, BUSY = "503 Service Unavailable", "403 Forbidden", "486 Busy Here"
#: What operators say at once, and some say for ever.
TRYING = "100 Trying"


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """One with two lines to the world."""
    trunks = (
        Trunk(name="this-machine", host="127.0.0.1", outgoing=False, check_seconds=0),
        Trunk(name="first", host="127.0.0.3", port=free_udp_port(), check_seconds=0, order=1),
        Trunk(name="second", host="127.0.0.4", port=free_udp_port(), check_seconds=0, order=2),
    )
    with (
        installation(tmp_path_factory.mktemp("outside")) as program,
        opened(
            program,
            prepare=quiet,
            trunks=trunks,
            ring_seconds=20,
            ring_outside_seconds=10,
            trying_seconds=2,
            callback_retry_seconds=1,
        ) as centre,
    ):
        yield centre


@pytest.fixture(scope="module")
def official(centre: Centre) -> str:
    """The key of a telephone that an administrator keeps in the directory."""
    return str(centre.inside("official", number=OFFICIAL))


def behind(centre: Centre, name: str, **behaviour: Any) -> Telephone:
    """Whoever is called through this line."""
    (trunk,) = (one for one in centre.engine.place.phone.trunks if one.name == name)
    port = centre.engine.sip_port
    return Telephone(port, tone=WORLD, address=trunk.host, own_port=trunk.port, **behaviour)


async def in_talk(
    centre: Centre, caller: Telephone, desk: Telephone, name: str, official: str
) -> str:
    """An agent has a caller, and may reach the official; their id."""
    person = await centre.seat(desk, name)
    await until("the telephone is known", lambda: official in centre.telephones)
    await choose(caller)
    await answers(desk)
    await talk(caller, desk)
    return person


async def asks(centre: Centre, person: str, official: str) -> None:
    """An agent has the official dialled, while the caller hears music."""
    assert await centre.wish(person, "consult", to=f"telephone:{official}") == ""


async def hands_over(centre: Centre, person: str, official: str) -> None:
    assert await centre.wish(person, "transfer", to=f"telephone:{official}") == ""


async def answers(phone: Telephone) -> None:
    """They are in another call than before."""
    await until("they answer", phone.talking.is_set)
    phone.talking.clear()


async def hears_it_ring(phone: Telephone) -> None:
    await until("they hear it", lambda: loudness(phone.heard(last=0.4), RINGBACK) > 0.5)


async def ended(phone: Telephone) -> None:
    await until("their line is free", phone.ended.is_set)


async def leave(centre: Centre, person: str) -> None:
    """The day of an agent is over, and nothing is left of it."""
    assert await centre.wish(person, "gone") == ""
    await until("nothing is left", lambda: is_clean(centre))


def test_an_official_has_the_caller_through_the_second_line_when_the_first_is_at_fault(
    centre: Centre, official: str
) -> None:
    async def day() -> None:
        async with (
            centre.caller(CALLER) as caller,
            centre.agent_phone(AGENT) as desk,
            behind(centre, "first", refusal=FAULTY) as first,
            behind(centre, "second") as second,
        ):
            laras = await in_talk(centre, caller, desk, "Laras", official)

            assert await centre.wish(laras, "consult", to=f"telephone:{OFFICIAL}") != ""
            await asks(centre, laras, official)
            await answers(second)
            assert first.rung == second.rung == [(OFFICIAL, SHOWN)]
            await talk(desk, second)
            heard = caller.heard(last=0.5)
            assert max(loudness(heard, AGENT), loudness(heard, WORLD)) < 0.1
            assert await centre.wish(laras, "complete") == ""
            await talk(caller, second)
            await ended(desk)
            await second.hang_up()
            await ended(caller)

            # The first does not know us: handed over unasked, the caller is with the official too.
            first.refusal = REFUSING
            await choose(caller)
            await answers(desk)
            await hands_over(centre, laras, official)
            await ended(desk)
            await answers(second)
            assert (first.rings, second.rings) == (2, 2)
            await talk(caller, second)
            await caller.hang_up()
            await ended(second)
            await leave(centre, laras)

    asyncio.run(day())


def test_a_line_without_a_ring_is_at_fault_and_an_official_who_does_not_answer_is_not(
    centre: Centre, official: str
) -> None:
    async def day() -> None:
        async with (
            centre.caller(CALLER) as caller,
            centre.agent_phone(AGENT) as desk,
            behind(centre, "second") as second,
        ):
            bayu = await in_talk(centre, caller, desk, "Bayu", official)
            await asks(centre, bayu, official)
            await answers(second)
            await talk(desk, second)
            assert await centre.wish(bayu, "cancel") == ""
            await ended(second)
            await talk(caller, desk)

            async with behind(centre, "first", answer_after=None, refusal=TRYING) as first:
                await asks(centre, bayu, official)
                await answers(second)
                dialled = first.rings
                assert await centre.wish(bayu, "cancel") == ""
                await ended(second)

                # Where the operator itself lets it be heard, it rings.
                first.refusal = EARLY
                await asks(centre, bayu, official)
                await until("it is dialled", lambda: first.rings > dialled)
                await asyncio.sleep(3)
                assert second.rings == 2
                assert await centre.wish(bayu, "cancel") == ""

                first.refusal, dialled = "", first.rings
                # It rings as long as our own limit, and nobody answers.
                await asks(centre, bayu, official)
                await until("it rings", first.ringing.is_set)
                await hears_it_ring(desk)
                await until("it rings no more", lambda: not first.ringing.is_set())
                await talk(caller, desk)
                first.refusal = BUSY
                await hands_over(centre, bayu, official)
                await ended(desk)
                # The caller is back in the queue, and soon with the agent.
                await answers(desk)
                await talk(caller, desk)
                # Nobody rings for a caller who has hung up.
                first.refusal = ""
                await hands_over(centre, bayu, official)
                await until("it rings", first.ringing.is_set)
                await caller.hang_up()
                await until("it rings no more", lambda: not first.ringing.is_set())
                assert (first.rings - dialled, second.rings) == (3, 2)
                await leave(centre, bayu)

    asyncio.run(day())


def test_a_caller_who_hung_up_keeps_their_place_and_is_called_back_even_by_a_new_program(
    centre: Centre,
) -> None:
    async def day() -> None:
        async with (
            Telephone(centre.engine.sip_port, tone=CALLER, number=NUMBER) as caller,
            centre.caller(OTHER) as later,
            centre.agent_phone(AGENT) as desk,
            behind(centre, "first", refusal=FAULTY),
            behind(centre, "second") as pocket,
        ):
            await _ask_for_a_call_back(centre, caller)
            await choose(later)
            await until("both wait", lambda: _stages(centre) == ["waiting", "waiting"])
            joined = {call.id: call.joined_at for call in centre.calls}
            assert len(centre.channels) == 1, "who is to be called back has no line"
            centre.kill9()
            await asyncio.to_thread(centre.start)
            assert {call.id: call.joined_at for call in centre.calls} == joined

            sari = await centre.seat(desk, "Sari")
            await answers(desk)
            await answers(pocket)
            assert pocket.rung == [(NUMBER, SHOWN)]
            await talk(pocket, desk)
            called, waits = sorted(centre.calls, key=lambda call: str(call.caller != NUMBER))
            assert (called.stage, waits.stage) == ("talking", "waiting")
            await asyncio.sleep(2)  # of which the recording is to have one
            await pocket.hang_up()
            await ended(desk)
            # Who came later is served after them.
            await answers(desk)
            await talk(later, desk)
            await later.hang_up()
            await leave(centre, sari)
            assert centre.inside("callbacks")[-1] == "reached"
            said, heard = channels(await centre.recording(called.recording))
            middle = slice(len(said) // 2 - 4000, len(said) // 2 + 4000)
            assert constancy(said[middle], WORLD) > 0.9
            assert constancy(heard[middle], AGENT) > 0.9

    asyncio.run(day())


def test_who_does_not_answer_the_call_back_is_tried_again_and_then_a_task_for_a_person(
    centre: Centre,
) -> None:
    async def day() -> None:
        async with (
            Telephone(centre.engine.sip_port, tone=CALLER, number=NUMBER) as caller,
            centre.agent_phone(AGENT) as desk,
            behind(centre, "first", answer_after=None) as pocket,
            behind(centre, "second") as second,
        ):
            await _ask_for_a_call_back(centre, caller)
            tono = await centre.seat(desk, "Tono")
            await until("they are rung", pocket.ringing.is_set)
            await hears_it_ring(desk)
            await until("they are given up for now", lambda: not pocket.ringing.is_set())
            await ended(desk)
            assert centre.agents[tono].phase == "free", "no wrap-up without a conversation"
            (call,) = centre.calls
            assert (call.caller, call.attempts) == (NUMBER, 1)
            pocket.refusal = BUSY
            await until("they are given up", lambda: not centre.calls)
            assert (pocket.rings, desk.rings, second.rings) == (3, 3, 0)
            await leave(centre, tono)
            await until("it is told", lambda: centre.inside("callbacks")[-1] == "given_up")
            (record,) = centre.inside("calls")[-1:]
            assert (record["caller"], record["cause"]) == (NUMBER, "unreached")
            assert record["told"]["callback_dialled"] == 3

    asyncio.run(day())


async def _ask_for_a_call_back(centre: Centre, caller: Telephone) -> None:
    """Wait, press the key, hear that the place is kept, and be hung up for."""
    await choose(caller)
    await until("they wait", lambda: _stages(centre) == ["waiting"] and centre.calls[0].settled)
    await caller.press("5")
    await ended(caller)
    await until("the line is free", lambda: not centre.channels)


def _stages(centre: Centre) -> list[str]:
    return [call.stage for call in centre.calls]
