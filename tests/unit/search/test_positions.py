"""Where things stand in the index."""

from __future__ import annotations

from datetime import date

import pytest

from hubung.search.models import Item, PublicKind
from hubung.search.positions import position, span_of_year


@pytest.mark.parametrize("kind", PublicKind.values)
@pytest.mark.parametrize("narrowed", [False, True])
def test_all_of_a_year_stand_in_its_span(kind: str, narrowed: bool) -> None:
    lowest, highest = span_of_year(2025, kind if narrowed else "")
    for day in (date(2025, 1, 1), date(2025, 12, 31)):
        for pk in (1, 2**32 - 1):
            item = Item(kind=kind, day=day, pk=pk)
            # A unit has no day.
            assert kind == PublicKind.UNIT or lowest <= position(item) <= highest


@pytest.mark.parametrize("kind", [PublicKind.NEWS, PublicKind.AGENDA, PublicKind.ANSWER])
def test_the_span_of_a_kind_has_no_other_year_of_it(kind: PublicKind) -> None:
    lowest, highest = span_of_year(2025, kind)
    before = Item(kind=kind, day=date(2024, 12, 31), pk=2**32 - 1)
    after = Item(kind=kind, day=date(2026, 1, 1), pk=1)
    assert position(before) < lowest
    assert position(after) > highest


def test_what_holds_always_comes_first_and_units_last() -> None:
    always = Item(kind=PublicKind.SERVICE, day=None, pk=1)
    young = Item(kind=PublicKind.NEWS, day=date(2026, 12, 1), pk=2)
    old = Item(kind=PublicKind.NEWS, day=date(2020, 12, 1), pk=3)
    agenda = Item(kind=PublicKind.AGENDA, day=date(2026, 12, 1), pk=4)
    unit = Item(kind=PublicKind.UNIT, day=None, pk=5)
    places = [position(item) for item in (always, young, agenda, old, unit)]
    assert places == sorted(places, reverse=True)
