"""Sounds (MP3, AAC, WAV, FLAC, Ogg) without their tags: title, recorder, place, pictures."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Iterator
from typing import IO

from hubung.kernel.stripping import CannotStripError, Stripper

_CHUNK = 64 * 1024
_MAX_PARTS = 200_000
_WAV_KEPT = {b"fmt ", b"data", b"fact"}
_FLAC_KEPT = {0, 3}  # STREAMINFO, SEEKTABLE
_OGG_COMMENTS = (b"OpusTags", b"\x03vorbis", b"\x81theora")


def _strip_frames(source: IO[bytes], target: IO[bytes]) -> list[str]:
    """MP3 and AAC: frames, with tags before (ID3v2) and behind them (ID3v1, APE, Lyrics3)."""
    size = source.seek(0, 2)
    start, removed = _after_id3(source)
    end = size
    for _ in range(8):
        shorter = _before_tag(source, start, end)
        if shorter == end:
            break
        end = shorter
        removed.append("tag")
    source.seek(start)
    if start >= end or source.read(1) != b"\xff":
        raise CannotStripError
    source.seek(start)
    _copy(source, target, end - start)
    return removed


def _after_id3(source: IO[bytes]) -> tuple[int, list[str]]:
    start = 0
    removed: list[str] = []
    while True:
        source.seek(start)
        head = source.read(10)
        if len(head) < 10 or head[:3] != b"ID3":
            return start, removed
        length = 0
        for byte in head[6:10]:
            length = length << 7 | byte & 0x7F
        start += 10 + length + (10 if head[5] & 0x10 else 0)
        removed.append("ID3")


def _before_tag(source: IO[bytes], start: int, end: int) -> int:
    """Where the last tag before `end` begins; `end` when there is none."""
    if end - 128 >= start:
        source.seek(end - 128)
        if source.read(3) == b"TAG":
            return end - 128
    if end - 32 >= start:
        source.seek(end - 32)
        foot = source.read(32)
        if foot[:8] == b"APETAGEX":
            length = int.from_bytes(foot[12:16], "little")
            headed = foot[23] & 0x80
            return max(start, end - length - (32 if headed else 0))
        if foot[-9:] == b"LYRICS200" and foot[-15:-9].isdigit():
            return max(start, end - int(foot[-15:-9]) - 15)
    return end


def _strip_wav(source: IO[bytes], target: IO[bytes]) -> list[str]:
    head = source.read(12)
    if head[:4] != b"RIFF" or head[8:] != b"WAVE":
        raise CannotStripError
    target.write(head)
    removed: list[str] = []
    for _ in range(_MAX_PARTS):
        chunk = source.read(8)
        if len(chunk) < 8:
            break
        kind, length = struct.unpack("<4sI", chunk)
        padded = length + length % 2
        if kind in _WAV_KEPT:
            target.write(chunk)
            _copy(source, target, padded, cut=kind == b"data")
        else:
            removed.append(kind.decode("latin-1").strip())
            source.seek(padded, 1)
    size = target.tell()
    target.seek(4)
    target.write((size - 8).to_bytes(4, "little"))
    return removed


def _strip_flac(source: IO[bytes], target: IO[bytes]) -> list[str]:
    start, removed = _after_id3(source)
    source.seek(start)
    if source.read(4) != b"fLaC":
        raise CannotStripError
    kept: list[tuple[int, bytes]] = []
    for _ in range(_MAX_PARTS):
        head = source.read(4)
        if len(head) < 4:
            raise CannotStripError
        body = source.read(int.from_bytes(head[1:], "big"))
        if head[0] & 0x7F in _FLAC_KEPT:
            kept.append((head[0] & 0x7F, body))
        elif body.strip(b"\0"):
            removed.append("tag")
        if head[0] & 0x80:
            break
    target.write(b"fLaC")
    for at, (kind, body) in enumerate(kept):
        last = 0x80 if at == len(kept) - 1 else 0
        target.write(bytes((kind | last,)) + len(body).to_bytes(3, "big") + body)
    shutil.copyfileobj(source, target, _CHUNK)
    return removed


def _strip_ogg(source: IO[bytes], target: IO[bytes]) -> list[str]:
    """Voice messages: the packet of comments is emptied where it lies, so pages keep their form.

    RFC 3533 for the pages, RFC 7845 §5.2 and the Vorbis specification §5 for the packet.
    """
    removed: list[str] = []
    rest: bytes | None = None
    for head, table, body in _pages(source):
        at, fresh = 0, bytearray()
        for length in table:
            piece = body[at : at + length]
            at += length
            if rest is None and piece.startswith(_OGG_COMMENTS):
                emptied, said = _without_comments(piece)
                if said:
                    removed.append("tag")
                fresh += emptied
                rest = b"" if length < 255 else piece
            elif rest:
                # The packet goes on: nothing of it is needed.
                removed += ["tag"] if piece.strip(b"\0") else []
                fresh += bytes(length)
                rest = b"" if length < 255 else piece
            else:
                fresh += piece
        page = bytearray(head + bytes(table) + fresh)
        if fresh != body:
            page[22:26] = bytes(4)
            page[22:26] = _checksum(page).to_bytes(4, "little")
        target.write(page)
    if rest is None:
        raise CannotStripError
    return removed


def _pages(source: IO[bytes]) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Head, table of lengths and body of each page."""
    for _ in range(_MAX_PARTS):
        head = source.read(27)
        if not head:
            return
        if len(head) < 27 or head[:4] != b"OggS":
            raise CannotStripError
        table = source.read(head[26])
        body = source.read(sum(table))
        if len(body) != sum(table):
            raise CannotStripError
        yield head, table, body
    raise CannotStripError


def _without_comments(piece: bytes) -> tuple[bytes, bool]:
    """The beginning of the packet with no vendor and no comments, padded to its length."""
    name = next(name for name in _OGG_COMMENTS if piece.startswith(name))
    frame = b"\x01" if name == b"\x03vorbis" else b""
    empty = name + bytes(8) + frame
    if len(piece) < len(empty):
        raise CannotStripError
    return empty.ljust(len(piece), b"\0"), piece != empty.ljust(len(piece), b"\0")


def _crc_table() -> tuple[int, ...]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)) & 0xFFFFFFFF
        table.append(value)
    return tuple(table)


_CRC = _crc_table()


def _checksum(page: bytes | bytearray) -> int:
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ _CRC[value >> 24 ^ byte]
    return value


def _copy(source: IO[bytes], target: IO[bytes], length: int, *, cut: bool = False) -> None:
    """`cut`: the recorder may have stopped before it wrote what it announced."""
    while length:
        chunk = source.read(min(length, _CHUNK))
        if not chunk:
            if cut:
                return
            raise CannotStripError
        target.write(chunk)
        length -= len(chunk)


STRIPPERS: dict[str, Stripper] = {
    "audio/mpeg": _strip_frames,
    "audio/aac": _strip_frames,
    "audio/x-wav": _strip_wav,
    "audio/x-flac": _strip_flac,
    "audio/ogg": _strip_ogg,
}
