"""Guessing at passwords, tried on the real engine by whoever can reach it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from hubung.kernel import clock
from hubung.telephony.asterisk import commands, lines, watchman
from hubung.telephony.asterisk.lines import Line
from hubung.telephony.asterisk.watchman import Watchman
from tests.engine.sip import Knock
from tests.support.asterisk import RunningEngine, running_engine
from tests.support.telephone import Telephone

pytestmark = pytest.mark.once

#: Desk phones behind one router; 127.0.0.1 is the operator.
ROUTER = "127.0.0.2"
PASSWORD = "sandi-telepon-contoh"


@pytest.fixture
def guarded() -> Iterator[tuple[RunningEngine, Watchman]]:
    with running_engine(networks=(f"{ROUTER}/32", "127.0.0.3/32")) as engine:
        lines.put(engine.place, Line("desk-7", PASSWORD))
        yield engine, Watchman(engine.place, engine.process.pid)


def _seen(engine: RunningEngine, guard: Watchman, refused: int) -> watchman.Watch:
    """What the watchman knows when the engine has told of so many wrong answers."""
    deadline = time.monotonic() + 20
    while watchman.seen(engine.place).refused < refused:
        assert time.monotonic() < deadline, watchman.seen(engine.place)
        guard.look()
    return watchman.seen(engine.place)


def test_a_guesser_is_not_heard_and_the_phone_behind_the_same_router_is(
    guarded: tuple[RunningEngine, Watchman],
) -> None:
    engine, guard = guarded

    async def registered(phone: Telephone) -> None:
        await phone.register("desk-7", PASSWORD)

    async def day() -> None:
        async with Telephone(engine.sip_port, tone=450.0, address=ROUTER) as phone:
            await registered(phone)
            with Knock(engine.sip_port, source=ROUTER) as guesser:
                for number in range(10):
                    status = await asyncio.to_thread(guesser.guess, "desk-7", f"sandi-{number}")
                    assert status == 401
                assert _seen(engine, guard, 10).blocks == 1
                # Not even the right password helps now.
                assert await asyncio.to_thread(guesser.guess, "desk-7", PASSWORD, 0.5) is None
            # From other ports: then nobody new is heard from this address, but the phone still is.
            for number in range(3):
                with Knock(engine.sip_port, source=ROUTER) as guesser:
                    for _ in range(10):
                        await asyncio.to_thread(guesser.guess, "desk-8", f"sandi-{number}")
            watch = _seen(engine, guard, 40)
            assert 0 in {block.port for block in watch.blocked}
            with Knock(engine.sip_port, source=ROUTER) as guesser:
                assert await asyncio.to_thread(guesser.guess, "desk-7", PASSWORD, 0.5) is None
            await registered(phone)
            with Knock(engine.sip_port, source="127.0.0.3") as colleague:
                assert await asyncio.to_thread(colleague.guess, "desk-7", PASSWORD) == 200
            assert any("all of it" in value for _, value in commands.state(engine.place))
            # By itself it ends.
            with clock.travel(clock.now() + timedelta(hours=2)):
                guard.look()
            with Knock(engine.sip_port, source=ROUTER) as colleague:
                assert await asyncio.to_thread(colleague.guess, "desk-7", PASSWORD) == 200
            assert watchman.seen(engine.place).blocked == ()

    asyncio.run(day())


def test_who_says_the_operators_name_cuts_nobody_off(
    guarded: tuple[RunningEngine, Watchman],
) -> None:
    engine, guard = guarded
    with (
        Knock(engine.sip_port) as neighbour,
        Knock(engine.sip_port, source=ROUTER) as desk,
        Knock(engine.sip_port) as operator,
        capture_logs() as said,
    ):
        # Nobody puts themselves in the operator's place, to be given our calls.
        assert neighbour.guess("trunk-this-machine", "") == 404
        assert desk.guess("trunk-this-machine", "") == 401
        for number in range(10):
            assert neighbour.guess("desk-7", f"sandi-{number}") == 401
        watch = _seen(engine, guard, 11)
        # At the operator's address only the socket is silenced; the operator's calls come in.
        assert [bool(block.port) for block in watch.blocked] == [True]
        assert neighbour.guess("desk-7", PASSWORD, 0.5) is None
        operator.ask("INVITE", "152")
        assert operator.answer() == 404
        assert desk.guess("desk-7", PASSWORD) == 200
        operator.ask("INVITE", "151", caller="desk-7")
        assert operator.answer() == 401
    told = json.dumps(said)
    assert "127.0.0" not in told
    assert "desk-7" not in told


def test_the_logs_of_the_engine_do_not_fill_the_disk(
    guarded: tuple[RunningEngine, Watchman], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, guard = guarded
    monkeypatch.setattr(watchman, "MOST_LOG_BYTES", 2000)
    with Knock(engine.sip_port, source=ROUTER) as guesser:
        for number in range(8):
            guesser.guess("desk-7", f"sandi-{number}")
        _seen(engine, guard, 8)
        assert (engine.place.log / "security.old").exists()
        guesser.guess("desk-7", "sandi-8")
        _seen(engine, guard, 9)
