"""Looking for marked values in everything that an installation keeps or says."""

from __future__ import annotations

import base64
import io
import logging
import sys
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.db import connection

from hubung.project import logs


class Marks(dict[str, str]):
    """What was planted, by where: values that stand nowhere else."""

    def found_in(self, *places: object) -> list[str]:
        """Which of them stand in any of these, also in small letters, Base64 or hexadecimal."""
        said = [_as_bytes(place).lower() for place in places]
        return [
            name
            for name, value in self.items()
            if any(form in text for form in _forms(value) for text in said)
        ]


def _forms(value: str) -> Iterator[bytes]:
    plain = value.encode()
    yield plain.lower()
    yield plain.hex().encode()
    # Without the ends, which depend on what stands around it.
    for shift in range(3):
        yield base64.b64encode(bytes(shift) + plain)[4:-4].lower()


def _as_bytes(place: object) -> bytes:
    if isinstance(place, bytes | bytearray | memoryview):
        return bytes(place)
    return str(place).encode("utf-8", "surrogateescape")


def unpacked(content: bytes) -> Iterator[bytes]:
    """A file, and all that is packed in it."""
    yield content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from unpacked(archive.read(name))
    if b"%PDF" in content[:1024]:
        with pikepdf.open(io.BytesIO(content)) as document:
            for each in document.objects:
                yield each.unparse()
                if isinstance(each, pikepdf.Stream):
                    yield each.read_raw_bytes()


def tables() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, those of the search index included."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608
            found[name] = [tuple(row) for row in cursor.fetchall()]
    return found


def marked_rows(marks: Marks) -> dict[str, list[str]]:
    """The tables that hold a mark, and which."""
    return {
        name: held
        for name, rows in tables().items()
        if (held := marks.found_in(*(value for row in rows for value in row)))
    }


def changed(
    before: dict[str, list[tuple[Any, ...]]], after: dict[str, list[tuple[Any, ...]]]
) -> set[str]:
    """The tables of which something is no longer as it was."""
    return {name for name in after if after[name] != before.get(name)}


def stored_files() -> set[Path]:
    return {path for path in Path(settings.HUBUNG.home, "files").rglob("*") if path.is_file()}


def marked_files(marks: Marks, paths: Iterable[Path]) -> dict[str, list[str]]:
    return {
        path.name: held
        for path in paths
        if (held := marks.found_in(path.name, *unpacked(path.read_bytes())))
    }


@contextmanager
def everything_logged(monkeypatch: pytest.MonkeyPatch, form: str) -> Iterator[io.StringIO]:
    """All that is logged, by everybody, at the most talkative level there is."""
    said = io.StringIO()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", said)
        logs.configure({"format": form, "level": "debug"})
        for name in list(logging.root.manager.loggerDict):
            logging.getLogger(name).setLevel(logging.DEBUG)
        try:
            yield said
        finally:
            for name in list(logging.root.manager.loggerDict):
                logging.getLogger(name).setLevel(logging.NOTSET)
    logs.configure(settings.LOGGING)
