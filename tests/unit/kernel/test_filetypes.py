"""What a file is, told by its content; what it may be called, whatever it claims."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile

import pytest
from openpyxl import Workbook
from PIL import Image

from hubung.kernel.filetypes import FileKind, detect, safe_name


def picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (20, 10), "teal").save(file, kind)
    return file.getvalue()


def package(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def heif(brand: bytes) -> bytes:
    return struct.pack(">I4s4sI4s", 20, b"ftyp", brand, 0, b"mif1") + bytes(100)


def spreadsheet() -> bytes:
    file = io.BytesIO()
    Workbook().save(file)
    return file.getvalue()


def word(**more: bytes) -> bytes:
    names = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
    return package(names | {name.replace("__", "/"): content for name, content in more.items()})


ODT = package({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"})


@pytest.mark.parametrize(
    ("content", "mime", "extension", "kind", "inline"),
    [
        (picture("JPEG"), "image/jpeg", "jpg", FileKind.IMAGE, True),
        (picture("PNG"), "image/png", "png", FileKind.IMAGE, True),
        (picture("WEBP"), "image/webp", "webp", FileKind.IMAGE, True),
        (picture("GIF"), "image/gif", "gif", FileKind.IMAGE, True),
        (picture("AVIF"), "image/avif", "avif", FileKind.IMAGE, True),
        (picture("TIFF"), "image/tiff", "tif", FileKind.IMAGE, False),
        (heif(b"heic"), "image/heic", "heic", FileKind.IMAGE, False),
        (heif(b"heix"), "image/heic", "heic", FileKind.IMAGE, False),
        (b"%PDF-1.7\n1 0 obj\n", "application/pdf", "pdf", FileKind.DOCUMENT, True),
        (b"\r\n%PDF-1.4\n", "application/pdf", "pdf", FileKind.DOCUMENT, True),
        (spreadsheet(), None, "xlsx", FileKind.DOCUMENT, False),
        (word(), None, "docx", FileKind.DOCUMENT, False),
        (word(word__vbaProject_bin=b""), None, "docx", FileKind.DOCUMENT, False),
        (word(**{"word/vbaProject.bin": b"x"}), None, "docm", FileKind.DOCUMENT, False),
        (ODT, None, "odt", FileKind.DOCUMENT, False),
        (package({"a.txt": b"a"}), "application/zip", "zip", FileKind.ARCHIVE, False),
        (gzip.compress(b"isi", mtime=0), "application/gzip", "gz", FileKind.ARCHIVE, False),
        (b"Kapal terlambat lima jam.\n", "text/plain", "txt", FileKind.DOCUMENT, True),
        ("Pukul ५ डेक बी ⛴".encode(), "text/plain", "txt", FileKind.DOCUMENT, True),
        ("Laporan".encode("utf-16"), "text/plain", "txt", FileKind.DOCUMENT, True),
        (b"nama;kota\r\nBayu;Bitung\r\n", "text/plain", "txt", FileKind.DOCUMENT, True),
        (b"<!DOCTYPE html><p>hai", "text/html", "html", FileKind.OTHER, False),
        (b"hai <ScRiPt>alert(1)</script>", "text/html", "html", FileKind.OTHER, False),
        ("<script>1</script>".encode("utf-16"), "text/html", "html", FileKind.OTHER, False),
        (b'<?xml version="1.0"?><svg/>', "image/svg+xml", "svg", FileKind.OTHER, False),
        (b'<?xml version="1.0"?><data/>', "text/xml", "xml", FileKind.OTHER, False),
        (b"MZ\x90\0" + bytes(100), "application/x-msdownload", "exe", FileKind.OTHER, False),
        (b"ID3\x03\0" + bytes(100), "audio/mpeg", "mp3", FileKind.AUDIO, True),
        (b"OggS\0" + bytes(100), "audio/ogg", "ogg", FileKind.AUDIO, True),
        (b"\0\0\0\x14ftypisom\0\0\0\0mp41" + bytes(99), "video/mp4", "mp4", FileKind.VIDEO, True),
        (bytes(range(256)) * 4, "application/octet-stream", "bin", FileKind.OTHER, False),
        (b"", "application/octet-stream", "bin", FileKind.OTHER, False),
    ],
)
def test_the_content_tells(
    content: bytes, mime: str | None, extension: str, kind: FileKind, inline: bool
) -> None:
    found = detect(io.BytesIO(content))
    assert (found.extension, found.kind, found.safe_inline) == (extension, kind, inline)
    assert mime in (None, found.mime)
    assert not found.mismatch


@pytest.mark.parametrize(
    ("content", "name", "mismatch"),
    [
        (picture("JPEG"), "foto.jpg", False),
        (picture("JPEG"), "FOTO.JPEG", False),
        (picture("JPEG"), "foto", False),
        (picture("JPEG"), "Surat No. 5", False),
        (picture("JPEG"), "versi 1.2", False),
        (picture("JPEG"), "foto.png", True),
        (b"<script>1</script>", "foto.jpg", True),
        (b"MZ\x90\0" + bytes(100), "surat.pdf", True),
        (bytes(range(256)), "foto.jpg", True),
        (bytes(range(256)), "data.sav", False),
        (b"nama;kota\n", "daftar.csv", False),
        (b"nama;kota\n", "daftar.exe", True),
    ],
)
def test_a_name_that_lies_is_flagged(content: bytes, name: str, mismatch: bool) -> None:
    assert detect(content, name).mismatch is mismatch


def test_the_file_is_left_at_its_start() -> None:
    file = io.BytesIO(ODT)
    file.seek(7)
    detect(file)
    assert file.tell() == 0


def test_no_damaged_file_breaks_detection() -> None:
    for content in (ODT, spreadsheet()[:3000], picture("AVIF"), picture("WEBP")):
        for place in range(0, len(content), 7):
            damaged = content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]
            detect(io.BytesIO(damaged))
            detect(io.BytesIO(content[:place]))


JPEG = detect(picture("JPEG"))
TEXT = detect(b"teks")
UNKNOWN = detect(b"")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("foto.jpg", "foto.jpg"),
        ("Foto KM Tirta.JPEG", "Foto KM Tirta.jpeg"),
        ("C:\\Users\\Bayu\\foto.jpg", "foto.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("foto.php", "foto.php.jpg"),
        ("foto\u202egpj.exe", "fotogpj.exe.jpg"),
        ("fo\u200bto\x00\x1b[31m.jpg", "foto[31m.jpg"),
        ("<script>alert('1')</script>.jpg", "script_.jpg"),
        ('a"b&c;d`e$f%g|h.jpg', "a_b_c_d_e_f_g_h.jpg"),
        ("foto\r\nSet-Cookie: a=b.jpg", "foto Set-Cookie_ a=b.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("...", "berkas.jpg"),
        ("", "berkas.jpg"),
        (" - .jpg", "berkas.jpg"),
        (".jpg", "berkas.jpg"),
        ("Surat No. 5", "Surat No. 5.jpg"),
        ("foto.jpg. . ", "foto.jpg"),
        ("CON.jpg", "_CON.jpg"),
        ("nul", "_nul.jpg"),
        ("写真 фото صورة é.jpg", "写真 фото صورة é.jpg"),
        ("-rf.jpg", "rf.jpg"),
    ],
)
def test_a_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_name(name, JPEG) == safe


def test_a_name_keeps_an_extension_that_its_type_allows() -> None:
    assert safe_name("daftar.csv", TEXT) == "daftar.csv"
    assert safe_name("daftar.exe", TEXT) == "daftar.exe.txt"
    assert safe_name("virus.jpg", UNKNOWN) == "virus.jpg.bin"


@pytest.mark.parametrize("name", ["a" * 500 + ".jpg", "é" * 500, "⛴" * 500 + ".jpg", "a." * 300])
def test_a_long_name_is_shortened_on_a_whole_character(name: str) -> None:
    safe = safe_name(name, JPEG)
    assert len(safe) <= 120
    assert len(safe.encode()) <= 240
    assert safe.endswith(".jpg")
    assert safe_name(safe, JPEG) == safe
