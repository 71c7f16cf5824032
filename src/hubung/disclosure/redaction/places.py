"""A place on a page: where something stands, or is to be removed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """In parts of the page's width and height, from the top left; `page` counts from 0."""

    page: int
    x: float
    y: float
    width: float
    height: float

    def touches(self, other: Place) -> bool:
        return (
            self.page == other.page
            and self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )
