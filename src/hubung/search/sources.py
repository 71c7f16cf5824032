"""Who has public things, and vouches that one is public still.

A part of the program that publishes something offers a source in its app's `ready`:

    class Answers(Source):
        name = "answer"
        def present(self): …   # every key, with what changes when it does
        def read(self, key): … # what it says; None if it is not public
        def still(self, keys): …

    sources.offer(Answers())

and calls `services.look_again("answer", pk)` in the transaction that changes one, or
`services.hide` in the one that hides it. What it forgot is found by the next `reconcile`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from hubung.directory.models import Unit
from hubung.search.models import PublicKind


@dataclass(frozen=True, kw_only=True)
class Said:
    """A public thing as it is found and shown; plain text only."""

    kind: PublicKind
    address: str
    title: str
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    text: str = ""
    text_en: str = ""
    sector: str = ""
    unit: Unit | None = None
    day: date | None = None


class Source(ABC):
    """A kind of public things."""

    name: str

    @abstractmethod
    def present(self) -> Iterable[tuple[int, str]]:
        """Every public thing: its key, and a version that changes when it does."""

    @abstractmethod
    def read(self, key: int) -> tuple[str, Said] | None:
        """Its version and what it says; None if it is not public."""

    @abstractmethod
    def still(self, keys: Collection[int]) -> set[int]:
        """Those that are public at this moment. Asked for everything that is about to be shown."""


_sources: dict[str, Source] = {}


def offer(source: Source) -> None:
    """Make its things findable; called in an app's `ready`."""
    _sources[source.name] = source


def source(name: str) -> Source | None:
    """The source of this name; None of a part that is not there any more."""
    return _sources.get(name)


def everybody() -> list[Source]:
    return list(_sources.values())
