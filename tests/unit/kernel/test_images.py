"""Pictures lose what tells where and by whom they were taken, and nothing of what they show."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from hubung.kernel.filetypes import detect
from hubung.kernel.images import UnreadableImageError, thumbnail
from hubung.kernel.metadata import strip_metadata
from hubung.kernel.stripping import MetadataProblem

# Stands in every kind of metadata below; not one byte of it may be left.
PLACE = "5°08'36\"S 119°24'26\"E rumah pelapor".encode()
MARKED = PLACE.decode("latin-1")
GPS, ORIENTATION, MAKE, DESCRIPTION = 0x8825, 0x0112, 0x010F, 0x010E


def scene(mode: str = "RGB", size: tuple[int, int] = (160, 120)) -> Image.Image:
    """A picture whose corners differ, so that a wrong turn is seen."""
    image = Image.new(mode, size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0] // 4, size[1] // 4), fill="red")
    draw.rectangle((size[0] * 3 // 4, size[1] * 3 // 4, *size), fill="blue")
    return image


def exif(orientation: int | None = None) -> Image.Exif:
    found = Image.Exif()
    found[MAKE], found[DESCRIPTION] = "Telepon Rekaan", MARKED
    if orientation:
        found[ORIENTATION] = orientation
    gps = found.get_ifd(GPS)
    gps.update({1: "S", 2: (5.0, 8.0, 36.0), 3: "E", 4: (119.0, 24.0, 26.0), 29: MARKED})
    return found


def jpeg(orientation: int | None = None, **options: object) -> bytes:
    file = io.BytesIO()
    scene().save(
        file,
        "JPEG",
        exif=exif(orientation),
        comment=PLACE,
        xmp=b"<x:xmpmeta>" + PLACE + b"</x:xmpmeta>",
        **options,  # type: ignore[arg-type]
    )
    return file.getvalue()


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


def with_segments(content: bytes) -> bytes:
    """A JPEG as cameras and editors write it: IPTC, makers' data, and a second picture behind."""
    more = (
        segment(0xED, b"Photoshop 3.0\0" + PLACE)
        + segment(0xE2, b"FPXR\0" + PLACE)
        + segment(0xE5, PLACE)
        + segment(0xE0, b"JFXX\0\x10" + PLACE)
    )
    return content[:2] + more + content[2:] + jpeg() + PLACE


def png(orientation: int | None = None) -> bytes:
    file = io.BytesIO()
    text = PngInfo()
    text.add_text("Lokasi", MARKED)
    text.add_text("Lokasi", MARKED, zip=True)
    text.add_itxt("XML:com.adobe.xmp", MARKED)
    scene().save(file, "PNG", pnginfo=text, exif=exif(orientation), dpi=(72, 72))
    return file.getvalue() + PLACE


def webp(orientation: int | None = None, *, lossless: bool = False) -> bytes:
    file = io.BytesIO()
    scene("RGBA").save(file, "WEBP", exif=exif(orientation), xmp=PLACE, lossless=lossless)
    return file.getvalue() + PLACE


def avif(orientation: int | None = None) -> bytes:
    """The same container as the HEIC of telephones, and one that can be decoded here."""
    file = io.BytesIO()
    scene().save(file, "AVIF", exif=exif(orientation), xmp=PLACE)
    return file.getvalue()


def with_boxes(content: bytes) -> bytes:
    film = struct.pack(">I4s", len(PLACE) + 8, b"mpvd") + PLACE
    uuid = struct.pack(">I4s", len(PLACE) + 24, b"uuid") + bytes(range(16)) + PLACE
    return content + film + uuid


