"""Content-addressed files: each is kept once, under the SHA-256 of its content.

A blob is on the disk, safe from a power cut, when `store` returns. The row that refers to it is
committed after that, so a row never points at nothing; what a failed transaction leaves behind is
a blob without a row. A sweeper that deletes those leaves young ones alone: their row may be on
its way. Storing a blob again makes it young (and whole) again.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

_SHA256 = re.compile(r"[0-9a-f]{64}")
_LIBC = ctypes.CDLL(None, use_errno=True)
_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class StorageFullError(Exception):
    """The disk has no room for the file. Nothing of it was kept; the sender may try again."""


@contextmanager
def room_needed() -> Iterator[None]:
    """Turns what the system says of a full disk into StorageFullError."""
    try:
        yield
    except OSError as error:
        if error.errno in _DISK_FULL:
            raise StorageFullError("no room on the disk") from error
        raise


class BlobMissingError(FileNotFoundError):
    """No blob with this checksum is stored."""


@dataclass(frozen=True, slots=True)
class StoredBlob:
    """The address of a stored content (64 hexadecimal digits) and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class _Draft:
    """A content that is written and not yet under its address."""

    path: str
    blob: StoredBlob


_drafts: ContextVar[list[_Draft] | None] = ContextVar("drafts", default=None)


def store(chunks: Iterable[bytes]) -> StoredBlob:
    """Keep the content; it is on the disk when this returns, or when `together` ends around it.

    Raises StorageFullError when the disk is full; any error, also one of `chunks`, leaves nothing.
    """
    drafts = _drafts.get()
    with room_needed():
        draft = _write(chunks, flush=drafts is None)
        if drafts is None:
            _address([draft], _sync_folder)
        else:
            drafts.append(draft)
    return draft.blob


@contextmanager
def together() -> Iterator[None]:
    """What is stored inside is on the disk when this ends, flushed at once instead of one by one.

    Raises StorageFullError at the end when the disk is full; any error leaves nothing of them all.
    Whatever else waits to be written to that file system is flushed with it.
    """
    drafts: list[_Draft] = []
    outer = _drafts.set(drafts)
    try:
        with _file_system() as flush:
            yield
            if drafts:
                with room_needed():
                    flush()
                    _address(drafts, lambda _folder: None)
                    flush()
    finally:
        _drafts.reset(outer)
        for draft in drafts:
            with suppress(FileNotFoundError):
                os.unlink(draft.path)


def open_blob(address: str) -> BinaryIO:
    """The content stored under a SHA-256, for reading. Raises BlobMissingError."""
    try:
        return open(_place(address), "rb")
    except FileNotFoundError:
        raise BlobMissingError(f"no file is stored under {address}") from None


def is_stored(address: str) -> bool:
    """Whether there is a content under this SHA-256."""
    return os.path.exists(_place(address))


def delete_blob(address: str) -> bool:
    """Remove a content that nothing refers to any more. Returns whether it was there."""
    place = _place(address)
    try:
        os.unlink(place)
    except FileNotFoundError:
        return False
    _sync_folder(os.path.dirname(place))
    return True


def stored_before(moment: datetime) -> Iterator[str]:
    """The addresses of all blobs that were last stored before `moment`."""
    for place in Path(_root()).glob("[0-9a-f][0-9a-f]/*"):
        with suppress(FileNotFoundError):
            if datetime.fromtimestamp(place.stat().st_mtime, UTC) < moment:
                yield place.name


#: Which of these addresses somebody needs.
Claims = Callable[[Sequence[str]], Iterable[str]]
_claims: list[Claims] = []
#: A database takes so many parameters at once, twice.
_AT_ONCE = 400


def claims(function: Claims) -> Claims:
    """Register a function that knows of rows with addresses: `sweep` spares what they refer to."""
    _claims.append(function)
    return function


def sweep(before: datetime) -> int:
    """Delete what no row refers to of what was last stored before then; returns how many."""
    clear_incoming(before)
    swept, found = 0, stored_before(before)
    while addresses := list(islice(found, _AT_ONCE)):
        needed = claimed(addresses)
        swept += sum(delete_blob(address) for address in addresses if address not in needed)
    return swept


def claimed(addresses: Sequence[str]) -> set[str]:
    """Which of these addresses rows still refer to."""
    return {address for ask in _claims for address in ask(addresses)}


def clear_incoming(before: datetime) -> int:
    """Remove the halves of files that a killed process left, last written before `before`."""
    removed = 0
    for half in Path(_incoming()).iterdir():
        with suppress(FileNotFoundError):
            if datetime.fromtimestamp(half.stat().st_mtime, UTC) < before:
                half.unlink()
                removed += 1
    return removed


# Every file of every mail comes by here, and strings are a good deal quicker than `Path`.


def _write(chunks: Iterable[bytes], *, flush: bool) -> _Draft:
    digest, size = sha256(), 0
    descriptor, path = tempfile.mkstemp(dir=_incoming())
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            if flush:
                file.flush()
                os.fsync(file.fileno())
    except BaseException:
        os.unlink(path)
        raise
    return _Draft(path, StoredBlob(digest.hexdigest(), size))


def _address(drafts: Iterable[_Draft], entered: Callable[[str], None]) -> None:
    """Put whole contents under their addresses; `entered` hears of each folder that changed."""
    for draft in drafts:
        place = _place(draft.blob.sha256)
        folder = os.path.dirname(place)
        parents = _make_folder(folder)
        try:
            os.replace(draft.path, place)
        except BaseException:
            os.unlink(draft.path)
            raise
        for each in (folder, *parents):
            entered(each)


@contextmanager
def _file_system() -> Iterator[Callable[[], None]]:
    """The file system that the files are on, to be flushed; tells of errors since this began."""
    descriptor = os.open(_incoming(), os.O_RDONLY | os.O_DIRECTORY)

    def flush() -> None:
        if _LIBC.syncfs(descriptor) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))

    try:
        yield flush
    finally:
        os.close(descriptor)


def _place(address: str) -> str:
    if not _SHA256.fullmatch(address):
        raise ValueError(f"not a SHA-256 in hexadecimal digits: {address!r}")
    return f"{_root()}/{address[:2]}/{address}"


def _root() -> str:
    return os.path.join(settings.HUBUNG.home, "files")


def _incoming() -> str:
    folder = os.path.join(_root(), "incoming")
    for parent in _make_folder(folder):
        _sync_folder(parent)
    return folder


def _make_folder(folder: str) -> list[str]:
    """Create a folder and its parents; returns those that have to be synced for it to stay."""
    if os.path.isdir(folder):
        return []
    parent = os.path.dirname(folder)
    entered = _make_folder(parent)
    with suppress(FileExistsError):
        os.mkdir(folder, 0o700)
    return [parent, *entered]


def _sync_folder(folder: str) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
