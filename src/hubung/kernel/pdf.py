"""PDF without who made it: properties, XMP, authors of comments, signatures, attachments, Exif.

The file is written anew from what its pages reach, so that earlier versions of it (incremental
updates) and everything that nothing refers to are gone. What is on the pages stays as it is.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator
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
_FILES = ("/F", "/Win", "/Unix", "/Mac")
_OF_FILES = {"/GoToR", "/GoToE", "/Launch", "/ImportData", "/SubmitForm", "/Thread"}

_HOLDERS = (pikepdf.Array, pikepdf.Dictionary, pikepdf.Stream)


def strip(source: IO[bytes], target: IO[bytes]) -> list[str]:
    """Write a PDF without its metadata. Raises CannotStripError: encrypted, or past repair."""
    try:
        with pikepdf.open(cast(BinaryIO, source)) as document:
            removed = _strip(document)
            document.save(
                cast(BinaryIO, target),
                fix_metadata_version=False,
                # What is on the pages stays as it is; packing it anew would only take time.
                compress_streams=False,
                stream_decode_level=pikepdf.StreamDecodeLevel.none,
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
        for part, names in _dictionaries(top):
            removed += _strip_dictionary(part, names)
    return removed


def _dictionaries(top: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, set[str]]]:
    """The dictionaries in an object, with their names; what has a number of its own comes by it."""
    waiting = [top]
    while waiting:
        part = waiting.pop()
        if isinstance(part, pikepdf.Array):
            inner: Iterable[object] = part
        elif isinstance(part, _HOLDERS):
            yield part, set(part.keys())
            inner = (value for _name, value in part.items())
        else:
            continue
        waiting += [each for each in inner if isinstance(each, _HOLDERS) and not each.is_indirect]


def _strip_dictionary(part: pikepdf.Object, names: set[str]) -> list[str]:
    removed = _drop(part, names, _REMOVED)
    subtype = part.get("/Subtype") if "/Subtype" in names else None
    if "/Rect" in names and subtype is not None and subtype != pikepdf.Name.Widget:
        removed += _drop(part, names, _OF_ANNOTATIONS)
    if subtype == pikepdf.Name.FileAttachment:
        removed += _drop(part, names, {"/FS": "EmbeddedFiles"})
    if "/FT" in names and part.get("/FT") == pikepdf.Name.Sig:
        removed += _drop(part, names, {"/V": "Signature"})
    if "/S" in names and str(part.get("/S")) in _OF_FILES:
        removed += _drop(part, names, dict.fromkeys(_FILES, "Paths"))
    if subtype == pikepdf.Name.Image and isinstance(part, pikepdf.Stream):
        removed += _strip_photo(part)
    return removed


def _drop(part: pikepdf.Object, names: set[str], unwanted: dict[str, str]) -> list[str]:
    found = names & unwanted.keys()
    for name in found:
        del part[name]
    return [unwanted[name] for name in found]


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
