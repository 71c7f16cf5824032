"""Who was cut off with the engine and calls again has their place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hubung.telephony.calls.returning import WITHIN, Places
from hubung.telephony.calls.state import Call, Leg, Role, Stage

pytestmark = pytest.mark.once

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SRI = Call("c1", "+628120000001", "151", NOW, stage=Stage.WAITING, joined_at=NOW)


def test_they_waited_since_they_first_came_and_get_the_agent_they_talked_with() -> None:
    places = Places()
    leg = Leg("c1~1", "17", "PJSIP/desk-17", Role.OFFERED, up=True, talking=True)
    places.keep(replace(SRI, stage=Stage.TALKING, legs=(leg,)), NOW + timedelta(minutes=2))
    place = places.take(SRI.caller, NOW + timedelta(minutes=3))
    assert place is not None
    assert (place.since, place.agent) == (NOW, "17")
    assert places.take(SRI.caller, NOW + timedelta(minutes=3)) is None


@pytest.mark.parametrize(
    ("call", "after"),
    [
        (SRI, WITHIN + timedelta(seconds=1)),  # too late
        (replace(SRI, caller=""), timedelta(0)),  # nobody knows who that was
        (replace(SRI, stage=Stage.MENU, joined_at=None), timedelta(0)),  # had no place yet
    ],
)
def test_others_have_none(call: Call, after: timedelta) -> None:
    places = Places()
    places.keep(call, NOW)
    assert places.take(call.caller, NOW + after) is None
