"""PDF without who made it: properties, XMP, authors of comments, signatures, attachments, Exif.

The file is written anew from what its pages reach, so that earlier versions of it (incremental
updates) and everything that nothing refers to are gone. What is on the pages stays as it is.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import IO, BinaryIO, cast

import pikepdf

from hubung.kernel import images
from hubung.kernel.boxes import BoxError, boxes, free
from hubung.kernel.stripping import CannotStripError, MetadataProblem

#: Of any dictionary (ISO 32000-2: 14.3, 14.5, 12.8, 7.11.4, 12.3.4, 8.11.4.4).
_REMOVED = {
    "/Metadata": "XMP",
    "/PieceInfo": "PieceInfo",
    "/LastModified": "LastModified",
    "/SpiderInfo": "SpiderInfo",
    "/Thumb": "Thumb",
    "/CreatorInfo": "CreatorInfo",
    "/EmbeddedFiles": "EmbeddedFiles",
    "/AF": "EmbeddedFiles",
    "/EF": "EmbeddedFiles",
    "/Perms": "Signature",
    "/DSS": "Signature",
    "/Collection": "EmbeddedFiles",
}
#: Of annotations: who wrote a comment, and when (12.5.2, 12.5.6.2).
_OF_ANNOTATIONS = {"/CreationDate": "Dates", "/M": "Dates", "/NM": "Names", "/T": "Author"}
#: Actions that name files on the author's own machine (12.6.4).
_OF_FILES = {"/GoToR", "/GoToE", "/Launch", "/ImportData", "/SubmitForm", "/Thread"}


def strip(source: IO[bytes], target: IO[bytes]) -> list[str]:
    """Write a PDF without its metadata. Raises CannotStripError: encrypted, or past repair."""
    try:
        with pikepdf.open(cast(BinaryIO, source)) as document:
            removed = _strip(document)
            document.save(
                cast(BinaryIO, target),
                fix_metadata_version=False,
                encryption=False,
                deterministic_id=True,
            )
    except pikepdf.PasswordError as error:
        raise CannotStripError(MetadataProblem.ENCRYPTED) from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError) as error:
        raise CannotStripError from error
    return removed


def _strip(document: pikepdf.Pdf) -> list[str]:
    removed = []
    for name, said in (("/Info", "Info"), ("/ID", "ID")):
        if name in document.trailer:
            del document.trailer[name]
            removed.append(said)
    if not len(document.pages):
        raise CannotStripError
    for top in document.objects:
        for part in _parts(top):
            if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
                removed += _strip_dictionary(part)
    return removed


def _parts(top: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """An object and what lies directly in it; objects with a number of their own come by it."""
    waiting = [top]
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, pikepdf.Array):
            inner = list(part)
        elif isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            inner = [value for _key, value in part.items()]
        else:
            continue
        waiting += [
            each for each in inner if isinstance(each, pikepdf.Object) and not each.is_indirect
        ]


def _strip_dictionary(part: pikepdf.Object) -> list[str]:
    removed = _drop(part, _REMOVED)
    subtype = part.get("/Subtype")
    if "/Rect" in part and subtype is not None and subtype != pikepdf.Name.Widget:
        removed += _drop(part, _OF_ANNOTATIONS)
    if subtype == pikepdf.Name.FileAttachment:
        removed += _drop(part, {"/FS": "EmbeddedFiles"})
    if part.get("/FT") == pikepdf.Name.Sig:
        removed += _drop(part, {"/V": "Signature"})
    action = part.get("/S")
    if isinstance(action, pikepdf.Name) and str(action) in _OF_FILES:
        removed += _drop(part, {"/F": "Paths", "/Win": "Paths", "/Unix": "Paths", "/Mac": "Paths"})
    if isinstance(part, pikepdf.Stream) and subtype == pikepdf.Name.Image:
        removed += _strip_photo(part)
    return removed


def _drop(part: pikepdf.Object, names: dict[str, str]) -> list[str]:
    found = [name for name in names if name in part]
    for name in found:
        del part[name]
    return [names[name] for name in found]


def _strip_photo(stream: pikepdf.Stream) -> list[str]:
    """A scanner's program puts a telephone's JPEG into the page as it is, position and all."""
    chain = stream.get("/Filter")
    names = list(chain) if isinstance(chain, pikepdf.Array) else [chain]
    bare = io.BytesIO(stream.read_raw_bytes())
    if names == [pikepdf.Name.JPXDecode]:
        removed = _blank_jpeg_2000(bare)
    elif names == [pikepdf.Name.DCTDecode]:
        photo, bare = bare, io.BytesIO()
        removed = images.STRIPPERS["image/jpeg"](photo, bare)
    else:
        return []
    if removed:
        parameters = stream.get("/DecodeParms")
        stream.write(bare.getvalue(), filter=pikepdf.Name(str(names[0])))
        if parameters is not None:
            stream["/DecodeParms"] = parameters
    return removed


def _blank_jpeg_2000(photo: io.BytesIO) -> list[str]:
    """Exif and XMP lie in boxes beside the picture (ISO/IEC 15444-1, annex I)."""
    size = photo.getbuffer().nbytes
    if photo.read(2) == b"\xff\x4f":  # the bare codestream
        return []
    try:
        found = [box for box in boxes(photo, 0, size) if box.kind in (b"uuid", b"xml ", b"uinf")]
    except (BoxError, struct.error) as error:
        raise CannotStripError from error
    for box in found:
        free(photo, box)
    return ["XMP"] if found else []
