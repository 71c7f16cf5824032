"""Which counts are not published, so that no small one shows, nor can be reckoned from the others.

Pure. A count is given as a total and, along each axis (units, sectors), as the parts that it is the
sum of. That nothing happened is no secret: zeros show, and so whoever reads knows that a hidden
part is at least one, unless no part of the axis shows.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Hidden(Generic[K]):
    """What stays unsaid: the total, and of each axis the keys of the parts."""

    total: bool
    axes: tuple[frozenset[K], ...]


def hide(total: int, axes: Sequence[Mapping[K, int]], *, fewest: int) -> Hidden[K]:
    """Every count below `fewest`, and what would tell it.

    The hidden parts of an axis can be added up by whoever knows the total. So there are at least
    two, and together so many that each of them may be as large as `fewest`. Where no parts are left
    to hide them behind (thirty objections, one at each unit), the axis shows none, zeros included,
    and the total stays: a bad figure is not lost for being spread thinly.
    """
    if 0 < total < fewest:
        return Hidden(True, tuple(frozenset(_counted(axis)) for axis in axes))
    return Hidden(False, tuple(frozenset(_hidden_parts(axis, fewest)) for axis in axes))


def _hidden_parts(axis: Mapping[K, int], fewest: int) -> set[K]:
    """The parts to hide, the smallest that suffice."""
    hidden = {key for key in _counted(axis) if axis[key] < fewest}
    # By its key where two are alike, so that a recount hides the same one.
    others = sorted(_counted(axis) - hidden, key=lambda key: (axis[key], str(key)), reverse=True)
    while hidden and not _is_safe([axis[key] for key in hidden], fewest):
        if not others:
            return set(axis)
        hidden.add(others.pop())
    return hidden


def _is_safe(parts: Sequence[int], fewest: int) -> bool:
    return len(parts) > 1 and sum(parts) - (len(parts) - 1) >= fewest


def _counted(axis: Mapping[K, int]) -> set[K]:
    return {key for key, count in axis.items() if count}