def strip(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    done = strip_metadata(io.BytesIO(content), detect(content).mime)
    assert done.problem is None
    assert done.file is not None
    with done.file as file:
        return file.read(), done.removed


def pixels(content: bytes) -> tuple[str, tuple[int, int], bytes]:
    with Image.open(io.BytesIO(content)) as image:
        return image.mode, image.size, image.tobytes()


MAKERS: list[Callable[[int | None], bytes]] = [jpeg, png, webp, avif]
FULL = {
    "jpeg": jpeg(),
    "jpeg, progressive": jpeg(progressive=True),
    "jpeg, restart markers": jpeg(restart_marker_blocks=1),
    "jpeg, much else": with_segments(jpeg()),
    "png": png(),
    "webp": webp(),
    "webp, lossless": webp(lossless=True),
    "avif": avif(),
    "avif, much else": with_boxes(avif()),
}


@pytest.mark.parametrize("content", FULL.values(), ids=FULL.keys())
def test_every_trace_goes_and_every_pixel_stays(content: bytes) -> None:
    clean, removed = strip(content)
    assert PLACE in content
    assert PLACE not in clean
    assert b"Telepon Rekaan" not in clean
    assert "Exif" in removed
    assert pixels(clean) == pixels(content)
    with Image.open(io.BytesIO(clean)) as image:
        assert not image.getexif().get_ifd(GPS)
        assert MAKE not in image.getexif()
        assert not {"comment", "Lokasi"} & image.info.keys()
        assert not image.info.get("xmp", b"").strip(b"\0")


@pytest.mark.parametrize("content", FULL.values(), ids=FULL.keys())
def test_there_is_nothing_left_to_strip(content: bytes) -> None:
    clean, _ = strip(content)
    again, removed = strip(clean)
    assert again == clean
    assert set(removed) <= {"Exif", "XMP"}  # blanked in place in AVIF, and so still listed


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("make", MAKERS)
def test_a_picture_still_stands_upright(
    make: Callable[[int | None], bytes], orientation: int
) -> None:
    content = make(orientation)
    clean, _ = strip(content)
    before, after = thumbnail(io.BytesIO(content), 80), thumbnail(io.BytesIO(clean), 80)
    assert pixels(after) == pixels(before)
    if make is not avif:  # its orientation is no Exif entry
        with Image.open(io.BytesIO(clean)) as image:
            assert dict(image.getexif()) == ({ORIENTATION: orientation} if orientation > 1 else {})


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_grey_and_print_colours_are_kept(mode: str) -> None:
    file = io.BytesIO()
    scene().convert(mode).save(file, "JPEG", exif=exif(), icc_profile=b"profil rekaan")
    clean, _ = strip(file.getvalue())
    assert pixels(clean) == pixels(file.getvalue())
    with Image.open(io.BytesIO(clean)) as image:
        assert image.info["icc_profile"] == b"profil rekaan"


def test_an_animation_still_moves() -> None:
    frames = [scene().rotate(angle) for angle in (0, 90, 180)]
    for kind, options in (("PNG", {}), ("WEBP", {"xmp": PLACE})):
        file = io.BytesIO()
        frames[0].save(file, kind, save_all=True, append_images=frames[1:], exif=exif(), **options)
        clean, _ = strip(file.getvalue())
        assert PLACE not in clean
        with Image.open(io.BytesIO(clean)) as image:
            assert image.n_frames == 3  # type: ignore[attr-defined]
            image.seek(2)
            image.load()


def test_a_large_photo_passes_in_pieces_that_cut_markers_in_two() -> None:
    file = io.BytesIO()
    noise = Image.effect_noise((1200, 900), 90).convert("RGB")
    noise.save(file, "JPEG", quality=95, exif=exif(), restart_marker_blocks=3, progressive=True)
    content = file.getvalue()
    assert len(content) > 10 * 64 * 1024
    for shift in range(4):
        moved = content[:2] + segment(0xFE, bytes(shift)) + content[2:]
        clean, _ = strip(moved)
        assert pixels(clean) == pixels(content)


def test_a_photo_cut_off_by_a_lost_connection_is_closed() -> None:
    clean, _ = strip(jpeg()[:-400])
    assert clean.endswith(b"\xff\xd9")
    assert PLACE not in clean


@pytest.mark.parametrize("mime", ["image/tiff", "image/svg+xml", "application/msword"])
def test_what_cannot_be_cleaned_is_said_to_be_so(mime: str) -> None:
    done = strip_metadata(io.BytesIO(b"GIF89a"), mime)
    assert (done.file, done.problem) == (None, MetadataProblem.UNSUPPORTED)


@pytest.mark.parametrize(
    ("mime", "content"),
    [
        ("image/jpeg", b""),
        ("image/jpeg", b"\xff\xd8"),
        ("image/jpeg", b"\xff\xd8\xff\xe1\xff\xff" + PLACE),
        ("image/jpeg", b"\xff\xd8" + b"\xff" * 100_000),
        ("image/jpeg", b"\xff\xd8" + segment(0xFE, b"") * 60_000),
        ("image/jpeg", b"\xff\xd8\xff\xe1\0\1"),
        ("image/png", b"\x89PNG\r\n\x1a\n"),
        ("image/png", b"\x89PNG\r\n\x1a\n" + b"\x7f\xff\xff\xfftEXt" + PLACE),
        ("image/png", png()[:300]),
        ("image/webp", b"RIFF\xff\xff\xff\xffWEBPVP8X\xff\xff\xff\x7f" + PLACE),
        ("image/webp", b"RIFF"),
        ("image/avif", b"\0\0\0\x14ftypavif"),
        ("image/heic", b"\0\0\0\x08ftyp\0\0\0\x0cmeta\0\0\0\0"),
        ("image/heic", b"\0\0\0\x08moov"),
    ],
)
def test_a_damaged_picture_is_said_to_be_so(mime: str, content: bytes) -> None:
    done = strip_metadata(io.BytesIO(content), mime)
    assert (done.file, done.problem) == (None, MetadataProblem.CORRUPT)


@pytest.mark.parametrize("name", ["jpeg, much else", "png", "webp", "avif, much else"])
def test_no_damaged_picture_breaks_anything(name: str) -> None:
    content = FULL[name]
    for place in range(0, min(len(content), 4000), 3):
        for damaged in (
            content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :],
            content[:place],
        ):
            done = strip_metadata(io.BytesIO(damaged), detect(content).mime)
            assert (done.file is None) == (done.problem is not None)
            if done.file:
                done.file.close()


