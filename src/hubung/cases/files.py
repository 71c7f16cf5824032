"""Files from strangers → files of a case: type by content, positions removed, nothing unpacked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import IO

from hubung.cases.models import Attachment
from hubung.cases.services import NewAttachment
from hubung.kernel import clock, files

_CHUNK = 1024 * 1024
UNCLAIMED = timedelta(days=8)


def keep_file(source: IO[bytes], name: str) -> NewAttachment:
    """Store the content of a seekable file, under a name that is safe to show.

    A picture is stored without its metadata. Where that is not possible, or an archive is a bomb,
    `problem` says so (an `ImageProblem` or `ZipProblem`). Raises StorageFullError; what a file
    holds never raises.
    """
    found = files.detect(source, name)
    problem = ""
    if found.kind == files.FileKind.IMAGE:
        stripped = files.strip_metadata(source, found.mime)
        if stripped.file is not None:
            with stripped.file as clean:
                return _store(clean, name, found)
        problem = str(stripped.problem or "")
    elif found.extension == "zip":
        problem = str(files.inspect_zip(source).problem or "")
    return _store(source, name, found, problem)


def _store(source: IO[bytes], name: str, found: files.FileType, problem: str = "") -> NewAttachment:
    source.seek(0)
    stored = files.store(iter(lambda: source.read(_CHUNK), b""))
    return NewAttachment(
        sha256=stored.sha256,
        name=files.safe_name(name, found),
        media_type=found.mime,
        size=stored.size,
        problem=problem,
    )


def sweep_unclaimed() -> int:
    """Delete stored contents that no case refers to, once nobody can claim them; returns how many.

    A file is stored before its report is sent, and its signed reference holds for a week.
    """
    before = clock.now() - UNCLAIMED
    files.clear_incoming(before)
    swept = 0
    for addresses in _batched(files.stored_before(before)):
        claimed = set(
            Attachment.objects.filter(sha256__in=addresses).values_list("sha256", flat=True)
        )
        swept += sum(files.delete_blob(address) for address in addresses if address not in claimed)
    return swept


def _batched(addresses: Iterator[str]) -> Iterator[list[str]]:
    """In lists that a database takes as parameters."""
    while batch := list(islice(addresses, 500)):
        yield batch
