"""What happens in the directory. Dates are ISO days; ids are primary keys.

`by_id` is the person who did it; None is the system itself: a command, an import, a rule.
"""

from __future__ import annotations

from dataclasses import dataclass

from hubung.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class DirectoryEvent(Event):
    by_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class UnitOpened(DirectoryEvent):
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class UnitRenamed(DirectoryEvent):
    unit_id: int
    name: str
    valid_from: str


@dataclass(frozen=True, kw_only=True)
class UnitMoved(DirectoryEvent):
    """A unit stands under another parent; the paths of its whole subtree have changed."""

    unit_id: int
    parent_id: int


@dataclass(frozen=True, kw_only=True)
class UnitClosed(DirectoryEvent):
    """A unit ends on a day that may be still to come; what it had belongs to its successor then."""

    unit_id: int
    successor_id: int | None
    closed_on: str


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(DirectoryEvent):
    """Somebody was added by themselves, not by a file."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonAmended(DirectoryEvent):
    """What the directory says of a person changed: the names of the fields."""

    person_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class PostAppointed(DirectoryEvent):
    post_id: int
    person_id: int
    valid_from: str
    acting: bool


@dataclass(frozen=True, kw_only=True)
class PostRelieved(DirectoryEvent):
    post_id: int
    person_id: int
    valid_to: str


@dataclass(frozen=True, kw_only=True)
class RoleGranted(DirectoryEvent):
    person_id: int
    role: str
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class RoleRevoked(DirectoryEvent):
    person_id: int
    role: str
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class DirectoryImported(DirectoryEvent):
    """A file was taken over: how many rows were new, how many differed from before."""

    kind: str
    created: int
    changed: int
    closed: int
