"""Office documents (OOXML, ODF) without who made them: a ZIP file written anew, part by part.

Properties, previews, printers and the machine's own paths are left out; authors of comments and
changes lose their names, pictures their Exif; documents within are treated likewise. What is in
the text stays: a name that somebody wrote there is theirs to leave out.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable
from typing import IO

from lxml import etree

from hubung.kernel import films, images, officexml, sounds
from hubung.kernel.archives import ZipProblem, inspect_zip
from hubung.kernel.filetypes import detect
from hubung.kernel.stripping import CannotStripError, MetadataProblem

#: Nobody learns from an entry when it was written: the earliest time that a ZIP file knows.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MAX_XML_BYTES = 48 * 1024 * 1024
_MAX_TABLE_BYTES = 200 * 1024 * 1024
_MAX_INNER_BYTES = 100 * 1024 * 1024
_MAX_DEPTH = 2
_XML = (".xml", ".rels", ".svg", ".rdf", ".vml")
#: Drawings without any place for a name, beside what the strippers know.
_BARE_MEDIA = ("image/bmp", "image/x-emf", "image/x-wmf")
_FONTS = (".odttf", ".ttf", ".otf", ".fntdata")
_MEDIA = {**images.STRIPPERS, **films.STRIPPERS, **sounds.STRIPPERS}
_BROKEN = (zipfile.BadZipFile, zlib.error, etree.LxmlError, EOFError, RuntimeError, KeyError)


def strip(source: IO[bytes], target: IO[bytes]) -> list[str]:
    """Write an office document without its metadata. Raises CannotStripError.

    Not possible: damaged, encrypted, a bomb, or with an object inside that cannot be looked into.
    """
    return _strip(source, target, depth=0)


def _strip(source: IO[bytes], target: IO[bytes], depth: int) -> list[str]:
    found = inspect_zip(source)
    if found.problem in (ZipProblem.NOT_A_ZIP, ZipProblem.CORRUPT):
        raise CannotStripError
    if found.problem is not None or depth > _MAX_DEPTH:
        raise CannotStripError(MetadataProblem.TOO_MUCH)
    if found.encrypted:
        raise CannotStripError(MetadataProblem.ENCRYPTED)
    removed: list[str] = []
    try:
        with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
            entries = {info.filename: info for info in before.infolist() if not info.is_dir()}
            is_odf = "mimetype" in entries
            is_dropped = officexml.drops_odf if is_odf else officexml.drops_ooxml
            if is_odf and b"encryption-data" in before.read("META-INF/manifest.xml"):
                raise CannotStripError(MetadataProblem.ENCRYPTED)
            for name, info in entries.items():
                if is_dropped(name):
                    removed.append(posixpath.basename(name))
                    continue
                if before.comment or info.extra or info.date_time != _EPOCH:
                    removed.append("archive")
                with before.open(info) as part:
                    content, said = _part(name, part, info.file_size, is_dropped, depth)
                removed += said
                fresh = zipfile.ZipInfo(name, _EPOCH)
                stored = name == "mimetype" or info.compress_type == zipfile.ZIP_STORED
                fresh.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
                after.writestr(fresh, content)
    except _BROKEN as error:
        raise CannotStripError from error
    return [name.replace(" ", "_") for name in dict.fromkeys(removed)]


def _part(
    name: str, part: IO[bytes], size: int, is_dropped: Callable[[str], bool], depth: int
) -> tuple[bytes, list[str]]:
    """A part as it is written, and what was removed of it."""
    if name.casefold().endswith(_XML):
        if size > (_MAX_TABLE_BYTES if officexml.is_table(name) else _MAX_XML_BYTES):
            raise CannotStripError(MetadataProblem.TOO_MUCH)
        content = part.read()
        if officexml.is_table(name) and officexml.is_bare_table(content):
            return content, []
        if size > _MAX_XML_BYTES:
            raise CannotStripError(MetadataProblem.TOO_MUCH)
        return officexml.strip_part(name, content, is_dropped)
    if size > _MAX_INNER_BYTES:
        raise CannotStripError(MetadataProblem.TOO_MUCH)
    content = part.read()
    if name == "mimetype" or name.casefold().endswith(_FONTS):
        return content, []
    mime = detect(io.BytesIO(content), name).mime
    if not content or _is_metafile(content) or mime in _BARE_MEDIA:
        return content, []
    bare = io.BytesIO()
    if mime in _MEDIA:
        said = _MEDIA[mime](io.BytesIO(content), bare)
    elif mime.startswith(officexml.FAMILIES):
        said = _strip(io.BytesIO(content), bare, depth + 1)
    else:
        # An object of another program, or a macro: who wrote it stands somewhere inside.
        raise CannotStripError(MetadataProblem.UNSUPPORTED)
    return bare.getvalue(), said


def _is_metafile(content: bytes) -> bool:
    """EMF and WMF: drawings that office programs make themselves."""
    return content[40:44] == b" EMF" or content[:4] in (b"\xd7\xcd\xc6\x9a", b"\x01\0\x09\0")
