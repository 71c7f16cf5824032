"""Which periods are owed, and how they are called."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from hubung.disclosure.register.choices import Period
from hubung.disclosure.register.periods import Owed, ended, label, owed, start_of


@pytest.mark.parametrize(
    ("period", "start"),
    [
        (Period.MONTH, date(2026, 11, 1)),
        (Period.QUARTER, date(2026, 10, 1)),
        (Period.HALF, date(2026, 7, 1)),
        (Period.YEAR, date(2026, 1, 1)),
    ],
)
def test_a_day_lies_in_its_period(period: Period, start: date) -> None:
    assert start_of(period, date(2026, 11, 18)) == start


def test_a_period_is_owed_the_day_after_its_last_day_for_publishing() -> None:
    begins = date(2026, 4, 15)
    # The second quarter ends on 30 June; thirty days later is 30 July.
    assert list(owed(Period.QUARTER, begins, date(2026, 7, 30), 30)) == []
    assert list(owed(Period.QUARTER, begins, date(2026, 7, 31), 30)) == [
        Owed(date(2026, 4, 1), date(2026, 7, 30))
    ]


def test_every_period_since_the_beginning_is_owed_across_the_year() -> None:
    found = list(owed(Period.MONTH, date(2025, 11, 20), date(2026, 2, 15), 10))
    assert [one.start for one in found] == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)]
    assert ended(Period.MONTH, date(2026, 1, 5), date(2026, 2, 15)) == [
        date(2026, 2, 1),
        date(2026, 1, 1),
    ]


def test_periods_are_called_as_people_call_them() -> None:
    start = date(2026, 7, 1)
    with translation.override("id"):
        assert label(Period.QUARTER, start) == "triwulan 3 tahun 2026"
        assert label(Period.HALF, start) == "semester 2 tahun 2026"
        assert label(Period.YEAR, date(2026, 1, 1)) == "2026"
        assert label(Period.MONTH, start).lower() == "juli 2026"
