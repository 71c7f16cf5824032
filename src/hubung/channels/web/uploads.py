"""Files that have arrived before their report has: stored, and handed back as signed references.

A reference survives a form that comes back with an error, a lost connection, a closed browser. A
content that no report claims is swept up later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubung.cases.files import keep_file
from hubung.cases.services import NewAttachment
from hubung.channels.web.tokens import TokenError, seal, unseal
from hubung.kernel.files import is_stored

#: A draft may wait this long on a device for its connection.
REFERENCE_LIFE = timedelta(days=7)


@dataclass(frozen=True)
class Kept:
    """A stored file and the reference that the form carries for it."""

    file: NewAttachment
    reference: str

    @property
    def name(self) -> str:
        return self.file.name

    @property
    def size(self) -> str:
        return size_in_words(self.file.size)


def size_in_words(size: int) -> str:
    """As people compare it with the limit: 2,1 MB, 84 kB; thousands, not 1024s."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{number_format(size / 1_000_000, 1, use_l10n=True)} MB"


def keep(upload: UploadedFile[Any]) -> Kept:
    """Store one file. Raises StorageFullError, and ValidationError when it is too large or empty.

    The size is asked first, so that nothing too large ever reaches the store.
    """
    if problem := why_not(upload):
        raise ValidationError(problem)
    file = keep_file(upload.file or upload, upload.name or "")
    return Kept(file, _sign(file))


def why_not(upload: UploadedFile[Any]) -> str:
    """Why a file cannot be taken, in words that name it; empty when it can."""
    limit = settings.HUBUNG.limits.file_bytes
    size = upload.size or 0
    if size > limit:
        return _(
            "“%(name)s” is too large: %(size)s, the limit is %(limit)s. "
            "Send a smaller photo, or the part that matters."
        ) % {
            "name": _short(upload.name),
            "size": size_in_words(size),
            "limit": size_in_words(limit),
        }
    if not size:
        return _("“%(name)s” is empty. Choose the file again.") % {"name": _short(upload.name)}
    return ""


def too_many(count: int) -> str:
    """What to say to so many files; empty when they may all come."""
    limit = int(settings.HUBUNG.limits.files)
    if count <= limit:
        return ""
    extra = count - limit
    return ngettext(
        "At most %(limit)s files: remove %(n)d.", "At most %(limit)s files: remove %(n)d.", extra
    ) % {"limit": limit, "n": extra}


def recall(references: Iterable[str]) -> list[Kept]:
    """The files behind references that the form brought back.

    Forged and old ones are left out, and those whose file an anonymous report has sealed since.
    """
    return [kept for kept in _named(references) if is_stored(kept.file.sha256)]


def gone(request: HttpRequest, kept: Sequence[Kept]) -> list[NewAttachment]:
    """The files behind references of a form that are not among those recalled."""
    there = {item.reference for item in kept}
    named = _named(request.POST.getlist("kept"))
    return [one.file for one in named if one.reference not in there]


def collect(request: HttpRequest) -> tuple[list[Kept], list[str]]:
    """Everything that a form brought, stored now or before, and what is wrong with the rest.

    Its new files are in `attachments`, the references in `kept`.
    """
    kept = recall(request.POST.getlist("kept"))
    problems: list[str] = []
    new = request.FILES.getlist("attachments")
    # Twice as many as may come are kept, so that the reporter can choose which ones to leave out.
    most = 2 * int(settings.HUBUNG.limits.files)
    for upload in new[:most]:
        try:
            kept.append(keep(upload))
        except ValidationError as error:
            problems += error.messages
    if problem := too_many(len(kept) + len(new[most:])):
        problems.append(problem)
    return kept, problems


def _named(references: Iterable[str]) -> list[Kept]:
    found: dict[str, Kept] = {}
    for reference in references:
        try:
            facts = unseal(reference, purpose="upload", life=REFERENCE_LIFE)
        except TokenError:
            continue
        found[reference] = Kept(NewAttachment(*facts), reference)
    return list(found.values())


def _sign(file: NewAttachment) -> str:
    facts = [file.sha256, file.name, file.media_type, file.size, file.problem, file.sealed]
    return seal(facts, purpose="upload")


def _short(name: str | None) -> str:
    name = name or "?"
    return name if len(name) <= 60 else f"{name[:40]} … {name[-15:]}"
