"""The package: one page to read, the same as JSON, and the files and mails beside it, as a ZIP."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from hubung.kernel import clock, files
from hubung.privacy.access.dossier import Dossier, gather
from hubung.privacy.models import Request
from hubung.privacy.queries import cases_of, kept_elsewhere
from hubung.telephony.recordings import keeping

_CHUNK = 1024 * 1024
PAGE, DATA = "data-anda.html", "data.json"


def make_package(request: Request) -> files.StoredBlob:
    """Gather, write and store the package. Raises StorageFullError."""
    language = request.case.language
    with translation.override(language), tempfile.TemporaryFile() as scratch:
        dossier = gather(cases_of(request), clock.now())
        dossier.elsewhere = kept_elsewhere(request)
        write(dossier, scratch, language)
        scratch.seek(0)
        return files.store(_chunks(scratch))


def write(dossier: Dossier, to: IO[bytes], language: str) -> None:
    """Write the ZIP in the active language; a file that is missing in the store is left out."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as package:
        context = {
            "dossier": dossier,
            "ministry": settings.HUBUNG.ministry,
            "language": language,
        }
        package.writestr(PAGE, render_to_string("privacy/package.html", context))
        package.writestr(
            DATA, json.dumps(dossier.as_dict(), default=_plain, ensure_ascii=False, indent=2)
        )
        for path, address in dossier.stored.items():
            try:
                with files.open_blob(address) as source, package.open(path, "w") as target:
                    shutil.copyfileobj(source, target, _CHUNK)
            except files.BlobMissingError:
                continue
        for path, recording in dossier.sounds.items():
            try:
                pieces = keeping.read(recording)
            except files.BlobMissingError:
                continue
            with package.open(path, "w", force_zip64=True) as target:
                target.writelines(pieces)
        for path, content in dossier.mails.items():
            package.writestr(path, content)


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"not JSON: {type(value)}")


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk
