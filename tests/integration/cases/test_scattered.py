"""A gap between two numbers tells nobody that there is a report which they may not see."""

from __future__ import annotations

from itertools import pairwise

import pytest

from hubung.cases.choices import Kind
from hubung.cases.models import Case
from hubung.cases.services import Report, receive_case, receive_cases
from hubung.kernel import scatter
from tests.support.ministry import Ministry, build


@pytest.fixture
def ministry(db: None) -> Ministry:
    return build()


def test_numbers_rise_with_gaps_whether_or_not_something_hides_in_them(ministry: Ministry) -> None:
    together = receive_cases([Report(channel="web", text=f"Lampu {n} padam.") for n in range(80)])
    kept = [case.pk for case in together]
    for n in range(20):
        receive_case(channel="web", kind=Kind.MISCONDUCT, text=f"Pungutan {n}.")
        kept.append(receive_case(channel="web", text=f"Bus {n} terlambat.").pk)
    assert kept == sorted(kept)
    gaps = {later - earlier for earlier, later in pairwise(kept[:80])}
    assert len(gaps) > 2, "where nothing is hidden, numbers have gaps too"
    # Whatever takes its key from the database alone goes on behind them.
    plain = Case.objects.create(channel="web", text="-", unit=together[0].unit)
    assert plain.pk > kept[-1]
    assert receive_case(channel="web", text="Kapal rusak.").pk > plain.pk


@pytest.mark.once
def test_each_key_is_taken_with_the_same_chance() -> None:
    steps = [scatter._step() for _ in range(4000)]
    for far in range(1, 6):
        passed = [step for step in steps if step >= far]
        taken = sum(step == far for step in passed) / len(passed)
        assert abs(taken - 1 / scatter.SPREAD) < 0.1, f"{taken:.2f} at {far}"
