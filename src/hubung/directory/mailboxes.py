"""The local part of an official mail address, made from a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_MAX = 40
_FALLBACK = "pegawai"


def local_part(name: str) -> str:
    """`Dr. Laksmi Wandhani-Sagara, M.T.` → `laksmi.wandhani-sagara`: first and last word, ASCII.

    A name with nothing to spell in ASCII gives `pegawai`.
    """
    plain = unicodedata.normalize("NFKD", name.split(",")[0]).encode("ascii", "ignore").decode()
    words = [re.sub(r"[^a-z0-9-]", "", word) for word in plain.lower().split() if word[-1] != "."]
    words = [word.strip("-") for word in words if word.strip("-")]
    if not words:
        return _FALLBACK
    kept = words if len(words) == 1 else [words[0], words[-1]]
    return ".".join(kept)[:_MAX].rstrip(".-")


class Mailboxes:
    """Addresses that are taken, and the rule for two people of one name.

    The second `wulandari.paramesthi` is `wulandari.paramesthi2`: who came first keeps theirs.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def take(self, name: str) -> str:
        """A free local part for a name, taken from now on."""
        wanted = local_part(name)
        number = self._next.get(wanted, 1)
        while (found := wanted if number == 1 else f"{wanted}{number}") in self._taken:
            number += 1
        self._next[wanted] = number + 1
        self._taken.add(found)
        return found
