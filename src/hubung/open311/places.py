"""Where it happened, as the registry keeps it: words, then latitude and longitude in brackets.

`Dermaga 2, Bitung (1.4402, 125.19)`: whoever works on it reads and corrects one line, and there is
no second place that could say something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 200
_POINT = re.compile(r"^(?P<words>.*?)\s*\((?P<lat>-?\d+(?:\.\d+)?), (?P<long>-?\d+(?:\.\d+)?)\)$")


@dataclass(frozen=True)
class Place:
    """Words, and a point in degrees (WGS 84) if one is known."""

    words: str = ""
    lat: float | None = None
    long: float | None = None

    def __str__(self) -> str:
        if self.lat is None or self.long is None:
            return self.words[:LONGEST]
        point = f"({_degrees(self.lat)}, {_degrees(self.long)})"
        return f"{self.words[: LONGEST - len(point) - 1]} {point}".strip()

    @classmethod
    def read(cls, text: str) -> Place:
        """What `str()` of a place gave, or what anybody else wrote there."""
        found = _POINT.match(text)
        if found is None:
            return cls(text)
        return cls(found["words"], float(found["lat"]), float(found["long"]))


def _degrees(value: float) -> str:
    """To six decimals, which is a hand's breadth."""
    return f"{value:.6f}".rstrip("0").rstrip(".")
