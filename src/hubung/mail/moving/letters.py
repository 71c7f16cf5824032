"""Messages on their way: their flags, how one is known again, how many go together. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

#: Together in one command: enough that waiting for answers costs little, few enough to keep in
#: memory and to look for again after a fall.
MOST_TOGETHER, MOST_BYTES = 200, 8_000_000
_SYSTEM_FLAGS = {"\\seen", "\\answered", "\\flagged", "\\deleted", "\\draft"}


@dataclass(frozen=True)
class Known:
    """What a folder's list tells of a message."""

    uid: int
    size: int
    flags: frozenset[str]


@dataclass(frozen=True)
class Letter:
    """A message, with what a server keeps beside it."""

    uid: int
    raw: bytes
    flags: frozenset[str]
    received_at: datetime | None

    @property
    def digest(self) -> bytes:
        return digest(self.raw)


def digest(raw: bytes) -> bytes:
    """By which a message is known again on another server.

    Servers store line ends in their own way, and Dovecot can't store a zero byte.
    """
    same = raw.replace(b"\r\n", b"\n").replace(b"\0", b"\x80")
    return hashlib.sha256(same).digest()


def portable(flags: Iterable[bytes]) -> frozenset[str]:
    r"""The flags that mean the same elsewhere: those of IMAP itself, and keywords.

    `\Recent` belongs to a session, and other words with a backslash to one server.
    """
    words = {flag.decode("ascii", "replace") for flag in flags}
    return frozenset(
        word for word in words if not word.startswith("\\") or word.lower() in _SYSTEM_FLAGS
    )


def together(letters: Iterable[Known], alone: Collection[int] = ()) -> Iterator[list[Known]]:
    """Batches, in their order; those whose UID is in `alone` go by themselves."""
    batch: list[Known] = []
    size = 0
    for letter in letters:
        single = letter.uid in alone
        full = len(batch) >= MOST_TOGETHER or size + letter.size > MOST_BYTES
        if batch and (single or full):
            yield batch
            batch, size = [], 0
        batch.append(letter)
        size += letter.size
        if single:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
