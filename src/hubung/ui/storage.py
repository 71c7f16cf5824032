"""Static files by their content: what one of them loads is named by its hash as well."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = re.compile(r'^@import url\("([^"]+)"\);$', re.MULTILINE)
_ADDRESS = re.compile(r"url\(([\w./-]+)\)")
#: As collectstatic hands them over: by name, the storage and the path in which the source lies.
_Sources = Mapping[str, tuple[Any, str]]


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # no types
    """Scripts import each other too: no browser runs one of today with another of yesterday.

    A style sheet that imports others is written out with what it imports: a browser would learn of
    each only when it has read the one before, and paints nothing meanwhile.
    """

    support_js_module_import_aggregation = True

    def post_process(self, paths: _Sources, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """As Django calls it once everything is copied. Raises KeyError for a part that is none."""
        sources = paths if dry_run else {**paths, **self._whole_sheets(paths)}
        yield from super().post_process(sources, dry_run=dry_run, **options)

    def _whole_sheets(self, paths: _Sources) -> _Sources:
        whole = {}
        for name in paths:
            if name.endswith(".css") and _IMPORT.search(written := _text(paths, name)):
                folder = posixpath.dirname(name)
                content = _IMPORT.sub(lambda part: _part(paths, folder, part[1]), written)  # noqa: B023
                self.delete(name)
                self._save(name, ContentFile(content.encode()))
                whole[name] = (self, name)
        return whole


def _part(paths: _Sources, folder: str, address: str) -> str:
    """An imported sheet, whose own addresses lead on from the importing one's folder."""
    name = posixpath.normpath(posixpath.join(folder, address))
    there = posixpath.dirname(name)

    def moved(found: re.Match[str]) -> str:
        return f"url({posixpath.relpath(posixpath.join(there, found[1]), folder)})"

    return _ADDRESS.sub(moved, _text(paths, name))


def _text(paths: _Sources, name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
