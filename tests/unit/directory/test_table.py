"""Tables as spreadsheets and people make them."""

from __future__ import annotations

import csv
import io
import zipfile
from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from hubung.directory.importing import table
from hubung.directory.importing.table import LOST_DIGITS, UnreadableFileError, read

pytestmark = pytest.mark.once

CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20
).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip


def body(content: bytes) -> list[tuple[int, tuple[str, ...]]]:
    return list(read(content).rows)


def workbook(*rows: list[object]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@settings(max_examples=60)
@given(
    st.integers(2, 6).flatmap(
        lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1)
    ),
    st.sampled_from([";", ",", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_csv_writer_wrote_is_read(
    rows: list[list[str]], delimiter: str, encoding: str
) -> None:
    headers = [f"h{index}" for index in range(len(rows[0]))]
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows([headers, *rows])
    content = stream.getvalue().encode(encoding)
    sheet = read(content)
    assert sheet.headers == tuple(headers)
    assert [values for _line, values in sheet.rows] == [tuple(row) for row in rows]


def test_an_old_spreadsheet_in_windows_1252() -> None:
    content = "Nama;Tempat\nAndrée Lesung;“Bitung”\n".encode("cp1252")
    assert body(content) == [(2, ("Andrée Lesung", "“Bitung”"))]


def test_lines_are_counted_as_the_file_counts_them() -> None:
    content = b'\n\nNama,Alamat\nAyu,"Jalan\nLaut 3"\n\n,\nBayu,Darat\n'
    sheet = read(content)
    assert sheet.headers == ("Nama", "Alamat")
    assert list(sheet.rows) == [(4, ("Ayu", "Jalan Laut 3")), (8, ("Bayu", "Darat"))]


def test_short_rows_are_filled_and_long_ones_cut() -> None:
    assert body(b"a;b\n1\n1;2;3\n") == [(2, ("1", "")), (3, ("1", "2"))]


def test_cells_of_a_workbook_become_text() -> None:
    content = workbook(
        ["NIP", "Angka", "Hari", "Jam", "Ya", "Pecahan"],
        [199209032013012469, 42.0, date(2024, 11, 1), datetime(2024, 11, 1, 8, 30), True, 1.5],  # noqa: DTZ001
        [None, None, None, None, None, None],
        ["199209032013012469", " a  b ", None, "x", False, ""],
    )
    assert body(content) == [
        (2, (LOST_DIGITS, "42", "2024-11-01", "2024-11-01", "ya", "1.5")),
        (4, ("199209032013012469", "a b", "", "x", "tidak", "")),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n \n",
        b"PK\x03\x04 not really a zip",
        b"\xd0\xcf\x11\xe0 old excel",
        b"a;b\n\x00\x01\n",
        b";".join(b"c" for _ in range(101)),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        body(content)
    assert str(caught.value).endswith((".", "?"))


def test_a_zip_without_a_workbook_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(UnreadableFileError):
        body(stream.getvalue())


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused() -> None:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(table.MAX_UNPACKED // 1_000_000 + 1):
            part.write(b" " * 1_000_000)
    with pytest.raises(UnreadableFileError):
        body(stream.getvalue())


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    with suppress(UnreadableFileError):
        body(content)
