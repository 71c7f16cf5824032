"""From rows to units and people, with the problems at their lines."""

from __future__ import annotations

import pytest

from hubung.directory.importing import columns, parsing
from hubung.directory.importing.models import ImportKind
from hubung.directory.importing.parsing import StaffRow, UnitRow
from hubung.directory.importing.report import Report
from hubung.directory.importing.table import read

pytestmark = pytest.mark.once

NIP = "199209032013012469"
OTHER = "199301042015012572"


def staff(text: str) -> tuple[list[StaffRow], Report]:
    report = Report()
    sheet = read(text.encode())
    layout = columns.match(sheet.headers, columns.STAFF, report)
    return parsing.staff(sheet, layout, report, lambda _rows: None), report


def units(text: str) -> tuple[list[UnitRow], Report]:
    report = Report()
    sheet = read(text.encode())
    layout = columns.match(sheet.headers, columns.UNITS, report)
    return parsing.units(sheet, layout, report, lambda _rows: None), report


def where(report: Report) -> list[tuple[int, str]]:
    return [(problem.line, problem.column) for problem in report.problems]


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        (("NIP", "Nama Lengkap", "Unit Kerja"), ImportKind.STAFF),
        (("Full name", "E-mail", "Office"), ImportKind.STAFF),
        (("Kode", "Nama Unit", "Jenis", "Kode Induk"), ImportKind.UNITS),
        (("code", "name", "kind", "parent"), ImportKind.UNITS),
        (("Tanggal", "Jumlah"), None),
    ],
)
def test_the_columns_tell_what_a_file_holds(
    headers: tuple[str, ...], kind: ImportKind | None
) -> None:
    assert columns.guess_kind(headers) == kind


def test_missing_double_and_unknown_columns_are_told() -> None:
    report = Report()
    columns.match(("Nama", "Full Name", "Golongan Darah"), columns.STAFF, report)
    assert where(report) == [(1, "Full Name"), (1, "unit")]
    assert "Golongan Darah" in report.notices[0]


def test_a_person_with_everything() -> None:
    rows, report = staff(
        "NIP;Nama;Kode Unit;Jabatan;Jenis Jabatan;Pimpinan;Surel;No. HP;Aktif\n"
        f"{NIP};Wulandari Paramesthi;PK151;Kepala Pusat Kontak;struktural;ya;W@dephub.go.id;"
        "0811 5550 417;ya\n"
    )
    assert report.ok
    (row,) = rows
    assert (row.nip, row.email, row.phone) == (NIP, "w@dephub.go.id", "+628115550417")
    assert (row.title, row.official, row.acting, row.heads_unit) == (
        "Kepala Pusat Kontak", True, False, True,
    )  # fmt: skip


def test_an_acting_official_is_known_by_plt() -> None:
    (row,), report = staff(f"NIP;Nama;Unit;Jabatan\n{NIP};Bayu Lesung;DJPL;Plt. Direktur\n")
    assert report.ok
    assert (row.title, row.official, row.acting) == ("Direktur", True, True)


def test_every_wrong_cell_is_told_at_once() -> None:
    rows, report = staff(
        "NIP;Nama;Unit;Surel;Telepon\n"
        f"{NIP};Ayu;PK151;ayu@dephub.go.id;0811555041\n"
        f"{NIP};;PK151;bukan surel;12\n"
        ";Bayu;;AYU@dephub.go.id;\n"
        ";Cempaka;PK151;;\n"
    )
    assert [row.name for row in rows if row.whole] == ["Ayu"]
    assert sorted(where(report)) == sorted([
        (3, "NIP"), (3, "Nama"), (3, "Surel"), (3, "Telepon"),
        (4, "Unit"), (4, "Surel"),
        (5, "NIP"),
    ])  # fmt: skip


def test_one_post_has_one_holder_unless_acting() -> None:
    head = "NIP;Nama;Unit;Jabatan;Jenis Jabatan\n"
    _, report = staff(
        f"{head}{NIP};Ayu;DJPL;Direktur;struktural\n{OTHER};Bayu;djpl;direktur;struktural\n"
    )
    assert where(report) == [(3, "Jabatan")]
    _, report = staff(
        f"{head}{NIP};Ayu;DJPL;Direktur;struktural\n{OTHER};Bayu;DJPL;Plt. Direktur;struktural\n"
    )
    assert report.ok
    _, report = staff(
        f"{head}{NIP};Ayu;DJPL;Arsiparis;fungsional\n{OTHER};Bayu;DJPL;Arsiparis;fungsional\n"
    )
    assert report.ok


UNIT_HEAD = "Kode;Nama;Jenis;Induk;Ditutup;Penerus\n"


def test_units_come_with_their_parents_first() -> None:
    rows, report = units(
        UNIT_HEAD
        + "C;Kantor;kantor;B;;\nB;Direktorat;direktorat;A;;\nA;Kementerian;kementerian;;;\n"
    )
    assert report.ok
    assert [row.code for row in rows] == ["A", "B", "C"]


def test_a_circle_of_parents_is_found() -> None:
    _, report = units(UNIT_HEAD + "A;Satu;kantor;B;;\nB;Dua;kantor;A;;\n")
    assert (2, "Induk") in where(report)


def test_a_successor_needs_a_day_and_a_code_stands_once() -> None:
    _, report = units(UNIT_HEAD + "A;Satu;kantor;;;B\na;Lagi;kantor;;;\nB;Dua;rumah;;1/2/2024;\n")
    assert where(report) == [(2, "Penerus"), (3, "Kode"), (4, "Jenis")]
