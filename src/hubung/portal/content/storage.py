"""The portal's files in the file store: by content, stripped of who made them, never by a path.

The name of a stored file is its SHA-256 and an ending, so a file of a draft cannot be guessed, and
what is handed out under a name never changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import IO, Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.core.files.storage import Storage
from django.db.models import Q
from django.urls import reverse
from django.utils.deconstruct import deconstructible

from hubung.kernel import files

NAME = re.compile(r"^(?P<sha256>[0-9a-f]{64})\.(?P<ending>[a-z0-9]{1,5})$")
_CHUNK = 1024 * 1024


@deconstructible
class PortalStorage(Storage):
    """Django's storage over `kernel.files`. Deleting is left to the sweep: pages share contents."""

    def _save(self, name: str, content: File[Any]) -> str:
        """Raises StorageFullError. Pictures lose what tells of their maker, or are not kept."""
        source: IO[bytes] = content.file or content
        source.seek(0)
        found = files.detect(source, name)
        if found.kind != files.FileKind.IMAGE:
            # A document that an official signed must stay as it was signed.
            return _store(source, found)
        stripped = files.strip_metadata(source, found.mime)
        if stripped.file is None:
            raise SuspiciousFileOperation(f"its metadata cannot be removed: {stripped.problem}")
        with stripped.file as clean:
            return _store(clean, found)

    def _open(self, name: str, _mode: str = "rb") -> File[Any]:
        return File(files.open_blob(address_of(name)), name=name)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        # The same content may lie there already, which is as well.
        return name

    def exists(self, name: str) -> bool:
        found = NAME.match(name)
        return bool(found and files.is_stored(found["sha256"]))

    def delete(self, name: str) -> None:
        """Kept until no picture, rendition or document names it any more."""

    def size(self, name: str) -> int:
        with files.open_blob(address_of(name)) as blob:
            return blob.seek(0, 2)

    def url(self, name: str | None) -> str:
        return reverse("content:file", kwargs={"name": name or ""})

    def get_modified_time(self, name: str) -> datetime:
        raise NotImplementedError("a content has no time of its own")


def address_of(name: str) -> str:
    """The SHA-256 in a name. Raises BlobMissingError for a name that is none of ours."""
    found = NAME.match(name)
    if found is None:
        raise files.BlobMissingError(name)
    return found["sha256"]


def _store(source: IO[bytes], found: files.FileType) -> str:
    source.seek(0)
    stored = files.store(iter(lambda: source.read(_CHUNK), b""))
    return f"{stored.sha256}.{found.extension}"


@files.claims
def addresses_in_use(among: Sequence[str]) -> Iterator[str]:
    """Contents that a picture, one of its sizes, or a document is made of."""
    from hubung.portal.content.models import Paper, Picture, Size

    wanted = Q()
    for address in among:
        wanted |= Q(file__startswith=address)
    for model in (Picture, Size, Paper):
        for name in model.objects.filter(wanted).values_list("file", flat=True):
            yield address_of(name)
