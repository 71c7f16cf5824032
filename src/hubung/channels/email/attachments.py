"""Files of a mail → files of a case: type by content, positions removed, nothing unpacked."""

from __future__ import annotations

import io
from collections.abc import Iterable

from hubung.cases.services import NewAttachment
from hubung.channels.email.rfc5322.parse import ParsedAttachment
from hubung.kernel import files

_CHUNK = 1024 * 1024


def keep(attachment: ParsedAttachment) -> NewAttachment:
    """Store one file on the disk. Raises StorageFullError; what a file holds never raises."""
    content = io.BytesIO(attachment.content)
    found = files.detect(content, attachment.name)
    problem = ""
    if found.kind == files.FileKind.IMAGE:
        stripped = files.strip_metadata(content, found.mime)
        if stripped.file is not None:
            with stripped.file as clean:
                return _new(attachment.name, found, iter(lambda: clean.read(_CHUNK), b""))
        problem = str(stripped.problem or "")
    elif found.extension == "zip":
        problem = str(files.inspect_zip(content).problem or "")
    return _new(attachment.name, found, [attachment.content], problem)


def _new(
    name: str, found: files.FileType, chunks: Iterable[bytes], problem: str = ""
) -> NewAttachment:
    stored = files.store(chunks)
    return NewAttachment(
        sha256=stored.sha256,
        name=files.safe_name(name, found),
        media_type=found.mime,
        size=stored.size,
        problem=problem,
    )
