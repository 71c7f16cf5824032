"""The benchmark of the telephone counts what happens, on the engine's own queue."""

from __future__ import annotations

import array
import math
from itertools import chain

import pytest
from bench.phone import halls, hearing, load

from hubung.telephony.settings import Phone
from tests.support.asterisk import CACHE, unpacked

pytestmark = pytest.mark.once


def test_calls_are_offered_bridged_heard_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked(Phone(engine=str(CACHE)))
    monkeypatch.setenv("HUBUNG_PHONE__ENGINE", str(CACHE))
    with halls.app_queue("sqlite", agents=2, recording=True) as hall:
        with load.answering(hall, talk_seconds=4):
            found = load.offer(hall, rate=5, count=2, patience=60)
            assert (found.offered, found.bridged, found.together) == (2, 2, 2)
            assert found.looked_at == found.heard == 1
            assert found.is_clean
            assert len(list((hall.place.spool / "recordings").glob("*.raw"))) == 2
            assert found.cpu_ms_each["engine"] > 0
        # Their telephones are silent now: a call that nobody takes is no clean one.
        missed = load.offer(hall, rate=5, count=1, patience=1)
        assert (missed.offered, missed.bridged, missed.is_clean) == (1, 0, False)
        assert missed.percentile_ms(0.95) is None


def test_a_recording_counts_when_each_side_has_its_tone() -> None:
    def recording(left: float, right: float) -> bytes:
        times = range(3 * hearing.RATE)
        sides = [
            [int(8000 * math.sin(math.tau * hertz * n / hearing.RATE)) for n in times]
            for hertz in (left, right)
        ]
        return array.array("h", chain.from_iterable(zip(*sides, strict=True))).tobytes()

    assert hearing.has_both(recording(hearing.CALLER, hearing.AGENT))
    assert not hearing.has_both(recording(hearing.AGENT, hearing.CALLER))
    assert not hearing.has_both(recording(hearing.CALLER, 0))
    assert not hearing.has_both(b"")
