"""ZIP files from strangers: what is in them, without unpacking a bomb.

Office documents are ZIP files too, so this stands before any preview. Only the directory of the
archive is believed for a limit, and only as an upper bound: `zipfile` never writes more than the
directory declares.
"""

from __future__ import annotations

import lzma
import struct
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import IO

MAX_ENTRIES = 10_000
MAX_DIRECTORY_BYTES = 4 * 1024 * 1024
MAX_TOTAL_BYTES = 500 * 1024 * 1024
MAX_RATIO = 100
MAX_DEPTH = 2

# A ratio says little about small files: a blank spreadsheet compresses very well.
_RATIO_FROM_BYTES = 10 * 1024 * 1024
_NESTED_BYTES = 25 * 1024 * 1024
_END = struct.Struct("<4s4H2LH")
_LONGEST_COMMENT = 0xFFFF
_LOCAL_HEADER = b"PK\x03\x04"
_ENCRYPTED = 0x1
# What zipfile raises on damaged or hostile files (NotImplementedError: an unknown method).
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    KeyError,
)


class ZipProblem(StrEnum):
    """Why an archive must not be unpacked."""

    NOT_A_ZIP = "not_a_zip"
    CORRUPT = "corrupt"
    TOO_MANY_ENTRIES = "too_many_entries"
    TOO_LARGE = "too_large"
    RATIO = "ratio"
    OVERLAP = "overlap"
    NESTED = "nested"


@dataclass(frozen=True, slots=True)
class ZipReport:
    """What an archive holds: entries and bytes with those of the archives inside it.

    `problem` is None when it is safe to unpack. An encrypted archive can't be looked into.
    """

    entries: int = 0
    unpacked_bytes: int = 0
    encrypted: bool = False
    problem: ZipProblem | None = None


class _RefusedError(Exception):
    def __init__(self, problem: ZipProblem) -> None:
        self.problem = problem


def inspect_zip(file: IO[bytes]) -> ZipReport:
    """Look into a seekable ZIP file. Never raises for what the file holds: see `problem`."""
    try:
        return _inspect(file, depth=0)
    except _RefusedError as refused:
        return ZipReport(problem=refused.problem)


def entry_names(file: IO[bytes]) -> tuple[str, ...]:
    """The names in the directory of a ZIP file; none when it is no ZIP or a hostile one."""
    try:
        with _open(file) as archive:
            return tuple(archive.namelist())
    except _RefusedError:
        return ()


def read_entry(file: IO[bytes], name: str, limit: int) -> bytes:
    """The first `limit` bytes of one entry; empty when it can't be read."""
    try:
        with _open(file) as archive, archive.open(name) as entry:
            return entry.read(limit)
    except (_RefusedError, *_BROKEN):
        return b""


def _inspect(file: IO[bytes], depth: int) -> ZipReport:
    if depth > MAX_DEPTH:
        raise _RefusedError(ZipProblem.NESTED)
    with _open(file) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        packed = sum(info.compress_size for info in infos)
        total = sum(info.file_size for info in infos)
        entries = len(infos)
        encrypted = any(info.flag_bits & _ENCRYPTED for info in infos)
        _refuse_bomb(infos, packed, total)
        for info in infos:
            inner = _nested(archive, info, depth)
            entries += inner.entries
            total += inner.unpacked_bytes
            encrypted = encrypted or inner.encrypted
            if entries > MAX_ENTRIES:
                raise _RefusedError(ZipProblem.TOO_MANY_ENTRIES)
            if total > MAX_TOTAL_BYTES:
                raise _RefusedError(ZipProblem.TOO_LARGE)
    return ZipReport(entries, total, encrypted)


def _refuse_bomb(infos: list[zipfile.ZipInfo], packed: int, total: int) -> None:
    if total > MAX_TOTAL_BYTES:
        raise _RefusedError(ZipProblem.TOO_LARGE)
    if total > _RATIO_FROM_BYTES and total > MAX_RATIO * max(packed, 1):
        raise _RefusedError(ZipProblem.RATIO)
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise _RefusedError(ZipProblem.OVERLAP)
        end = info.header_offset + info.compress_size


def _nested(archive: zipfile.ZipFile, info: zipfile.ZipInfo, depth: int) -> ZipReport:
    """The report of an entry that is itself a ZIP file, whatever it is called."""
    if info.flag_bits & _ENCRYPTED or info.file_size < _END.size:
        return ZipReport()
    try:
        with archive.open(info) as entry:
            head = entry.read(len(_LOCAL_HEADER))
            if head != _LOCAL_HEADER:
                return ZipReport()
            if info.file_size > _NESTED_BYTES:
                raise _RefusedError(ZipProblem.TOO_LARGE)
            with tempfile.SpooledTemporaryFile(max_size=1024 * 1024) as copy:
                copy.write(head)
                while chunk := entry.read(64 * 1024):
                    copy.write(chunk)
                return _inspect(copy, depth + 1)
    except _BROKEN as error:
        raise _RefusedError(ZipProblem.CORRUPT) from error


def _open(file: IO[bytes]) -> zipfile.ZipFile:
    """Open an archive whose directory is small enough to be read into memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END.size - _LONGEST_COMMENT))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) < place + _END.size:
        raise _RefusedError(ZipProblem.NOT_A_ZIP)
    _, _, _, _, entries, directory, _, _ = _END.unpack_from(tail, place)
    # The values of ZIP64 (all bits set) are beyond both limits, so ZIP64 is refused here as well.
    if entries > MAX_ENTRIES or directory > MAX_DIRECTORY_BYTES:
        raise _RefusedError(ZipProblem.TOO_MANY_ENTRIES)
    file.seek(0)
    try:
        return zipfile.ZipFile(file)
    except _BROKEN as error:
        raise _RefusedError(ZipProblem.CORRUPT) from error
