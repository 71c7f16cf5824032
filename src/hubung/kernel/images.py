"""Pictures from strangers: where they were taken is removed, and small previews are made.

`STRIPPERS` take the containers apart and leaves the compressed picture as it is. What is
known to be needed to show the picture is kept; everything else goes, known or not: Exif with its
position and thumbnail, XMP, IPTC, comments, makers' data, and whatever follows the picture (second
pictures and films of telephones, each with metadata of its own). Only a small part of a file is in
memory at a time.
"""

from __future__ import annotations

import io
import re
import shutil
import struct
import zlib
from typing import IO

from PIL import Image, ImageOps

from hubung.kernel.boxes import BoxError
from hubung.kernel.heif import blank_metadata
from hubung.kernel.stripping import CannotStripError, Stripper

MAX_PIXELS = 25_000_000  # at four bytes each
PREVIEW_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF")

_CHUNK = 64 * 1024
_ORIENTATION = 0x0112
_MAX_EXIF_BYTES = 1024 * 1024
_MAX_PARTS = 50_000
_MAX_FILL = 64

# What Pillow raises on damaged or hostile pictures.
_BROKEN = (
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    struct.error,
    zlib.error,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
)

_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_APPS = range(0xE0, 0xF0)
_EXIF_HEAD = b"Exif\0\0"

