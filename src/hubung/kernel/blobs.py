"""Content-addressed files: each is kept once, under the SHA-256 of its content.

A blob is on the disk, safe from a power cut, when `store` returns. The row that refers to it is
committed after that, so a row never points at nothing; what a failed transaction leaves behind is
a blob without a row. A sweeper that deletes those leaves young ones alone: their row may be on
its way. Storing a blob again makes it young (and whole) again.
"""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

_SHA256 = re.compile(r"[0-9a-f]{64}")
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


def store(chunks: Iterable[bytes]) -> StoredBlob:
    """Keep the content; it is on the disk when this returns.

    Raises StorageFullError when the disk is full; any error, also one of `chunks`, leaves nothing.
    """
    digest, size = sha256(), 0
    with room_needed():
        descriptor, draft = tempfile.mkstemp(dir=_incoming())
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in chunks:
                    digest.update(chunk)
                    size += len(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            place = _place(digest.hexdigest())
            folder = os.path.dirname(place)
            entered = _make_folder(folder)
            os.replace(draft, place)
            for each in (folder, *entered):
                _sync_folder(each)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(draft)
            raise
    return StoredBlob(digest.hexdigest(), size)


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
        claimed = {address for ask in _claims for address in ask(addresses)}
        swept += sum(delete_blob(address) for address in addresses if address not in claimed)
    return swept


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
