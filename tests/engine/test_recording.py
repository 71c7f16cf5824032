"""What the real engine keeps of a conversation, and what it does not."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.conftest import Centre, choose, is_clean, opened, quiet, talk, until
from tests.support.program import installation
from tests.support.telephone import Telephone
from tests.support.tones import RATE, channels, constancy, loudness

pytestmark = pytest.mark.once

CALLER, AGENT = 450.0, 1000.0
#: What the two say that is nobody's business.
SECRET, ECHO = 700.0, 1300.0
REFUSING, WILLING = "+6281234567801", "+6281234567802"
#: Samples that are looked at together, a tenth of a second.
STEP = RATE // 10
#: Two channels of 16 bits.
FRAME_BYTES = 4


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    with (
        installation(tmp_path_factory.mktemp("recording")) as program,
        opened(program, prepare=quiet) as centre,
    ):
        yield centre


def test_what_is_said_in_a_pause_is_on_neither_side_of_the_recording(centre: Centre) -> None:
    async def day() -> bytes:
        async with centre.caller(CALLER) as caller, centre.agent_phone(AGENT) as desk:
            laras = await centre.seat(desk, "Laras")
            await choose(caller)
            await until("the agent answers", desk.talking.is_set)
            (call,) = centre.calls
            file = centre.engine.place.spool / call.recording
            await talk(caller, desk)
            await until("it is recorded", lambda: _loud(file))
            assert await centre.wish(laras, "pause_recording") == ""
            await until("it is silent", lambda: not _loud(file))
            caller.tone, desk.tone = SECRET, ECHO
            await talk(caller, desk)
            caller.tone, desk.tone = CALLER, AGENT
            await talk(caller, desk)
            assert await centre.wish(laras, "resume_recording") == ""
            await until("it is recorded again", lambda: _loud(file))
            await talk(caller, desk)
            await asyncio.sleep(1)  # of which the recording is to have half a second
            await caller.hang_up()
            assert await centre.wish(laras, "gone") == ""
            await until("nothing is left", lambda: is_clean(centre))
            return await centre.recording(call.recording)

    said, heard = map(_steps, channels(asyncio.run(day())))
    begin, end = _longest_silence(said, heard)
    assert end - begin >= 10
    for sound, tone, unwanted in ((said, CALLER, SECRET), (heard, AGENT, ECHO)):
        # Before is music, in which there may be every tone.
        assert not any(loudness(step, unwanted) > 0.1 for step in sound[begin - 10 :])
        for near in (sound[begin - 10 : begin], sound[end : end + 10]):
            assert max(loudness(step, tone) for step in near) > 0.9


def test_an_agents_line_that_is_rung_anew_takes_no_second_from_the_recording(
    centre: Centre,
) -> None:
    async def day() -> tuple[float, bytes]:
        async with centre.caller(CALLER) as caller, centre.agent_phone(AGENT) as desk:
            kirana = await centre.seat(desk, "Kirana")
            await choose(caller)
            await until("the agent answers", desk.talking.is_set)
            (call,) = centre.calls
            file = centre.engine.place.spool / call.recording
            await talk(caller, desk)
            before, began = file.stat().st_size, time.monotonic()
            desk.talking.clear()
            desk.answer_after = 2.0
            assert await centre.wish(kirana, "rejoin") == ""
            await until("music", lambda: _is_music(caller))
            await until("the agent answers again", desk.talking.is_set)
            await talk(caller, desk)
            await asyncio.sleep(1)
            passed = time.monotonic() - began
            longer = (file.stat().st_size - before) / FRAME_BYTES / RATE
            # The engine writes a second at a time; it rang for two.
            assert abs(longer - passed) < 1.5
            await caller.hang_up()
            assert await centre.wish(kirana, "gone") == ""
            await until("nothing is left", lambda: is_clean(centre))
            return passed, await centre.recording(call.recording)

    passed, sound = asyncio.run(day())
    said = _steps(channels(sound)[0])
    spoken = [step for step in said if constancy(step, CALLER) > 0.9]
    assert len(spoken) / 10 > passed - 1, "the caller speaks all the time"


def test_who_refuses_the_recording_leaves_no_sound_behind(centre: Centre) -> None:
    async def day() -> None:
        async with (
            Telephone(centre.engine.sip_port, tone=CALLER, number=REFUSING) as caller,
            Telephone(centre.engine.sip_port, tone=CALLER, number=WILLING) as other,
            centre.agent_phone(AGENT) as desk,
        ):
            bayu = await centre.seat(desk, "Bayu")
            before = _sounds(centre)
            await choose(caller, "*12")
            await until("the agent answers", desk.talking.is_set)
            (call,) = centre.calls
            await talk(caller, desk)
            # Nothing that an agent does begins one.
            for wish in ("pause_recording", "resume_recording", "hold"):
                assert await centre.wish(bayu, wish) == ""
            await until("music", lambda: _is_music(caller))
            assert await centre.wish(bayu, "resume") == ""
            await talk(caller, desk)
            assert _sounds(centre) == before
            await caller.hang_up()
            await until("their call is over", lambda: is_clean(centre))

            # After the next call's, everything that there could be would have been taken in.
            desk.talking.clear()
            await choose(other)
            await until("the agent answers", desk.talking.is_set)
            (recorded,) = centre.calls
            await talk(other, desk)
            await other.hang_up()
            assert await centre.wish(bayu, "gone") == ""
            await centre.recording(recorded.recording)
            assert len(_sounds(centre) - before) == 1
            kept = centre.inside("recordings")
            assert recorded.id in kept
            assert call.id not in kept
            refused, _willing = centre.inside("calls")[-2:]
            assert (refused["caller"], refused["cause"]) == (REFUSING, "caller")
            assert refused["told"]["talk_began"] == refused["told"]["talk_ended"] == 1
            assert not any("recording" in kind for kind in refused["told"])

    asyncio.run(day())


def _loud(file: Path) -> bool:
    """Whether the newest fifth of a second in a file of the engine is more than silence."""
    return any(file.read_bytes()[-RATE * 4 // 5 :])


def _steps(sound: list[int]) -> list[list[int]]:
    return [sound[at : at + STEP] for at in range(0, len(sound) - STEP + 1, STEP)]


def _longest_silence(said: list[list[int]], heard: list[list[int]]) -> tuple[int, int]:
    """Where nothing at all is on either side: the first step of it, and the first after it."""
    silent = [not any(one) and not any(other) for one, other in zip(said, heard, strict=True)]
    begins = [0, *(at for at in range(1, len(silent)) if silent[at] != silent[at - 1])]
    stretches = zip(begins, [*begins[1:], len(silent)], strict=True)
    return max((end - begin, begin, end) for begin, end in stretches if silent[begin])[1:]


def _is_music(caller: Telephone) -> bool:
    heard = caller.heard(last=0.5)
    return max(map(abs, heard), default=0) > 500 and loudness(heard, AGENT) < 0.1


def _sounds(centre: Centre) -> set[Path]:
    """Every file in the engine's spool and in the store."""
    places = (centre.engine.place.spool, centre.program.home / "files")
    return {path for place in places for path in place.rglob("*") if path.is_file()}
