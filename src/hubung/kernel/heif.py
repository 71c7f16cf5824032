"""Photos of telephones (HEIC, AVIF): metadata blanked in place, without decoding the picture.

A HEIF file (ISO/IEC 23008-12) is a tree of boxes. Its `meta` box lists items, Exif and XMP among
them, with the places of their bytes. Those bytes are overwritten, so no offset changes. The
orientation of the picture is a property of its own (`irot`) and stays.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import IO

from hubung.kernel.boxes import Box, BoxError, boxes, content, free, overwrite

_MAX_META_BYTES = 4 * 1024 * 1024
_KEPT_BOXES = {b"ftyp", b"meta", b"mdat", b"free", b"skip"}
_METADATA = {b"Exif": "Exif", b"mime": "XMP", b"uri ": "uri"}
# A TIFF header without a single entry, behind the offset that an Exif item begins with.
_EMPTY_EXIF = bytes(4) + b"MM\0*" + (8).to_bytes(4, "big") + bytes(6)


def blank_metadata(file: IO[bytes]) -> list[str]:
    """Overwrite Exif, XMP and every unknown box of a readable and writable HEIF file.

    Returns what was blanked. Raises BoxError, and then the file is to be thrown away.
    """
    size = file.seek(0, 2)
    blanked: list[str] = []
    try:
        for box in boxes(file, 0, size):
            if box.kind == b"moov":
                raise BoxError("a picture sequence may carry metadata in each of its tracks")
            if box.kind == b"meta":
                blanked += _blank_items(file, box)
            elif box.kind not in _KEPT_BOXES:
                blanked.append(box.kind.decode("latin-1"))
                free(file, box)
    except (struct.error, IndexError) as error:
        raise BoxError("a box ends before its content") from error
    return blanked


def _blank_items(file: IO[bytes], meta: Box) -> list[str]:
    if meta.end - meta.body > _MAX_META_BYTES:
        raise BoxError("the list of items is too long")
    inner = {box.kind: box for box in boxes(file, meta.body + 4, meta.end)}
    if b"iinf" not in inner or b"iloc" not in inner:
        raise BoxError("the file does not list its items")
    secret = {item: kind for item, kind in _items(file, inner[b"iinf"]) if kind in _METADATA}
    idat = inner.get(b"idat")
    for item, method, offset, length in _extents(content(file, inner[b"iloc"])):
        if item not in secret:
            continue
        if method == 1 and idat is not None:
            offset, end = offset + idat.body, idat.end
        elif method == 0:
            end = file.seek(0, 2)
        else:
            raise BoxError("an item lies where it can't be found")
        if offset + length > end:
            raise BoxError("an item is longer than the file")
        room = length or end - offset
        empty = _EMPTY_EXIF if secret[item] == b"Exif" and room >= len(_EMPTY_EXIF) else b""
        overwrite(file, offset, empty, room)
    return [_METADATA[kind] for kind in secret.values()]


def _items(file: IO[bytes], iinf: Box) -> list[tuple[int, bytes]]:
    file.seek(iinf.body)
    first = iinf.body + (6 if file.read(1) == b"\0" else 8)
    found: list[tuple[int, bytes]] = []
    for box in boxes(file, first, iinf.end):
        entry = content(file, box)
        if entry[0] == 2:
            item, _, kind = struct.unpack_from(">HH4s", entry, 4)
        elif entry[0] == 3:
            item, _, kind = struct.unpack_from(">IH4s", entry, 4)
        else:
            raise BoxError("an item has a description of an unknown version")
        found.append((item, kind))
    return found


def _extents(iloc: bytes) -> Iterator[tuple[int, int, int, int]]:
    """(item, construction method, offset, length) of each piece of each item."""
    at = 4

    def number(length: int) -> int:
        nonlocal at
        at += length
        if at > len(iloc):
            raise BoxError("the list of places is cut off")
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
