"""What is public of an agenda, as values: a closed entry has no field for its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from hubung.disclosure.agenda.choices import Status
from hubung.disclosure.agenda.lateness import Late
from hubung.disclosure.grounds.models import Ground


class State(StrEnum):
    """How an activity stands, as people ask: from what the office said, and from the clock."""

    PLANNED = "planned"
    NOW = "now"
    HELD = "held"
    #: It should have been; the office has not said that it was.
    UNCONFIRMED = "unconfirmed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Official:
    """A post with an agenda; `holder` is empty where it does not matter."""

    slug: str
    title: str
    unit: str
    sector: str
    timezone: str
    holder: str = ""


@dataclass(frozen=True, kw_only=True)
class OpenEntry:
    """An entry that everybody may read. Times with a zone; `at` is the moment that was asked."""

    official: Official
    uid: UUID
    holder: str
    day: date
    last_day: date
    starts_at: datetime
    ends_at: datetime
    timezone: str
    all_day: bool
    subject: str
    place: str
    attendees: str
    guests: str
    result: str
    gifts: str
    travel: str
    status: str
    late: Late
    moved_from: datetime | None
    closed_once: bool
    entered_at: datetime
    changed_at: datetime
    version: int
    at: datetime

    @property
    def state(self) -> State:
        if self.status == Status.CANCELLED:
            return State.CANCELLED
        if self.at < self.starts_at:
            return State.PLANNED
        if self.status == Status.HELD:
            return State.HELD
        return State.NOW if self.at < self.ends_at else State.UNCONFIRMED


@dataclass(frozen=True, kw_only=True)
class ClosedEntry:
    """All that is told of a closed one. `pending`: nobody has decided yet, and it is open again at
    `decide_by`; else it is closed up to and with the day `until`."""

    official: Official
    number: int
    day: date
    last_day: date
    ground: Ground
    pending: bool
    until: date
    decide_by: datetime
    decided_for: str


@dataclass(frozen=True, kw_only=True)
class PublicDay:
    """A day: entries by time, closed ones by number; whose office says there was nothing (`quiet`),
    and whose says nothing at all (`missing`)."""

    day: date
    at: datetime
    open: tuple[OpenEntry, ...]
    closed: tuple[ClosedEntry, ...]
    quiet: tuple[Official, ...]
    missing: tuple[Official, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.open or self.closed or self.quiet or self.missing)
