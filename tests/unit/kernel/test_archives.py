"""Archives from strangers: ordinary ones pass, bombs are seen before anything is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from openpyxl import Workbook

from hubung.kernel.archives import MAX_ENTRIES, ZipProblem, inspect_zip

MEGABYTE = 1024 * 1024


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return result.getvalue()


def problem(content: bytes) -> ZipProblem | None:
    return inspect_zip(io.BytesIO(content)).problem


def test_an_ordinary_archive_passes() -> None:
    inner = zipped({"dalam.txt": b"isi dalam"})
    report = inspect_zip(io.BytesIO(zipped({"surat.txt": b"isi", "lampiran.zip": inner})))
    assert report.problem is None
    assert report.entries == 3
    assert report.unpacked_bytes == len(b"isi") + len(inner) + len(b"isi dalam")
    assert not report.encrypted


def test_a_spreadsheet_passes() -> None:
    book = Workbook()
    assert book.active is not None
    for row in range(2000):
        book.active.append([row, "Pelabuhan Rekaan", "sama"])
    file = io.BytesIO()
    book.save(file)
    assert inspect_zip(file).problem is None


def test_a_bomb_by_ratio() -> None:
    assert problem(zipped({"nol": bytes(30 * MEGABYTE)})) is ZipProblem.RATIO


def test_a_bomb_by_nesting_hides_its_size_in_layers() -> None:
    content = zipped({"nol": bytes(9 * MEGABYTE)})
    for layer in range(4):
        content = zipped({f"lapis-{layer}.gambar": content})
    assert problem(content) is ZipProblem.NESTED


def test_a_bomb_inside_an_archive_is_found() -> None:
    bomb = zipped({"nol": bytes(30 * MEGABYTE)})
    assert problem(zipped({"foto.jpg": bomb})) is ZipProblem.RATIO


def test_a_bomb_by_total_size() -> None:
    content = bytearray(zipped({"a": b"x" * 1000}, zipfile.ZIP_STORED))
    at = content.rfind(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, 600 * MEGABYTE)
    assert problem(bytes(content)) is ZipProblem.TOO_LARGE


def test_entries_that_share_their_bytes_are_refused() -> None:
    """One compressed kernel, listed again and again: small ratio each, an enormous sum."""
    content = zipped({f"berkas-{number}": b"sama" * 50 for number in range(5)})
    place, first = content.find(b"PK\x01\x02"), None
    overlapping = bytearray(content)
    while place >= 0:
        offset = struct.unpack_from("<I", content, place + 42)[0]
        first = offset if first is None else first
        struct.pack_into("<I", overlapping, place + 42, first)
        place = content.find(b"PK\x01\x02", place + 4)
    assert problem(bytes(overlapping)) is ZipProblem.OVERLAP


def test_too_many_entries_are_refused_before_the_directory_is_read() -> None:
    many = {f"{number}": b"" for number in range(MAX_ENTRIES + 1)}
    assert problem(zipped(many)) is ZipProblem.TOO_MANY_ENTRIES
    lying = bytearray(zipped({"a": b"a"}))
    struct.pack_into("<I", lying, lying.rfind(b"PK\x05\x06") + 12, 0x7FFFFFFF)
    assert problem(bytes(lying)) is ZipProblem.TOO_MANY_ENTRIES


def test_an_encrypted_archive_says_so() -> None:
    content = bytearray(zipped({"rahasia.txt": b"isi yang tidak terbaca, panjangnya cukup"}))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(signature) + place] |= 1
    report = inspect_zip(io.BytesIO(bytes(content)))
    assert report.encrypted
    assert report.problem is None


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"PK\x03\x04" + bytes(100), b"bukan arsip sama sekali", bytes(70_000)]
)
def test_what_is_no_archive_says_so(content: bytes) -> None:
    assert problem(content) is ZipProblem.NOT_A_ZIP


def test_no_damaged_archive_breaks_the_inspection() -> None:
    content = zipped({"a.txt": b"pertama" * 40, "b.zip": zipped({"c": b"kedua" * 40})})
    for place in range(len(content)):
        damaged = content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]
        inspect_zip(io.BytesIO(damaged))
        inspect_zip(io.BytesIO(content[:place]))
