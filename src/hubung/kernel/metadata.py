"""`strip_metadata`: a copy of a stranger's file without what tells who made it, where, with what.

Pictures, films and sounds are taken apart here, a small part at a time. Documents (PDF, office) are
built anew from untrusted trees, so that happens in a process of its own with bounded memory and
time: `kernel.workshop`.
"""

from __future__ import annotations

import os
import shutil
import struct
import tempfile
from contextlib import suppress
from typing import IO

from hubung.kernel import films, images, sounds
from hubung.kernel.blobs import room_needed
from hubung.kernel.stripping import CannotStripError, MetadataProblem, Stripped, Stripper
from hubung.kernel.workshop import strip_document

_STRIPPERS: dict[str, Stripper] = {**images.STRIPPERS, **films.STRIPPERS, **sounds.STRIPPERS}
_DOCUMENTS = ("application/pdf", "application/vnd.openxmlformats-", "application/vnd.oasis.")
#: Nothing but what is seen or heard: there is no place for anything else.
_BARE = ("text/plain", "text/html", "text/xml", "audio/amr")
_IN_MEMORY = 1024 * 1024


def strip_metadata(source: IO[bytes], mime: str) -> Stripped:
    """A copy of a seekable file without metadata; `mime` is what `detect` found.

    Never raises for what the file holds. Where `removed` is empty, there was nothing to remove.
    Raises StorageFullError where there is no room to work in.
    """
    target: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the caller's
    try:
        with room_needed():
            removed = _strip(source, target, mime)
    except (CannotStripError, struct.error) as error:
        target.close()
        found = getattr(error, "problem", MetadataProblem.CORRUPT)
        return Stripped(None, problem=found)
    except BaseException:
        # Closing writes what was not written yet, for which there may be no room either.
        with suppress(OSError):
            target.close()
        raise
    target.seek(0)
    return Stripped(target, tuple(dict.fromkeys(removed)))


def _strip(source: IO[bytes], target: IO[bytes], mime: str) -> list[str]:
    source.seek(0)
    if mime in _BARE:
        shutil.copyfileobj(source, target)
        return []
    if mime in _STRIPPERS:
        return _STRIPPERS[mime](source, target)
    if mime.startswith(_DOCUMENTS):
        return _document(source, target, mime)
    raise CannotStripError(MetadataProblem.UNSUPPORTED)


def _document(source: IO[bytes], target: IO[bytes], mime: str) -> list[str]:
    with _copy(source) as before:
        return strip_document(before, target, mime)


def _copy(source: IO[bytes]) -> IO[bytes]:
    """With a descriptor, for another process: a small one in memory, a large one on the disk."""
    head = source.read(_IN_MEMORY + 1)
    if len(head) > _IN_MEMORY:
        copy: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the caller's
    else:
        copy = os.fdopen(os.memfd_create("document"), "w+b")
    try:
        copy.write(head)
        shutil.copyfileobj(source, copy)
        copy.seek(0)
    except BaseException:
        with suppress(OSError):
            copy.close()
        raise
    return copy
