"""What the phone program needs goes away for a while, and nobody who talks or waits notices."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.engine.conftest import Centre, choose, is_clean, opened, quiet, talk, until
from tests.engine.cutting import cut
from tests.faults.locks import locked
from tests.support.program import installation

pytestmark = pytest.mark.once

CALLER, SECOND, AGENT, OTHER = 450.0, 550.0, 1000.0, 1500.0
AWAY_SECONDS = 30.0
SHIFTING = Path(__file__).parent / "shifting"


def _all_wait(centre: Centre, count: int) -> bool:
    return [call.stage for call in centre.calls].count("waiting") == count


def test_calls_go_on_without_the_database_and_the_records_catch_up(centre: Centre) -> None:
    async def day() -> None:
        async with (
            centre.caller(CALLER) as first,
            centre.caller(SECOND) as second,
            centre.agent_phone(AGENT) as desk,
        ):
            await centre.seat(desk, "Laras")
            await choose(first)
            await talk(first, desk)
            with locked(centre.program):
                began = time.monotonic()
                await choose(second)
                await until("the second waits", lambda: _all_wait(centre, 1))
                await talk(first, desk)
                await first.hang_up()
                desk.talking.clear()
                # After the wrap-up, as ever.
                await until("the second is taken", desk.talking.is_set)
                await talk(second, desk)
                await asyncio.sleep(max(0.0, began + AWAY_SECONDS - time.monotonic()))
                assert centre.unwritten
            await talk(second, desk)
            await second.hang_up()
            await until("all is written down", lambda: not centre.unwritten)
            await until("nothing is left", lambda: is_clean(centre))
            told = centre.told
            assert [one["cause"] for one in told] == ["caller", "caller"]
            for one in told:
                for once in ("call_began", "entered_queue", "talk_began", "call_ended"):
                    assert one["told"][once] == 1, (once, one["told"])

    asyncio.run(day())


def test_the_engines_stream_is_cut_and_found_again(centre: Centre) -> None:
    async def day() -> None:
        async with (
            centre.caller(CALLER) as first,
            centre.caller(SECOND) as second,
            centre.agent_phone(AGENT) as desk,
        ):
            await centre.seat(desk, "Laras")
            await choose(first)
            await talk(first, desk)
            await choose(second)
            await until("the second waits", lambda: _all_wait(centre, 1))
            assert centre.program.process is not None
            for _again in range(3):
                before = centre.leads()
                assert cut(centre.program.process.pid, centre.engine.place.phone.http_port)
                # What happens meanwhile is not told by anybody.
                await until("calls are led again", lambda b=before: centre.leads() > b)
                await talk(first, desk)
                assert _all_wait(centre, 1)
            desk.talking.clear()
            await first.hang_up()
            await until("the second is taken", desk.talking.is_set)
            await talk(second, desk)
            await second.hang_up()
            await until("nothing is left", lambda: is_clean(centre))
            await until("all is written down", lambda: not centre.unwritten)
            assert [one["told"]["talk_began"] for one in centre.told] == [1, 1]

    asyncio.run(day())


@pytest.fixture(scope="module")
def shift(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """By how many seconds the clock of `shifting` is wrong."""
    file = tmp_path_factory.mktemp("clock") / "shift"
    file.write_text("0")
    return file


@pytest.fixture(scope="module")
def shifting(shift: Path) -> Iterator[Centre]:
    """A contact centre whose clock is put right while it is open."""

    def prepare(centre: Centre) -> None:
        quiet(centre)
        centre.program.settings |= {"PYTHONPATH": str(SHIFTING), "HUBUNG_TEST_SHIFT": str(shift)}

    with installation(shift.parent) as program, opened(program, prepare=prepare) as centre:
        yield centre


@pytest.mark.parametrize("hours", [2, -2])
def test_a_clock_that_is_put_right_ends_no_call_and_no_wait(
    shifting: Centre, shift: Path, hours: int
) -> None:
    centre = shifting
    centre.begin()

    async def day() -> None:
        async with (
            centre.caller(CALLER) as first,
            centre.caller(SECOND) as second,
            centre.agent_phone(AGENT) as desk,
            centre.agent_phone(OTHER, answer_after=None) as silent,
        ):
            await centre.seat(desk, "Laras")
            await choose(first)
            await talk(first, desk)
            bayu = await centre.seat(silent, "Bayu")
            await choose(second)
            await until("it rings", silent.ringing.is_set)
            shift.write_text(str(int(shift.read_text()) + hours * 3600))
            # Nobody answers: after three seconds of ringing, not two hours before or after.
            await until("the silent one is away", lambda: not silent.ringing.is_set())
            assert centre.agents[bayu].reason == "no_answer"
            await until("the second waits", lambda: _all_wait(centre, 1))
            await talk(first, desk)
            desk.talking.clear()
            await first.hang_up()
            await until("the second is taken", desk.talking.is_set)
            await talk(second, desk)
            await second.hang_up()
            await until("nothing is left", lambda: is_clean(centre))
            await until("all is written down", lambda: not centre.unwritten)
            assert [one["cause"] for one in centre.told] == ["caller", "caller"]
            # The records have the clock as it was and as it is.
            ((began, ended),) = centre.program.rows(
                "SELECT min(began_at), max(ended_at) FROM"
                " (SELECT * FROM telephony_call ORDER BY id DESC LIMIT 2) AS calls"
            )
            passed = datetime.fromisoformat(ended) - datetime.fromisoformat(began)
            assert abs(passed - timedelta(hours=hours)) < timedelta(minutes=10)
            await centre.leave()

    asyncio.run(day())
