"""What happens to agendas. No event holds a word of an entry: it may be closed."""

from __future__ import annotations

from dataclasses import dataclass

from hubung.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class AgendaEvent(Event):
    """Base; `seq` is the line of the history that tells of it, `by_id` None the system."""

    diary_id: int
    seq: int
    by_id: int | None = None


class DiaryOpened(AgendaEvent):
    """A post has a public agenda from now on."""


class DiaryEnded(AgendaEvent):
    """It has none any more, from a day on."""


@dataclass(frozen=True, kw_only=True)
class QuietDayChanged(AgendaEvent):
    """`quiet`: the office says that an ISO `day` has no formal activity, or takes that back."""

    day: str
    quiet: bool


@dataclass(frozen=True, kw_only=True)
class EntryEvent(AgendaEvent):
    """Base of what happens to one entry."""

    entry_id: int


class EntryPublished(EntryEvent):
    """An entry was made, and everybody can read it."""


class EntryChanged(EntryEvent):
    """Words, times or status of an entry are other ones; it may be closed."""


@dataclass(frozen=True, kw_only=True)
class ClosingProposed(EntryEvent):
    """Somebody wants an entry closed; `hidden`: it is not shown until that is decided."""

    closure_id: int
    hidden: bool


@dataclass(frozen=True, kw_only=True)
class EntryHidden(EntryEvent):
    """A second person closed an entry, up to and with the ISO day `until`."""

    closure_id: int
    ground: str
    until: str


@dataclass(frozen=True, kw_only=True)
class ClosingRefused(EntryEvent):
    """A proposal came to nothing; `why`: refused, withdrawn, lapsed."""

    closure_id: int
    why: str


@dataclass(frozen=True, kw_only=True)
class EntryReappeared(EntryEvent):
    """A closed entry is open again; `early`: before its period was over."""

    closure_id: int
    early: bool