@pytest.mark.parametrize("content", FULL.values(), ids=FULL.keys())
def test_a_preview_is_small_and_bare(content: bytes) -> None:
    preview = thumbnail(io.BytesIO(content), 64)
    assert PLACE not in preview
    with Image.open(io.BytesIO(preview)) as image:
        assert image.format == "WEBP"
        assert image.size == (64, 48)
        assert not image.getexif()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA"])
def test_every_kind_of_png_has_a_preview(mode: str) -> None:
    file = io.BytesIO()
    Image.new(mode, (30, 30)).save(file, "PNG")
    with Image.open(io.BytesIO(thumbnail(file, 10))) as image:
        assert image.size == (10, 10)


def test_a_small_picture_is_not_blown_up() -> None:
    file = io.BytesIO()
    scene(size=(8, 6)).save(file, "PNG")
    assert pixels(thumbnail(file, 100))[1] == (8, 6)


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims a size, with a few bytes behind it."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        checksum = zlib.crc32(kind + body)
        return struct.pack(">I4s", len(body), kind) + body + struct.pack(">I", checksum)

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(bytes(1_000_000)))
    return b"\x89PNG\r\n\x1a\n" + header + data + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "content",
    [
        png_of(6_000, 6_000),
        png_of(30_000, 30_000),
        png_of(2_000_000_000, 2_000_000_000),
        png_of(0, 0),
        jpeg()[:300],
        b"",
        b"bukan gambar",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_no_preview_of_a_bomb_or_of_what_is_no_picture(content: bytes) -> None:
    with pytest.raises(UnreadableImageError):
        thumbnail(io.BytesIO(content), 64)


def test_the_photo_of_a_good_camera_has_a_preview_but_not_a_progressive_one() -> None:
    """A plain JPEG is decoded at a fraction of its size; a progressive one is held as a whole."""
    for progressive in (False, True):
        file = io.BytesIO()
        Image.new("L", (8000, 6000), 90).save(file, "JPEG", progressive=progressive)
        if progressive:
            with pytest.raises(UnreadableImageError, match="8000 x 6000"):
                thumbnail(file, 64)
        else:
            assert pixels(thumbnail(file, 64))[1] == (64, 48)
