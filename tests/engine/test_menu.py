"""A menu that was changed is what real callers hear next, without a restart of anything."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from hubung.telephony.menu.default import default_tree
from hubung.telephony.menu.tree import Choice, Choose, Play, Say, Tree
from hubung.telephony.prompts import pcm
from tests.engine.conftest import Centre, hears, is_clean, opened, until
from tests.support import prompts
from tests.support.patience import PATIENCE
from tests.support.program import Program
from tests.support.telephone import Telephone
from tests.support.tones import FRAME, RATE, constancy, loudness

pytestmark = pytest.mark.once

CALLER, OLD, NEW = 450.0, 700.0, 900.0
WARNING = "Pelabuhan Merak ditutup sementara karena gelombang tinggi."
#: A sample that is louder than the silence between prompts.
SOUND = 200


@pytest.fixture
def centre(program: Program, tmp_path: Path) -> Iterator[Centre]:
    """Its welcome is a tone; every other prompt is a short pause."""
    welcome = tmp_path / "welcome.wav"
    welcome.write_bytes(prompts.tone(hertz=OLD, rate=pcm.RATE))

    def record(centre: Centre) -> None:
        centre.inside("record_prompts", sounds={"welcome/id": str(welcome)})

    with opened(program, prepare=record) as centre:
        yield centre


def test_callers_hear_the_new_menu_and_an_emergency_before_it(
    centre: Centre, tmp_path: Path
) -> None:
    by = centre.inside("administrator")
    greeting = tmp_path / "greeting.wav"
    greeting.write_bytes(prompts.tone(hertz=NEW, rate=16_000))
    warning = centre.engine.place.sounds / "id/emergency.wav"

    async def day() -> None:
        async with centre.caller(CALLER) as caller:
            _began, first = await _dial(centre, caller)
            assert constancy(first, OLD) > 0.9
            await caller.press("12")
            await until("they wait", lambda: _led(centre) == ("waiting", "laut", "laut"))
            await caller.hang_up()

            sound = {"key": "salam-baru", "text": "Halo.", "file": str(greeting)}
            centre.inside("upload_prompt", by=by, **sound)
            centre.inside("put_live", by=by, tree=_new_menu(), keys="73")
            await _dial_until_it_begins_with(centre, caller, NEW)
            await caller.press("73")
            await until("they wait", lambda: _led(centre) == ("waiting", "udara", "umum"))
            await caller.hang_up()

            centre.inside("emergency", by=by, text=WARNING)
            began = await _dial_until_it_begins_without(centre, caller, NEW)
            await hears(caller, NEW)
            _rate, spoken = pcm.read(warning.read_bytes())
            assert _likeness(_heard(caller, began), _from_first(spoken)) > 0.9
            await caller.hang_up()

            centre.inside("emergency", by=by, text="")
            await _dial_until_it_begins_with(centre, caller, NEW)
            await caller.hang_up()
            await until("nothing is left", lambda: is_clean(centre))
            assert centre.leads() == 1, "the same program all day"

    asyncio.run(day())


def _new_menu() -> dict[str, Any]:
    """One key for the language, one for the sector, neither as before."""
    old = default_tree().nodes
    return Tree(
        start="salam",
        person="petugas",
        nodes={
            "salam": Play(
                title="Salam baru", prompts=(Say(key="salam-baru", language="id"),), next="rekaman"
            ),
            "rekaman": old["rekaman"],
            "bahasa": Choose(
                title="Bahasa",
                prompts=(Say(key="language"),),
                choices={"7": Choice(label="Bahasa Indonesia", next="utama", language="id")},
            ),
            "utama": Choose(
                title="Menu utama",
                prompts=(Say(key="main"),),
                choices={"3": Choice(label="Udara", next="petugas", sector="udara")},
            ),
            "petugas": old["petugas"],
        },
    ).model_dump(mode="json")


def _led(centre: Centre) -> tuple[str, str, str]:
    """Where the keys of the one caller have led them: stage, sector, queue."""
    (call,) = centre.calls
    return call.stage, call.sector, call.queue


async def _dial(centre: Centre, caller: Telephone) -> tuple[float, Sequence[float]]:
    """A new call: when it began, and the first half second of sound in it."""
    await until("the last call is over", lambda: is_clean(centre))
    caller.talking.clear()
    began = time.monotonic()
    assert await caller.call("151") == 200
    await until("something is heard", lambda: len(_heard(caller, began)) >= RATE // 2)
    return began, _heard(caller, began)[: RATE // 2]


async def _dial_until_it_begins_with(centre: Centre, caller: Telephone, tone: float) -> None:
    async with asyncio.timeout(PATIENCE):
        while constancy((await _dial(centre, caller))[1], tone) < 0.9:
            await caller.hang_up()


async def _dial_until_it_begins_without(centre: Centre, caller: Telephone, tone: float) -> float:
    """When that call began."""
    async with asyncio.timeout(PATIENCE):
        while True:
            began, first = await _dial(centre, caller)
            if loudness(first, tone) < 0.1:
                return began
            await caller.hang_up()


def _heard(caller: Telephone, began: float) -> Sequence[float]:
    """Since then, from the first sound on."""
    return _from_first(caller.heard(last=time.monotonic() - began))


def _from_first(samples: Sequence[float]) -> Sequence[float]:
    begin = (at for at, sample in enumerate(samples) if abs(sample) > SOUND)
    return samples[next(begin, len(samples)) :]


def _likeness(heard: Sequence[float], sound: Sequence[float]) -> float:
    """How alike two sounds swell and fade, at the best of all beginnings; 1 is the same."""
    one, other = _course(sound), _course(heard)
    return max(
        statistics.correlation(one, other[at : at + len(one)])
        for at in range(len(other) - len(one) + 1)
    )


def _course(samples: Sequence[float]) -> list[float]:
    """How loud it is, for each fiftieth of a second."""
    steps = range(0, len(samples) - FRAME + 1, FRAME)
    return [statistics.fmean(map(abs, samples[at : at + FRAME])) for at in steps]
