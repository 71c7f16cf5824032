"""Boxes of the ISO base media file format (ISO/IEC 14496-12), read and overwritten in place.

Photos of telephones, films, and JPEG 2000 are trees of these. Overwriting keeps every offset.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

_MAX_BOXES = 50_000
_CHUNK = 64 * 1024


class BoxError(ValueError):
    """The boxes of the file can't be understood, so nothing is known about its metadata."""


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its four letters, and where it, its content and its end are."""

    kind: bytes
    start: int
    body: int
    end: int


def boxes(file: IO[bytes], start: int, end: int) -> Iterator[Box]:
    """The boxes from `start` to `end`. Raises BoxError; struct.error where the file ends early."""
    for _ in range(_MAX_BOXES):
        if start >= end:
            return
        file.seek(start)
        length, kind = struct.unpack(">I4s", file.read(8))
        body = start + 8
        if length == 1:
            (length,) = struct.unpack(">Q", file.read(8))
            body += 8
        stop = end if length == 0 else start + length
        if stop < body or stop > end:
            raise BoxError("a box is longer than the file")
        yield Box(kind, start, body, stop)
        start = stop
    raise BoxError("the file has too many boxes")


def content(file: IO[bytes], box: Box) -> bytes:
    file.seek(box.body)
    return file.read(box.end - box.body)


def overwrite(file: IO[bytes], start: int, content: bytes, length: int | None = None) -> None:
    """Write `content` at `start`, followed by NULs up to `length`."""
    file.seek(start)
    file.write(content)
    left = (length or len(content)) - len(content)
    while left > 0:
        left -= file.write(bytes(min(left, _CHUNK)))


def free(file: IO[bytes], box: Box) -> None:
    """Make it a box of nothing."""
    overwrite(file, box.start + 4, b"free")
    overwrite(file, box.body, b"", box.end - box.body)
