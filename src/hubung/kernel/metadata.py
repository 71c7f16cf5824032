"""`strip_metadata`: a copy of a stranger's file without what tells who made it, where, with what.

Pictures, films and sounds are taken apart here, a small part at a time. Documents (PDF, office) are
built anew from untrusted trees, so that happens in a process of its own with bounded memory and
time: `kernel.documents`.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from typing import IO

from hubung.kernel import films, images, sounds
from hubung.kernel.blobs import room_needed
from hubung.kernel.stripping import CannotStripError, MetadataProblem, Stripped, Stripper

#: A document has this long, in seconds, and as long to wait; the process stops after less work.
DOCUMENT_SECONDS = 60
#: Each may need a gigabyte, so only so many are stripped at once by one process of the program.
_AT_ONCE = threading.BoundedSemaphore(3)

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
    """Strip a document in a process that may be killed; files are its only way in and out."""
    if not _AT_ONCE.acquire(timeout=DOCUMENT_SECONDS):
        raise CannotStripError(MetadataProblem.TOO_MUCH)
    try:
        return _in_a_process(source, target, mime)
    finally:
        _AT_ONCE.release()


def _in_a_process(source: IO[bytes], target: IO[bytes], mime: str) -> list[str]:
    with tempfile.TemporaryFile() as before, tempfile.TemporaryFile() as after:
        shutil.copyfileobj(source, before)
        before.seek(0)
        try:
            done = subprocess.run(  # noqa: S603 - this very program, nothing of the file in it
                [sys.executable, "-I", "-m", "hubung.kernel.documents", mime],
                stdin=before,
                stdout=after,
                stderr=subprocess.PIPE,
                timeout=DOCUMENT_SECONDS,
                check=False,
                # Nothing secret of this process is in reach of what reads the file.
                env={"PATH": os.defpath},
                text=True,
            )
        except subprocess.TimeoutExpired as error:
            raise CannotStripError(MetadataProblem.TOO_MUCH) from error
        said = done.stderr.split()
        if done.returncode == 0:
            after.seek(0)
            shutil.copyfileobj(after, target)
            return said
        if len(said) == 1 and said[0] in set(MetadataProblem):
            raise CannotStripError(MetadataProblem(said[0]))
        # It was stopped for want of memory or time, or fell over the file.
        raise CannotStripError(MetadataProblem.TOO_MUCH)
