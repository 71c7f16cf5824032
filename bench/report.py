"""What a benchmark found: for people a table, for programs plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench import machine

Value = str | int | float | None
Row = Mapping[str, Value]


@dataclass
class Report:
    """A titled table with the method that led to it.

    `columns` maps the key of a row's value to its heading; `method` holds full sentences.
    """

    title: str
    columns: Mapping[str, str]
    method: Sequence[str]
    rows: list[Row] = field(default_factory=list)

    def add(self, **values: Value) -> None:
        unknown = values.keys() - self.columns.keys()
        if unknown:
            raise KeyError(f"no column for {sorted(unknown)}")
        self.rows.append(values)

    def data(self) -> dict[str, object]:
        return {
            "title": self.title,
            "machine": machine.describe(),
            "method": list(self.method),
            "rows": [dict(row) for row in self.rows],
        }

    def table(self) -> str:
        cells = [list(self.columns.values())]
        cells += [[_shown(row.get(key)) for key in self.columns] for row in self.rows]
        widths = [max(len(line[i]) for line in cells) for i in range(len(self.columns))]
        numeric = [
            all(isinstance(row.get(key), int | float | None) for row in self.rows)
            for key in self.columns
        ]
        lines = [
            "  ".join(
                cell.rjust(width) if right else cell.ljust(width)
                for cell, width, right in zip(line, widths, numeric, strict=True)
            ).rstrip()
            for line in cells
        ]
        lines.insert(1, "  ".join("─" * width for width in widths))
        said = [f"· {sentence}" for sentence in self.method]
        return "\n".join(["", self.title, "", *lines, "", *said, f"· {machine.sentence()}.", ""])


def _shown(value: Value) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}".rstrip("0").rstrip(".")
    return f"{value:,}" if isinstance(value, int) else value
