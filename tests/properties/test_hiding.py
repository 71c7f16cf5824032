"""No count that is hidden can be told from those that are published."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hubung.insight.hiding import hide

FEWEST = 5
COUNTS = st.integers(min_value=0, max_value=12)


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, dict[str, int], dict[str, int]]:
    """The same reports by unit and by sector."""
    units = draw(st.lists(COUNTS, min_size=1, max_size=6))
    total = sum(units)
    cuts = sorted(draw(st.lists(st.integers(0, total), min_size=3, max_size=3)))
    sectors = [after - before for before, after in zip([0, *cuts], [*cuts, total], strict=True)]
    by_unit = {f"unit {number}": count for number, count in enumerate(units)}
    return total, by_unit, {f"sector {number}": count for number, count in enumerate(sectors)}


def possible(total: int | None, axis: dict[str, int | None]) -> dict[str, tuple[int, int | None]]:
    """What a reader can tell of each hidden part: the least and the most that it can be.

    Zeros show, so a hidden part is one at least, unless every part is hidden. With the total they
    know the sum of all hidden parts, and one is the most when the others are the least.
    """
    hidden = [key for key, count in axis.items() if count is None]
    least = 0 if len(hidden) == len(axis) and total is not None else 1
    if total is None:
        return dict.fromkeys(hidden, (least, None))
    rest = total - sum(count for count in axis.values() if count is not None)
    most = rest - least * (len(hidden) - 1)
    return dict.fromkeys(hidden, (most if len(hidden) == 1 else least, most))


@given(tables())
def test_what_is_hidden_may_be_anything_from_one_to_the_threshold(
    table: tuple[int, dict[str, int], dict[str, int]],
) -> None:
    total, *axes = table
    hidden = hide(total, axes, fewest=FEWEST)
    told = [
        {key: None if key in parts else count for key, count in axis.items()}
        for axis, parts in zip(axes, hidden.axes, strict=True)
    ]
    known = None if hidden.total else total
    # A total that is not told must not be the sum of an axis that is.
    for axis in told:
        if None not in axis.values():
            known = sum(count or 0 for count in axis.values())
    if hidden.total:
        assert known is None
    for axis, original in zip(told, axes, strict=True):
        for key, (least, most) in possible(known, axis).items():
            assert least <= original[key]
            assert least <= 1
            assert most is None or most >= FEWEST


@given(tables())
def test_no_small_count_is_told(table: tuple[int, dict[str, int], dict[str, int]]) -> None:
    total, *axes = table
    hidden = hide(total, axes, fewest=FEWEST)
    assert hidden.total == (0 < total < FEWEST)
    for axis, parts in zip(axes, hidden.axes, strict=True):
        for key, count in axis.items():
            assert key in parts or count == 0 or count >= FEWEST
            assert count or key not in parts or parts == axis.keys()


@given(tables())
def test_where_no_count_is_small_all_are_told(
    table: tuple[int, dict[str, int], dict[str, int]],
) -> None:
    total, *axes = table
    if all(count == 0 or count >= FEWEST for axis in axes for count in axis.values()):
        hidden = hide(total, axes, fewest=FEWEST)
        assert not hidden.total
        assert not any(hidden.axes)


def test_the_smallest_of_the_others_is_hidden_beside_it() -> None:
    hidden = hide(38, [{"Bitung": 3, "Ambon": 9, "Merak": 26}], fewest=FEWEST)
    assert not hidden.total
    assert hidden.axes == ({"Bitung", "Ambon"},)


def test_what_is_spread_thinly_is_told_of_the_whole_only() -> None:
    hidden = hide(9, [dict.fromkeys("abcdefghi", 1) | {"j": 0}, {"sea": 9}], fewest=FEWEST)
    assert not hidden.total
    assert hidden.axes == (set("abcdefghij"), set())
