"""Files from strangers → files of a case: type by content, their makers removed, never unpacked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import IO, BinaryIO

from django.db.models import Q

from hubung.cases import originals
from hubung.cases.models import Attachment
from hubung.cases.services import NewAttachment
from hubung.kernel import clock, files

_CHUNK = 1024 * 1024
UNCLAIMED = timedelta(days=8)


def keep_file(source: IO[bytes], name: str) -> NewAttachment:
    """Store a reporter's seekable file, under a name that is safe to show.

    What is stored is free of metadata, and the original goes into a sealed box. Where it cannot be
    freed, or an archive is a bomb, `problem` says so (a `MetadataProblem` or `ZipProblem`); an
    anonymous report then keeps the sealed original only (`services.unnaming`). Raises
    StorageFullError; what a file holds never raises.
    """
    found = files.detect(source, name)
    stripped = files.strip_metadata(source, found.mime)
    if stripped.file is None:
        problem = _bomb(source, found) or str(stripped.problem)
        return _store(source, name, found, problem, sealed=originals.seal(source).sha256)
    with stripped.file as clean:
        sealed = originals.seal(source).sha256 if stripped.removed else ""
        return _store(clean, name, found, sealed=sealed)


def keep_staff_file(source: IO[bytes], name: str) -> NewAttachment:
    """Store a file that goes out in the ministry's name; only pictures lose their metadata.

    A document that an official signed must stay as it was signed. Raises StorageFullError.
    """
    found = files.detect(source, name)
    if found.kind == files.FileKind.IMAGE:
        stripped = files.strip_metadata(source, found.mime)
        if stripped.file is not None:
            with stripped.file as clean:
                return _store(clean, name, found)
        return _store(source, name, found, str(stripped.problem))
    return _store(source, name, found, _bomb(source, found))


def open_file(attachment: Attachment) -> BinaryIO:
    """What may be seen of an attachment. Raises BlobMissingError, also for what is sealed only."""
    if attachment.withheld:
        raise files.BlobMissingError(f"file {attachment.pk} is sealed")
    return files.open_blob(attachment.sha256)


def _bomb(source: IO[bytes], found: files.FileType) -> str:
    return str(files.inspect_zip(source).problem or "") if found.extension == "zip" else ""


def _store(
    source: IO[bytes], name: str, found: files.FileType, problem: str = "", sealed: str = ""
) -> NewAttachment:
    source.seek(0)
    stored = files.store(iter(lambda: source.read(_CHUNK), b""))
    return NewAttachment(
        sha256=stored.sha256,
        name=files.safe_name(name, found),
        media_type=found.mime,
        size=stored.size,
        problem=problem,
        sealed=sealed,
    )


def sweep_unclaimed() -> int:
    """Delete stored contents that nothing refers to, once nobody can claim them; returns how many.

    A file is stored before its report is sent, and its signed reference holds for a week.
    """
    return files.sweep(clock.now() - UNCLAIMED)


@files.claims
def addresses_in_use(among: Sequence[str]) -> Iterator[str]:
    """Files that came with a case, and their sealed originals."""
    rows = Attachment.objects.filter(Q(sha256__in=among) | Q(sealed__in=among))
    for row in rows.values_list("sha256", "sealed"):
        yield from row