_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = set(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD pHYs "
    b"cICP mDCV cLLI acTL fcTL fdAT".split()
)
_WEBP_KEPT = {b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04


class UnreadableImageError(Exception):
    """No preview can be made: not a picture, a damaged one, or far too large."""


def thumbnail(source: IO[bytes], max_px: int) -> bytes:
    """A WebP preview, the right way up, that fits into a square of `max_px`; no metadata in it.

    The first frame of an animation. Raises UnreadableImageError.
    """
    source.seek(0)
    try:
        with Image.open(source, formats=PREVIEW_FORMATS) as image:
            if not image.info.get("progressive"):
                # A plain JPEG is decoded row by row, at a fraction of its size.
                image.draft("RGB", (max_px * 2, max_px * 2))
            if image.width * image.height > MAX_PIXELS:
                raise UnreadableImageError(f"{image.width} x {image.height} pixels are too many")
            image.thumbnail((max_px * 2, max_px * 2), Image.Resampling.BOX)
            mode = "RGBA" if image.has_transparency_data else "RGB"
            upright = ImageOps.exif_transpose(image.convert(mode))
            upright.thumbnail((max_px, max_px))
            bare = Image.new(mode, upright.size)
            bare.paste(upright)
            result = io.BytesIO()
            bare.save(result, "WEBP", quality=78)
            return result.getvalue()
    except _BROKEN as error:
        raise UnreadableImageError("the picture can't be read") from error


def _strip_jpeg(source: IO[bytes], target: IO[bytes]) -> list[str]:
    if source.read(2) != b"\xff\xd8":
        raise CannotStripError
    target.write(b"\xff\xd8")
    removed: list[str] = []
    seen_scan = False
    for _ in range(_MAX_PARTS):
        marker = _next_marker(source)
        if marker is None and not seen_scan:
            raise CannotStripError
        if marker is None or marker == _EOI:
            target.write(b"\xff\xd9")
            if source.read(1):
                removed.append("trailer")
            return removed
        if marker == _SOI or not (length := int.from_bytes(source.read(2), "big")) >= 2:
            raise CannotStripError
        body = _exactly(source, length - 2)
        if not _kept_in_jpeg(marker, body):
            removed.append(_jpeg_name(marker, body))
            body = _orientation_only(body)
            if not body:
                continue
        target.write(bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body)
        if marker == _SOS:
            seen_scan = True
            _copy_scan(source, target)
    raise CannotStripError


def _next_marker(source: IO[bytes]) -> int | None:
    """The next marker, past the fill bytes before it; None at the end of the file."""
    if not (sign := source.read(1)):
        return None
    if sign != b"\xff":
        raise CannotStripError
    for _ in range(_MAX_FILL):
        sign = source.read(1)
        if sign != b"\xff":
            return sign[0] if sign else None
    raise CannotStripError


def _copy_scan(source: IO[bytes], target: IO[bytes]) -> None:
    """Copy compressed data up to the next marker, at which the source is left."""
    while len(chunk := source.read(_CHUNK)) > 1:
        found = _MARKER.search(chunk)
        if found:
            target.write(chunk[: found.start()])
            source.seek(found.start() - len(chunk), io.SEEK_CUR)
            return
        if chunk.endswith(b"\xff"):  # perhaps the first half of a marker
            chunk = chunk[:-1]
            source.seek(-1, io.SEEK_CUR)
        target.write(chunk)
    target.write(chunk.rstrip(b"\xff"))


def _kept_in_jpeg(marker: int, body: bytes) -> bool:
    if marker == 0xE2:
        return body.startswith(b"ICC_PROFILE\0")
    if marker == 0xE0:
        return body.startswith(b"JFIF\0") and body[12:14] == b"\0\0"
    if marker == 0xEE:
        return body.startswith(b"Adobe") and len(body) == 12
    return marker not in _APPS and marker != _COM


def _jpeg_name(marker: int, body: bytes) -> str:
    if marker == _COM:
        return "comment"
    if body.startswith(_EXIF_HEAD):
        return "Exif"
    if body.startswith(b"http://ns.adobe.com/"):
        return "XMP"
    return "IPTC" if marker == 0xED else f"APP{marker - 0xE0}"


def _orientation_only(body: bytes) -> bytes:
    """The Exif segment that is left of a metadata segment; empty when nothing is."""
    return _EXIF_HEAD + tiff if body.startswith(_EXIF_HEAD) and (tiff := _turn(body[6:])) else b""


def _turn(tiff: bytes) -> bytes:
    """A TIFF block with nothing but the orientation; empty when the picture stands upright."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return b""
    try:
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, at)
        entries = [
            struct.unpack_from(f"{order}HHIH", tiff, at + 2 + 12 * place) for place in range(count)
        ]
    except struct.error:
        return b""
    orientation = next((value for tag, _, _, value in entries if tag == _ORIENTATION), 1)
    if orientation not in range(2, 9):
        return b""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, orientation, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)


def _strip_png(source: IO[bytes], target: IO[bytes]) -> list[str]:
    if source.read(8) != _PNG_HEAD:
        raise CannotStripError
    target.write(_PNG_HEAD)
    removed: list[str] = []
    for _ in range(_MAX_PARTS):
        length, kind = struct.unpack(">I4s", source.read(8))
        if kind in _PNG_KEPT:
            target.write(length.to_bytes(4, "big") + kind)
            _copy(source, target, length + 4)
        elif kind == b"eXIf" and length <= _MAX_EXIF_BYTES:
            removed.append("Exif")
            if tiff := _turn(_exactly(source, length + 4)[:-4]):
                checksum = zlib.crc32(b"eXIf" + tiff)
                target.write(struct.pack(">I", len(tiff)) + b"eXIf" + tiff)
                target.write(struct.pack(">I", checksum))
        else:
            removed.append(kind.decode("latin-1"))
            _skip(source, length + 4)
        if kind == b"IEND":
            if source.read(1):
                removed.append("trailer")
            return removed
    raise CannotStripError


def _strip_webp(source: IO[bytes], target: IO[bytes]) -> list[str]:
    head = source.read(12)
    if head[:4] != b"RIFF" or head[8:] != b"WEBP":
        raise CannotStripError
    left = int.from_bytes(head[4:8], "little") - 4
    target.write(head)
    removed: list[str] = []
    flags_at: int | None = None
    turn = b""
    for _ in range(_MAX_PARTS):
        if left < 8:
            break
        kind, length = struct.unpack("<4sI", source.read(8))
        padded = length + length % 2
        left -= 8 + padded
        if kind in _WEBP_KEPT:
            if kind == b"VP8X":
                flags_at = target.tell() + 8
            target.write(kind + length.to_bytes(4, "little"))
            _copy(source, target, padded)
        elif kind == b"EXIF" and length <= _MAX_EXIF_BYTES:
            removed.append("Exif")
            turn = _turn(_exactly(source, padded)[:length].removeprefix(_EXIF_HEAD))
        else:
            removed.append(kind.decode("latin-1").strip())
            _skip(source, padded)
    else:
        raise CannotStripError
    if source.read(1):
        removed.append("trailer")
    if turn and flags_at is not None:
        target.write(b"EXIF" + len(turn).to_bytes(4, "little") + turn)
    size = target.tell()
    target.seek(4)
    target.write((size - 8).to_bytes(4, "little"))
    if flags_at is not None:
        target.seek(flags_at)
        flags = target.read(1)[0] & ~(_WEBP_EXIF | _WEBP_XMP) | (_WEBP_EXIF if turn else 0)
        target.seek(flags_at)
        target.write(bytes((flags,)))
    return removed


def _strip_gif(source: IO[bytes], target: IO[bytes]) -> list[str]:
    head = _exactly(source, 13)
    if head[:6] not in (b"GIF87a", b"GIF89a"):
        raise CannotStripError
    target.write(head)
    _copy(source, target, _palette_bytes(head[10]))
    removed: list[str] = []
    for _ in range(_MAX_PARTS):
        sign = _exactly(source, 1)
        if sign == b";":
            target.write(sign)
            if source.read(1):
                removed.append("trailer")
            return removed
        if sign == b",":
            head = _exactly(source, 9)
            target.write(sign + head)
            _copy(source, target, _palette_bytes(head[8]) + 1)
            _gif_blocks(source, target)
        elif sign == b"!":
            label = _exactly(source, 1)
            first = _exactly(source, _exactly(source, 1)[0])
            # What an animation needs: the time of each picture, and that they repeat.
            kept = label == b"\xf9" or first in (b"NETSCAPE2.0", b"ANIMEXTS1.0")
            if kept:
                target.write(sign + label + bytes((len(first),)) + first)
            else:
                removed.append("comment" if label == b"\xfe" else "extension")
            if first:
                _gif_blocks(source, target if kept else None)
        else:
            raise CannotStripError
    raise CannotStripError


def _palette_bytes(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _gif_blocks(source: IO[bytes], target: IO[bytes] | None) -> None:
    """Copy (or pass over) sub-blocks up to the empty one that ends them."""
    while True:
        length = _exactly(source, 1)
        block = _exactly(source, length[0])
        if target is not None:
            target.write(length + block)
        if not block:
            return


def _strip_heif(source: IO[bytes], target: IO[bytes]) -> list[str]:
    shutil.copyfileobj(source, target, _CHUNK)
    try:
        return blank_metadata(target)
    except BoxError as error:
        raise CannotStripError from error


def _exactly(source: IO[bytes], length: int) -> bytes:
    content = source.read(length)
    if len(content) != length:
        raise CannotStripError
    return content


def _copy(source: IO[bytes], target: IO[bytes], length: int) -> None:
    while length:
        chunk = source.read(min(length, _CHUNK))
        if not chunk:
            raise CannotStripError
        target.write(chunk)
        length -= len(chunk)


def _skip(source: IO[bytes], length: int) -> None:
    if length:
        source.seek(length - 1, io.SEEK_CUR)
        _exactly(source, 1)


#: JPEG, PNG (animated too), GIF, WebP, HEIC and AVIF. An orientation that has an effect is kept,
#: as the only Exif entry.
STRIPPERS: dict[str, Stripper] = {
    "image/jpeg": _strip_jpeg,
    "image/png": _strip_png,
    "image/apng": _strip_png,
    "image/gif": _strip_gif,
    "image/webp": _strip_webp,
    "image/heic": _strip_heif,
    "image/avif": _strip_heif,
}
