"""Broken SIP and a flood of it leave a running call's sound alone, and the engine alive."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest

from hubung.telephony.ari import CONNECTED, Ari
from hubung.telephony.asterisk import lines, running, silence
from hubung.telephony.asterisk.lines import Line
from tests.engine import torture
from tests.engine.sip import Knock
from tests.support.asterisk import RunningEngine, running_engine
from tests.support.telephone import Telephone
from tests.support.tones import constancy

pytestmark = pytest.mark.once

CALLER, AGENT = 450.0, 1000.0
DESK, STRANGER = "127.0.0.2", "127.0.0.9"
PASSWORD = "sandi-telepon-contoh"
FUZZED, FLOOD, FLOOD_SECONDS = 1500, 6000, 4.0
#: Of the samples of two seconds half: these telephones themselves stumble on a busy machine.
ENOUGH = 8_000


@pytest.fixture(scope="module")
def shared() -> Iterator[RunningEngine]:
    with running_engine(networks=(f"{DESK}/32",)) as engine:
        lines.put(engine.place, Line("desk-7", PASSWORD))
        yield engine


@asynccontextmanager
async def conversation(engine: RunningEngine) -> AsyncIterator[tuple[Telephone, Telephone]]:
    """A caller and an agent who talk through the engine; each says their tone."""
    async with (
        Ari(engine.url, engine.user, engine.password) as ari,
        Telephone(engine.sip_port, tone=CALLER) as caller,
        Telephone(engine.sip_port, tone=AGENT, address=DESK) as agent,
    ):
        await agent.register("desk-7", PASSWORD)
        # One of its own: that of the test before may take a moment to go.
        talk = f"talk-{uuid4().hex}"
        await ari.post("bridges/{}", talk, type="mixing")

        async def lead() -> None:
            async for event in ari.events("hubung", only=("StasisStart",)):
                if event is CONNECTED:
                    ready.set()
                else:
                    channel = event["channel"]["id"]
                    await ari.post("channels/{}/answer", channel)
                    await ari.post("bridges/{}/addChannel", talk, channel=channel)

        ready = asyncio.Event()
        leading = asyncio.create_task(lead())
        async with asyncio.timeout(30):
            await ready.wait()
            assert await caller.call("151") == 200
            await ari.post(
                "channels", endpoint="PJSIP/desk-7", app="hubung", appArgs="leg", formats="alaw"
            )
            await agent.talking.wait()
        try:
            async with asyncio.timeout(60):
                while constancy(caller.heard(last=2)[-ENOUGH:], AGENT) < 0.95 or (
                    constancy(agent.heard(last=2)[-ENOUGH:], CALLER) < 0.95
                ):
                    await asyncio.sleep(0.2)
            await asyncio.sleep(1)
            yield caller, agent
        finally:
            leading.cancel()
            await ari.delete("bridges/{}", talk)


def sound(caller: Telephone, agent: Telephone) -> None:
    """In the last two seconds each heard the other, and nothing else."""
    for one, other in ((caller, agent), (agent, caller)):
        heard = one.heard(last=2)
        assert len(heard) > ENOUGH, len(heard)
        assert constancy(heard, other.tone) > 0.9


def send(engine: RunningEngine, messages: Iterable[bytes], source: str = "127.0.0.1") -> None:
    """As fast as an attacker would who wants to stay at this rate."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.bind((source, 0))
        door.setblocking(False)
        for number, raw in enumerate(messages):
            door.sendto(raw, ("127.0.0.1", engine.sip_port))
            if number % 20 == 0:
                time.sleep(20 * FLOOD_SECONDS / FLOOD)


def alive(engine: RunningEngine, process: int | None) -> None:
    with Knock(engine.sip_port) as trunk:
        trunk.ask("INVITE", "152")
        assert trunk.answer(20) == 404
    assert running.pid(engine.place) == process


def test_broken_messages_hurt_nobody(shared: RunningEngine) -> None:
    process = running.pid(shared.place)

    async def day() -> None:
        async with conversation(shared) as (caller, agent):
            sound(caller, agent)
            messages = [*torture.known(), *torture.changed(4475, FUZZED)]
            await asyncio.to_thread(send, shared, messages)
            await asyncio.sleep(1)
            sound(caller, agent)
            await asyncio.to_thread(alive, shared, process)

    asyncio.run(day())


@pytest.mark.parametrize("source", [STRANGER, DESK], ids=["a stranger", "somebody let in"])
def test_a_flood_hurts_nobody(shared: RunningEngine, source: str) -> None:
    process = running.pid(shared.place)
    before = silence.dropped(shared.place.phone) or 0

    async def day() -> None:
        async with conversation(shared) as (caller, agent):
            calls = (
                torture.message(
                    call=f"Call-ID: flood{number}",
                    via=f"Via: SIP/2.0/UDP {source};branch=z9hG4bKflood{source}{number};rport",
                    first="OPTIONS sip:151@127.0.0.1 SIP/2.0",
                    sequence="CSeq: 1 OPTIONS",
                )
                for number in range(FLOOD)
            )
            flood = asyncio.create_task(asyncio.to_thread(send, shared, calls, source))
            await asyncio.sleep(2.5)
            sound(caller, agent)
            await flood
            await asyncio.sleep(0.5)
            sound(caller, agent)
            await asyncio.to_thread(alive, shared, process)

    asyncio.run(day())
    if source == STRANGER:
        assert (silence.dropped(shared.place.phone) or 0) - before == FLOOD
