"""What apps above this one keep of people by their mail address, beside any report.

    keep(Keeper(name, tell, erase))

An app says so in its `ready`; access and erasure then cover it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class Kept:
    """One thing that is kept: since when, of which address, and what it says."""

    since: datetime
    email: str
    words: str


@dataclass(frozen=True)
class Keeper:
    """`tell` and `erase` take mail addresses, in lower case; other addresses' data is untouched."""

    name: _StrOrPromise
    tell: Callable[[Collection[str]], Iterable[Kept]]
    erase: Callable[[Collection[str]], object]


_keepers: list[Keeper] = []


def keep(keeper: Keeper) -> None:
    _keepers.append(keeper)


def told(emails: Collection[str]) -> dict[str, list[Kept]]:
    """What is kept of these addresses, by the keepers' names in the active language."""
    found = {str(keeper.name): list(keeper.tell(emails)) for keeper in _keepers} if emails else {}
    return {name: kept for name, kept in found.items() if kept}


def erase(emails: Collection[str]) -> None:
    for keeper in _keepers:
        keeper.erase(emails)
