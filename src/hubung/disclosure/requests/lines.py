"""What the yearly report is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A figure: the part of the report it belongs to, its name, and a whole or broken number."""

    part: str
    name: str
    value: float | None
