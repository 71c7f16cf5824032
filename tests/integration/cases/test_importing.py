"""An old register comes in: with its dates and numbers, without a clock and without a mail."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import click
import pytest
from openpyxl import Workbook

from hubung.cases import commands, search, timeline
from hubung.cases.choices import Channel, EntryKind, Kind, Outcome, Status
from hubung.cases.importing.mapping import Dialect, WrongMappingError, read_dialect
from hubung.cases.importing.service import KNOWN, STILL_OPEN, import_cases
from hubung.cases.models import Case, Clock, Reporter
from hubung.cases.queries import visible
from hubung.cases.services import add_information
from hubung.channels.email.models import OutboundMessage
from hubung.directory.importing.report import CREATED, Report
from hubung.kernel import tasks
from hubung.kernel.models import Event
from tests.support.ministry import Ministry, build

pytestmark = pytest.mark.django_db

HEADERS = [
    "No. Aduan", "Tanggal Masuk", "Nama Pelapor", "No. HP", "Email", "Isi Aduan", "Jenis",
    "Bidang", "Status", "Tanggapan", "Dijawab oleh", "Tanggal Jawaban", "Tanggal Selesai",
    "Hasil", "Unit Kerja", "Lokasi",
]  # fmt: skip
DONE = [
    "ADU/2019/0007", "3 Maret 2019", "Bayu Lesmana", "81355501412", "Bayu@contoh.id",
    "Kapal KM Tirta Nirmala terlambat.\nKami menunggu semalam.", "Pengaduan", "Laut", "Selesai",
    "Jadwal kapal sudah diperbaiki.", "Kepala Kantor", "10/03/2019 14.30", "2019-03-12",
    "Selesai", "KSOP Kelas I Bitung", "Bitung",
]  # fmt: skip
OPEN_ONE = [
    "ADU/2019/0008", "2019-04-01 08:15", "", "", "", "Bus tidak laik jalan.", "", "darat",
    "Proses", "", "", "", "", "", "", "",
]  # fmt: skip


@pytest.fixture
def ministry() -> Ministry:
    return build()


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return tmp_path / "aduan-lama.csv"


def write(path: Path, *rows: list[str], headers: list[str] = HEADERS) -> Path:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";").writerows([headers, *rows])
    path.write_bytes(stream.getvalue().encode("utf-8-sig"))
    return path


def bring_in(path: Path, dialect: Dialect | None = None, *, dry_run: bool = False) -> Report:
    return import_cases(path, dialect or Dialect(), dry_run=dry_run)


def row(**changed: str) -> list[str]:
    """The finished record, with some cells changed."""
    return [changed.get(header, cell) for header, cell in zip(HEADERS, DONE, strict=True)]


def test_a_record_keeps_its_dates_number_and_words(ministry: Ministry, register: Path) -> None:
    report = bring_in(write(register, DONE, OPEN_ONE))
    assert report.applied
    assert (report.counts[CREATED], report.counts[STILL_OPEN]) == (2, 1)
    done, still_open = Case.objects.order_by("pk")
    assert (done.legacy_number, done.external_id, done.channel) == (
        "ADU/2019/0007",
        "ADU/2019/0007",
        Channel.IMPORT,
    )
    # A day without a time is noon there; a time is that of the register's zone.
    assert done.created_at == datetime(2019, 3, 3, 5, 0, tzinfo=UTC)
    assert done.answered_at == datetime(2019, 3, 10, 7, 30, tzinfo=UTC)
    assert done.closed_at == datetime(2019, 3, 12, 5, 0, tzinfo=UTC)
    assert still_open.created_at == datetime(2019, 4, 1, 1, 15, tzinfo=UTC)
    assert done.number.startswith("151-19-")
    assert (done.status, done.outcome, done.kind) == (
        Status.CLOSED,
        Outcome.RESOLVED,
        Kind.COMPLAINT,
    )
    assert (done.unit, done.sector, done.place) == (ministry.bitung, "laut", "Bitung")
    assert done.text == "Kapal KM Tirta Nirmala terlambat.\nKami menunggu semalam."
    assert done.title == "Kapal KM Tirta Nirmala terlambat"
    assert done.reporter is not None
    assert (done.reporter.email, done.reporter.phone) == ("bayu@contoh.id", "+6281355501412")
    assert (still_open.status, still_open.unit, still_open.reporter) == (
        Status.IN_PROGRESS,
        ministry.centre,
        None,
    )


def test_its_timeline_tells_of_then_and_its_chain_is_whole(
    ministry: Ministry, register: Path
) -> None:
    bring_in(write(register, DONE, OPEN_ONE))
    done = Case.objects.earliest("pk")
    entries = list(done.timeline.order_by("seq"))
    assert [(entry.kind, entry.at) for entry in entries] == [
        (EntryKind.RECEIVED, done.created_at),
        (EntryKind.ANSWERED, done.answered_at),
        (EntryKind.CLOSED, done.closed_at),
    ]
    assert all(entry.data["imported"] is True for entry in entries)
    assert entries[1].text == "Jadwal kapal sudah diperbaiki."
    assert list(timeline.verify_all()) == [None, None]


def test_no_clock_starts_and_nobody_is_told(ministry: Ministry, register: Path) -> None:
    bring_in(write(register, DONE, OPEN_ONE))
    tasks.run_until_idle()
    assert not Clock.objects.exists()
    assert not Event.objects.filter(subject__startswith="case:").exists()
    assert not OutboundMessage.objects.exists()
    assert not Case.objects.filter(next_due_at__isnull=False).exists()
    # The reporter of an old case may still come back to it.
    case = add_information(case=Case.objects.earliest("pk"), text="Terlambat lagi.")
    assert case.status == Status.REOPENED


def test_old_records_are_found_by_number_words_and_answer(
    ministry: Ministry, register: Path
) -> None:
    bring_in(write(register, DONE, OPEN_ONE))
    done = Case.objects.earliest("pk")
    for sought in ("ADU/2019/0007", "Tirta Nirmala", "diperbaiki", "Bayu Lesmana"):
        assert list(search.find(ministry.ratih, sought).cases) == [done], sought


def test_the_same_file_again_changes_nothing(ministry: Ministry, register: Path) -> None:
    bring_in(write(register, DONE))
    before = list(Case.objects.values())
    again = bring_in(write(register, row(**{"Isi Aduan": "Lain."}), OPEN_ONE))
    assert (again.counts[CREATED], again.counts[KNOWN]) == (1, 1)
    assert list(Case.objects.order_by("pk").values()[:1]) == before
    assert Reporter.objects.count() == 1


def test_a_dry_run_tells_and_writes_nothing(ministry: Ministry, register: Path) -> None:
    report = bring_in(write(register, DONE, OPEN_ONE), dry_run=True)
    assert report.ok
    assert not report.applied
    assert report.counts[CREATED] == 2
    assert not Case.objects.exists()
    assert not Reporter.objects.exists()


@pytest.mark.parametrize(
    ("changed", "column", "words"),
    [
        ({"No. Aduan": ""}, "No. Aduan", "must not be empty"),
        ({"Isi Aduan": ""}, "Isi Aduan", "must not be empty"),
        ({"Tanggal Masuk": ""}, "Tanggal Masuk", "must not be empty"),
        ({"Tanggal Masuk": "kapan-kapan"}, "Tanggal Masuk", "no date"),
        ({"Tanggal Masuk": "1998-01-01"}, "Tanggal Masuk", "2000 to 2099"),
        ({"Tanggal Selesai": "2018-01-01"}, "Tanggal Selesai", "before the record"),
        ({"Tanggal Selesai": "2098-01-01"}, "Tanggal Selesai", "still to come"),
        ({"Tanggal Jawaban": "10/03/2019 27.30"}, "Tanggal Jawaban", "no time of day"),
        ({"Status": "Entah"}, "Status", "[values.status]"),
        ({"Status": "Proses"}, "Status", "said to be open"),
        ({"Unit Kerja": "Dit. Kapal"}, "Unit Kerja", "No unit is called so"),
        ({"Email": "bukan-surel"}, "Email", "no mail address"),
        ({"Bidang": "antariksa"}, "Bidang", "darat"),
    ],
)
def test_each_fault_is_told_at_its_line_and_nothing_is_written(
    ministry: Ministry, register: Path, changed: dict[str, str], column: str, words: str
) -> None:
    from django.utils import translation

    with translation.override("en"):
        report = bring_in(write(register, OPEN_ONE, row(**changed)))
    assert [(problem.line, problem.column) for problem in report.problems] == [(3, column)]
    assert words in report.problems[0].message
    assert not Case.objects.exists()


def test_a_number_that_stands_twice_is_a_fault(ministry: Ministry, register: Path) -> None:
    report = bring_in(write(register, DONE, OPEN_ONE, DONE))
    assert report.problem_count == 1
    assert report.problems[0].line == 5  # the letter takes two lines of the file


def test_misconduct_is_confidential_and_with_the_inspectorate(
    ministry: Ministry, register: Path
) -> None:
    bring_in(write(register, row(Jenis="Pungli")))
    case = Case.objects.get()
    assert (case.kind, case.unit, case.confidential) == (
        Kind.MISCONDUCT,
        ministry.inspectorate,
        True,
    )
    assert not visible(ministry.ratih).exists()
    assert list(search.find(ministry.ratih, "Tirta Nirmala").cases) == []
    assert list(visible(ministry.sekar)) == [case]


def test_a_mapping_explains_a_register_that_speaks_otherwise(
    ministry: Ministry, register: Path
) -> None:
    dialect = read_dialect(
        """
        [columns]
        number = "Kode"
        text = "Cerita"
        created_at = "Masuk"
        [values.status]
        "Beres" = "closed"
        [values.unit]
        "Dit. Kapal" = "DJPL"
        [defaults]
        kind = "suggestion"
        timezone = "Asia/Jayapura"
        """
    )
    write(
        register,
        ["A-1", "1/2/2020 09.00", "Tambah jadwal kapal.", "Beres", "Dit. Kapal", "x"],
        headers=["Kode", "Masuk", "Cerita", "Status", "Unit", "Arsip"],
    )
    report = bring_in(register, dialect)
    assert "Arsip" in report.notices[0]
    case = Case.objects.get()
    assert (case.kind, case.status, case.unit) == (Kind.SUGGESTION, Status.CLOSED, ministry.sea)
    assert case.created_at == datetime(2020, 2, 1, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "toml",
    [
        "nomor = ",
        "[kolom]\nnumber = 'x'",
        "[columns]\nnomor = 'x'",
        "[columns]\nnumber = 3",
        "[values.nama]\n'x' = 'y'",
        "values = 3",
        "[defaults]\ntimezone = 'WIB/Timur'",
    ],
)
def test_a_wrong_mapping_is_refused_with_a_sentence(toml: str) -> None:
    with pytest.raises(WrongMappingError) as caught:
        read_dialect(toml)
    assert str(caught.value).endswith(".")


def test_a_spreadsheet_with_real_dates(ministry: Ministry, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Nomor", "Tanggal", "Tanggal kejadian", "Uraian", "Anonim"])
    sheet.append([17, datetime(2021, 5, 6, 13, 45), date(2021, 5, 5), "Kereta terlambat.", "ya"])  # noqa: DTZ001
    book.save(tmp_path / "lama.xlsx")
    assert bring_in(tmp_path / "lama.xlsx").ok
    case = Case.objects.get()
    assert (case.legacy_number, case.anonymous) == ("17", True)
    assert case.created_at == datetime(2021, 5, 6, 6, 45, tzinfo=UTC)
    assert case.happened_on == date(2021, 5, 5)


def test_missing_columns_and_files_that_are_none(ministry: Ministry, tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", ["1"], headers=["Nomor"])
    assert {problem.column for problem in bring_in(path).problems} == {"isi", "tanggal"}
    (tmp_path / "y.csv").write_bytes(b"\x00\x01\x02")
    assert bring_in(tmp_path / "y.csv").problem_count == 1


def test_more_than_one_batch(ministry: Ministry, register: Path) -> None:
    rows = [row(**{"No. Aduan": f"N-{number}"}) for number in range(1203)]
    seen: list[int] = []
    report = import_cases(write(register, *rows), Dialect(), dry_run=False, progress=seen.append)
    assert report.counts[CREATED] == Case.objects.count() == 1203
    assert seen == [500, 1000, 500, 1000, 1203]
    assert set(timeline.verify_all()) == {None}


def test_the_command_prints_every_line(
    ministry: Ministry, register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(register, DONE, row(**{"No. Aduan": "", "Status": "Entah"}))
    with pytest.raises(click.ClickException):
        commands.import_file(register)
    said = capsys.readouterr().out
    assert said.count(" 4") >= 2
    assert "Entah" in said
    commands.import_file(write(register, DONE), dry_run=True)
    assert not Case.objects.exists()
    commands.import_file(register)
    assert Case.objects.count() == 1
