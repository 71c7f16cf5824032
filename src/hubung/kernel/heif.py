"""Photos of telephones (HEIC, AVIF): metadata blanked in place, without decoding the picture.

A HEIF file (ISO/IEC 23008-12) is a tree of boxes. Its `meta` box lists items, Exif and XMP among
them, with the places of their bytes. Those bytes are overwritten, so no offset changes. The
orientation of the picture is a property of its own (`irot`) and stays.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

_MAX_META_BYTES = 4 * 1024 * 1024
_MAX_BOXES = 50_000
_CHUNK = 64 * 1024
_KEPT_BOXES = {b"ftyp", b"meta", b"mdat", b"free", b"skip"}
_METADATA = {b"Exif": "Exif", b"mime": "XMP", b"uri ": "uri"}
# A TIFF header without a single entry, behind the offset that an Exif item begins with.
_EMPTY_EXIF = bytes(4) + b"MM\0*" + (8).to_bytes(4, "big") + bytes(6)


class HeifError(ValueError):
    """The boxes of the file can't be understood, so nothing is known about its metadata."""


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int
    body: int
    end: int


def blank_metadata(file: IO[bytes]) -> list[str]:
    """Overwrite Exif, XMP and every unknown box of a readable and writable HEIF file.

    Returns what was blanked. Raises HeifError, and then the file is to be thrown away.
    """
    size = file.seek(0, 2)
    blanked: list[str] = []
    try:
        for box in _boxes(file, 0, size):
            if box.kind == b"moov":
                raise HeifError("a picture sequence may carry metadata in each of its tracks")
            if box.kind == b"meta":
                blanked += _blank_items(file, box)
            elif box.kind not in _KEPT_BOXES:
                blanked.append(box.kind.decode("latin-1"))
                _overwrite(file, box.start + 4, b"free")
                _overwrite(file, box.body, bytes(0), box.end - box.body)
    except (struct.error, IndexError) as error:
        raise HeifError("a box ends before its content") from error
    return blanked


def _boxes(file: IO[bytes], start: int, end: int) -> Iterator[_Box]:
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
            raise HeifError("a box is longer than the file")
        yield _Box(kind, start, body, stop)
        start = stop
    raise HeifError("the file has too many boxes")


def _blank_items(file: IO[bytes], meta: _Box) -> list[str]:
    if meta.end - meta.body > _MAX_META_BYTES:
        raise HeifError("the list of items is too long")
    inner = {box.kind: box for box in _boxes(file, meta.body + 4, meta.end)}
    if b"iinf" not in inner or b"iloc" not in inner:
        raise HeifError("the file does not list its items")
    secret = {item: kind for item, kind in _items(file, inner[b"iinf"]) if kind in _METADATA}
    idat = inner.get(b"idat")
    for item, method, offset, length in _extents(_content(file, inner[b"iloc"])):
        if item not in secret:
            continue
        if method == 1 and idat is not None:
            offset, end = offset + idat.body, idat.end
        elif method == 0:
            end = file.seek(0, 2)
        else:
            raise HeifError("an item lies where it can't be found")
        if offset + length > end:
            raise HeifError("an item is longer than the file")
        room = length or end - offset
        empty = _EMPTY_EXIF if secret[item] == b"Exif" and room >= len(_EMPTY_EXIF) else b""
        _overwrite(file, offset, empty, room)
    return [_METADATA[kind] for kind in secret.values()]


def _items(file: IO[bytes], iinf: _Box) -> list[tuple[int, bytes]]:
    file.seek(iinf.body)
    first = iinf.body + (6 if file.read(1) == b"\0" else 8)
    found: list[tuple[int, bytes]] = []
    for box in _boxes(file, first, iinf.end):
        entry = _content(file, box)
        if entry[0] == 2:
            item, _, kind = struct.unpack_from(">HH4s", entry, 4)
        elif entry[0] == 3:
            item, _, kind = struct.unpack_from(">IH4s", entry, 4)
        else:
            raise HeifError("an item has a description of an unknown version")
        found.append((item, kind))
    return found


def _extents(iloc: bytes) -> Iterator[tuple[int, int, int, int]]:
    """(item, construction method, offset, length) of each piece of each item."""
    at = 4

    def number(length: int) -> int:
        nonlocal at
        at += length
        if at > len(iloc):
            raise HeifError("the list of places is cut off")
        return int.from_bytes(iloc[at - length : at], "big")

    version = iloc[0]
    sizes = number(2)
    offset_size, length_size, base_size, index_size = (
        sizes >> 12,
        sizes >> 8 & 15,
        sizes >> 4 & 15,
        sizes & 15,
    )
    wide = 4 if version == 2 else 2
    for _ in range(number(wide)):
        item = number(wide)
        method = number(2) & 15 if version else 0
        number(2)
        base = number(base_size)
        for _ in range(number(2)):
            if version:
                number(index_size)
            offset = base + number(offset_size)
            yield item, method, offset, number(length_size)


def _content(file: IO[bytes], box: _Box) -> bytes:
    file.seek(box.body)
    return file.read(box.end - box.body)


def _overwrite(file: IO[bytes], start: int, content: bytes, length: int | None = None) -> None:
    """Write `content` at `start`, followed by NULs up to `length`."""
    file.seek(start)
    file.write(content)
    left = (length or len(content)) - len(content)
    while left > 0:
        left -= file.write(bytes(min(left, _CHUNK)))
