"""How open an agenda is, in numbers that everybody may read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from hubung.disclosure.agenda.lateness import Late
from hubung.disclosure.agenda.models import Diary
from hubung.disclosure.agenda.public import ClosedEntry
from hubung.disclosure.agenda.queries import closed_now, public_days
from hubung.disclosure.grounds.models import Ground
from hubung.kernel import clock

#: So many days up to today are counted.
COUNTED_DAYS = 90


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What is closed at the moment, of whatever day, and waits for that decision; of the last
    `days` days the entries in all, those entered late (as far as they are open), and the working
    days without a word."""

    days: int
    entries: int
    closed: int
    pending: int
    late: int
    missing: int


def counts_of(diary: Diary, *, at: datetime | None = None) -> Counts:
    """How open one agenda is."""
    now = at or clock.now()
    last = diary.today()
    days = public_days(last - timedelta(days=COUNTED_DAYS - 1), last, of=[diary], at=now)
    opened = {entry.uid: entry for day in days for entry in day.open}
    shut = {entry.number for day in days for entry in day.closed}
    closed = [entry for entry in closed_now(at=now) if entry.official.slug == diary.slug]
    return Counts(
        days=COUNTED_DAYS,
        entries=len(opened) + len(shut),
        closed=len(closed),
        pending=sum(entry.pending for entry in closed),
        late=sum(entry.late is not Late.NO for entry in opened.values()),
        missing=sum(len(day.missing) for day in days),
    )


def by_ground(closed: list[ClosedEntry]) -> list[tuple[Ground, int]]:
    """How many are closed on each ground, in the order of the law."""
    numbers = Counter(entry.ground for entry in closed)
    return sorted(numbers.items(), key=lambda each: each[0].code)
