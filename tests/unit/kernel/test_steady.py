"""A clock for what rings and waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hubung.kernel import clock

pytestmark = pytest.mark.once


@pytest.mark.parametrize("hours", [1, -1])
def test_it_goes_on_when_the_machines_clock_is_put_right(hours: int) -> None:
    steady = clock.Steady()
    before = steady.now()
    jump = timedelta(hours=hours)
    with clock.travel(clock.now() + jump):
        assert timedelta(0) <= steady.now() - before < timedelta(minutes=1)
        assert abs(steady.ahead - jump) < timedelta(seconds=1)
        assert abs(steady.now() + steady.ahead - clock.now()) < timedelta(seconds=1)
