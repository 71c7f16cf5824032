"""The menu as a strip map: each step a station in a row of its own, joined by lanes.

Pure. A lane belongs to one station further down: whatever leads there joins it, so a menu in which
everything ends in one queue has one line along its side. What leads upwards has no lane; it is
told in words beside the station.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hubung.telephony.menu.tree import Tree, ways

#: More lanes side by side are no drawing any more; what leads further is told in words only.
MOST_LANES = 8


@dataclass(frozen=True)
class Row:
    """A station on a lane, counted from the left.

    `comes_in`: its lane comes from above. `through`: lanes that pass it by. `joins`: those of them
    to which a way leads from here. `begins`: lanes that begin here, its own where it goes on.
    """

    name: str
    lane: int
    reached: bool
    comes_in: bool = False
    through: tuple[int, ...] = ()
    joins: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()


@dataclass(frozen=True)
class Strip:
    """The rows from the start down, those last that nothing leads to; and how many lanes."""

    rows: tuple[Row, ...]
    lanes: int

    @property
    def order(self) -> dict[str, int]:
        """The row of each station."""
        return {row.name: at for at, row in enumerate(self.rows)}


def lay(tree: Tree) -> Strip:
    """Every node in one row, each before those it leads to wherever the menu goes in no circle."""
    from_start = _downwards(tree, [tree.start])
    order = from_start + [
        name for name in _downwards(tree, [*from_start, *tree.nodes]) if name not in set(from_start)
    ]
    lanes = _Lanes()
    rows: list[Row] = []
    for at, name in enumerate(order):
        later = order[at + 1 :]
        targets = [way.to for way in ways(tree, name) if way.to in later]
        rows.append(lanes.place(name, targets, later, reached=name in from_start))
    return Strip(tuple(rows), 1 + max(max((row.lane, *row.through, *row.begins)) for row in rows))


class _Lanes:
    """Which station each lane leads to; None: it is free."""

    def __init__(self) -> None:
        self._leads: list[str | None] = []

    def place(self, name: str, targets: list[str], later: list[str], *, reached: bool) -> Row:
        comes_in = name in self._leads
        lane = self._leads.index(name) if comes_in else self._free(0)
        self._leads[lane] = None
        through = tuple(at for at, to in enumerate(self._leads) if to is not None)
        joins = {self._leads.index(to) for to in targets if to in self._leads}
        begins = set()
        new = [to for to in dict.fromkeys(targets) if to not in self._leads]
        # The nearest goes straight on; lanes to its right are for those further down.
        for number, to in enumerate(sorted(new, key=later.index)):
            own = lane if number == 0 else self._free(lane + 1)
            if own < MOST_LANES:
                self._leads[own] = to
                begins.add(own)
        del self._leads[MOST_LANES:]
        return Row(
            name,
            lane,
            reached,
            comes_in,
            through,
            tuple(sorted(joins)),
            tuple(sorted(begins)),
        )

    def _free(self, first: int) -> int:
        """A free lane from `first` on, else one before it, else a new one."""
        around = [*range(first, len(self._leads)), *range(min(first, len(self._leads)))]
        free = next((at for at in around if self._leads[at] is None), len(self._leads))
        if free == len(self._leads):
            self._leads.append(None)
        return free


def _downwards(tree: Tree, first: Iterable[str]) -> list[str]:
    """Each node after all that lead to it, circles apart; what is named first comes first."""
    finished: list[str] = []
    seen: set[str] = set()

    def following(name: str) -> Iterator[str]:
        targets = dict.fromkeys(way.to for way in ways(tree, name) if way.to in tree.nodes)
        return iter(reversed(list(targets)))

    for root in reversed(list(dict.fromkeys(first))):
        if root in seen:
            continue
        seen.add(root)
        path = [(root, following(root))]
        while path:
            name, targets = path[-1]
            target = next((to for to in targets if to not in seen), None)
            if target is None:
                finished.append(name)
                path.pop()
            else:
                seen.add(target)
                path.append((target, following(target)))
    return finished[::-1]
