"""Films and sounds of telephones (MP4, MOV, 3GP, M4A): place, device and time blanked in place.

A telephone writes where a film was taken into `udta` or `meta`, and some keep a whole track of
positions. Pictures and sound stay byte for byte where they are.
"""

from __future__ import annotations

import shutil
import struct
from collections.abc import Iterator
from typing import IO

from hubung.kernel.boxes import Box, BoxError, boxes, content, free, overwrite
from hubung.kernel.stripping import CannotStripError, MetadataProblem

_CHUNK = 64 * 1024
_AROUND = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"dinf", b"edts", b"moof", b"traf", b"mvex"}
#: What a film needs at its top; everything else there goes, known or not.
_AT_THE_TOP = {b"ftyp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"styp"}
_METADATA = {b"udta", b"meta", b"uuid", b"free", b"skip", b"wide"}
_WITH_TIMES = {b"mvhd", b"tkhd", b"mdhd"}
#: Tracks that are seen or heard.
_TRACKS = {b"vide", b"soun", b"subt", b"sbtl", b"text", b"clcp", b"auxv", b"pict"}


def _strip(source: IO[bytes], target: IO[bytes]) -> list[str]:
    shutil.copyfileobj(source, target, _CHUNK)
    size = target.tell()
    try:
        return _blank(target, size)
    except (BoxError, struct.error, IndexError) as error:
        raise CannotStripError from error


def _blank(file: IO[bytes], size: int) -> list[str]:
    removed: list[str] = []
    top = list(boxes(file, 0, size))
    if not any(box.kind == b"moov" for box in top):
        raise CannotStripError
    in_pieces = any(box.kind == b"moof" for box in top)
    for box in top:
        if box.kind not in _AT_THE_TOP:
            removed += _free(file, box)
    for box in top:
        if box.kind in _AROUND:
            removed += _inside(file, box, in_pieces=in_pieces)
    return removed


def _inside(file: IO[bytes], around: Box, *, in_pieces: bool) -> list[str]:
    removed: list[str] = []
    for box in boxes(file, around.body, around.end):
        if box.kind == b"trak" and _handler(file, box) not in _TRACKS:
            if in_pieces:
                # Its samples are scattered over the file in yet another way.
                raise CannotStripError(MetadataProblem.UNSUPPORTED)
            for start, length in _samples(file, box):
                overwrite(file, start, b"", length)
            free(file, box)
            removed.append("track")
        elif box.kind in _METADATA:
            removed += _free(file, box)
        elif box.kind in _WITH_TIMES:
            removed += _forget_times(file, box)
        elif box.kind in _AROUND:
            removed += _inside(file, box, in_pieces=in_pieces)
    return removed


def _free(file: IO[bytes], box: Box) -> list[str]:
    """Names what was there, unless it was nothing but NULs."""
    file.seek(box.body)
    left = box.end - box.body
    said = False
    while left and (chunk := file.read(min(left, _CHUNK))):
        said = said or bool(chunk.strip(b"\0"))
        left -= len(chunk)
    free(file, box)
    return [box.kind.decode("latin-1")] if said else []


def _forget_times(file: IO[bytes], box: Box) -> list[str]:
    """When it was made and changed: two numbers after the version (ISO/IEC 14496-12, 8.2.2)."""
    file.seek(box.body)
    length = 16 if file.read(4)[0] == 1 else 8
    if not file.read(length).strip(b"\0"):
        return []
    overwrite(file, box.body + 4, b"", length)
    return ["times"]


def _find(file: IO[bytes], box: Box, *path: bytes) -> Box | None:
    for kind in path:
        found = next((each for each in boxes(file, box.body, box.end) if each.kind == kind), None)
        if found is None:
            return None
        box = found
    return box


def _handler(file: IO[bytes], track: Box) -> bytes:
    box = _find(file, track, b"mdia", b"hdlr")
    return content(file, box)[8:12] if box else b""


def _samples(file: IO[bytes], track: Box) -> Iterator[tuple[int, int]]:
    """Where the samples of a track lie: start and length of each chunk."""
    table = _find(file, track, b"mdia", b"minf", b"stbl")
    if table is None:
        raise CannotStripError
    inner = {box.kind: content(file, box) for box in boxes(file, table.body, table.end)}
    sizes, runs = inner[b"stsz"], inner[b"stsc"]
    same, count = struct.unpack_from(">II", sizes, 4)
    wide = b"co64" in inner
    places = inner[b"co64" if wide else b"stco"]
    (chunks,) = struct.unpack_from(">I", places, 4)
    firsts = [
        struct.unpack_from(">II", runs, 8 + 12 * at)
        for at in range(struct.unpack_from(">I", runs, 4)[0])
    ]
    end = file.seek(0, 2)
    sample, run = 0, 0
    for chunk in range(chunks):
        while run + 1 < len(firsts) and firsts[run + 1][0] <= chunk + 1:
            run += 1
        taken = min(firsts[run][1], count - sample)
        length = same * taken or sum(
            struct.unpack_from(">I", sizes, 12 + 4 * (sample + each))[0] for each in range(taken)
        )
        sample += taken
        (start,) = struct.unpack_from(
            ">Q" if wide else ">I", places, 8 + chunk * (8 if wide else 4)
        )
        if start + length > end:
            raise CannotStripError
        yield start, length


STRIPPERS = dict.fromkeys(
    ("video/mp4", "video/x-m4v", "video/quicktime", "video/3gpp", "audio/mp4"), _strip
)
