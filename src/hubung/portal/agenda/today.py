"""The officials' day as the home page shows it: a few lines of it, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass

from hubung.disclosure.agenda.public import ClosedEntry, OpenEntry, PublicDay
from hubung.disclosure.agenda.queries import diaries, public_day

#: Lines of each kind.
OPEN, CLOSED = 5, 2


@dataclass(frozen=True)
class Today:
    """What is going on and comes next, after what was last; and closed ones, by number."""

    day: PublicDay
    open: tuple[OpenEntry, ...]
    closed: tuple[ClosedEntry, ...]

    @property
    def total(self) -> int:
        return len(self.day.open) + len(self.day.closed)

    @property
    def is_whole(self) -> bool:
        return self.total == len(self.open) + len(self.closed)


def today() -> Today | None:
    """None where no official has an agenda."""
    if not diaries().exists():
        return None
    day = public_day()
    over = sum(1 for entry in day.open if entry.ends_at <= day.at)
    # Towards the evening the last lines stay, so that the day is never empty.
    first = max(0, min(over, len(day.open) - OPEN))
    return Today(day, day.open[first : first + OPEN], day.closed[:CLOSED])
