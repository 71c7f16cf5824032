"""Which counts are not published, so that no small one shows, nor can be reckoned from the others.

Pure. A count is given as a total and, along each axis (units, sectors), as the parts that it is the
sum of. Nothing happened is no secret: zeros are always shown, so whoever reads knows that a hidden
part is at least one.
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
    two, and together so many that each of them may be anything from one to `fewest`. Where an axis
    has no part left to hide them behind, the total is not told, and with it no part at all.
    """
    chosen = [_hidden_parts(axis, fewest) for axis in axes]
    if 0 < total < fewest or any(parts is None for parts in chosen):
        return Hidden(True, tuple(frozenset(_counted(axis)) for axis in axes))
    return Hidden(False, tuple(frozenset(parts or ()) for parts in chosen))


def _hidden_parts(axis: Mapping[K, int], fewest: int) -> set[K] | None:
    """The parts to hide, the smallest that suffice; None when the total itself has to be."""
    hidden = {key for key in _counted(axis) if axis[key] < fewest}
    # By its key where two are alike, so that a recount hides the same one.
    others = sorted(_counted(axis) - hidden, key=lambda key: (axis[key], str(key)), reverse=True)
    while hidden and not _is_safe([axis[key] for key in hidden], fewest):
        if not others:
            return None
        hidden.add(others.pop())
    return hidden


def _is_safe(parts: Sequence[int], fewest: int) -> bool:
    return len(parts) > 1 and sum(parts) - (len(parts) - 1) >= fewest


def _counted(axis: Mapping[K, int]) -> set[K]:
    return {key for key, count in axis.items() if count}
