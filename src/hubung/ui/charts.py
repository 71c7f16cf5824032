"""Charts as SVG that needs no script: bars and a line, in the words and colours of the page.

Widths are percent, so that a chart fills its column while its letters keep their size; heights are
pixels. A chart stands beside a table of the same figures, and names itself to who cannot see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.formats import number_format

_TOP, _BASE, HEIGHT = 18, 188, 212
#: Percent on the left that the scale's numbers stand in.
_GUTTER = 10.0
_MOST_LABELS = 8


@dataclass(frozen=True)
class Bars:
    """A value for each label; None where there is none to show."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Mark:
    """A bar or a point, in percent across and pixels down. `said` is its value in words."""

    x: float
    y: float
    width: float
    height: float
    said: str


@dataclass(frozen=True)
class Chart:
    """Up to two rows of bars, or one line (`is_line`), over the same labels.

    `target` draws a dashed line; `most` fixes the scale; `unit` follows each number (`%`).
    """

    title: str
    description: str
    labels: Sequence[str]
    rows: Sequence[Bars]
    is_line: bool = False
    target: float | None = None
    most: float | None = None
    unit: str = ""
    height: int = field(default=HEIGHT, init=False)
    base: int = field(default=_BASE, init=False)

    @cached_property
    def _step(self) -> float:
        """The distance of two lines of the scale: 1, 2 or 5 times a power of ten."""
        values = [value for row in self.rows for value in row.values if value is not None]
        most = self.most or max([*values, self.target or 0, 1])
        power = 1.0
        while power * 20 <= most:
            power *= 10
        return next(power * part for part in (1, 2, 5, 10) if power * part * 4 >= most)

    @cached_property
    def _most(self) -> float:
        if self.most:
            return self.most
        values = [value for row in self.rows for value in row.values if value is not None]
        lines = 1
        while self._step * lines < max(values, default=0):
            lines += 1
        return self._step * lines

    def _y(self, value: float) -> float:
        return round(_BASE - (_BASE - _TOP) * value / self._most, 1)

    @property
    def _slot(self) -> float:
        return (100 - _GUTTER) / max(len(self.labels), 1)

    def _middle(self, index: int) -> float:
        return round(_GUTTER + self._slot * (index + 0.5), 2)

    @property
    def scale(self) -> list[tuple[float, str]]:
        """Lines across, each with its number."""
        lines = []
        value = 0.0
        while value <= self._most:
            lines.append((self._y(value), self._number(value)))
            value += self._step
        return lines

    @property
    def names(self) -> list[tuple[float, str]]:
        """Labels below; of many only some, the last one always."""
        every = -(-len(self.labels) // _MOST_LABELS)
        last = len(self.labels) - 1
        return [
            (self._middle(index), label)
            for index, label in enumerate(self.labels)
            if (last - index) % every == 0
        ]

    @property
    def bars(self) -> list[tuple[str, list[Mark]]]:
        """Each row with its bars, in the order of the legend."""
        width = round(self._slot * 0.72 / max(len(self.rows), 1), 2)
        drawn = []
        for number, row in enumerate(self.rows):
            marks = []
            for index, value in enumerate(row.values):
                if value is None:
                    continue
                left = self._middle(index) - width * len(self.rows) / 2 + width * number
                top = self._y(value)
                marks.append(
                    Mark(round(left, 2), top, width, round(_BASE - top, 1), self._number(value))
                )
            drawn.append((row.name, marks))
        return drawn

    @property
    def points(self) -> list[Mark]:
        """The points of a line."""
        return [
            Mark(self._middle(index), self._y(value), 0, 0, self._number(value))
            for index, value in enumerate(self.rows[0].values)
            if value is not None
        ]

    @property
    def segments(self) -> list[tuple[Mark, Mark]]:
        """From each point to the next one, but not across a label without a value."""
        values = self.rows[0].values
        marks = iter(self.points)
        drawn: list[tuple[Mark, Mark]] = []
        before: Mark | None = None
        for value in values:
            mark = None if value is None else next(marks)
            if before is not None and mark is not None:
                drawn.append((before, mark))
            before = mark
        return drawn

    @property
    def goal(self) -> tuple[float, str] | None:
        """Where the target stands, and its number."""
        if self.target is None:
            return None
        return self._y(self.target), self._number(self.target)

    def _number(self, value: float) -> str:
        places = 0 if value == int(value) else 1
        said = number_format(round(value, places), decimal_pos=places, force_grouping=True)
        return f"{said}{self.unit}"
