"""Files into the directory: dry run, change, repetition; nothing at all when a line is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
import pytest

from hubung.demo.staff import COUNT, staff_file
from hubung.demo.units import ministry as demo_ministry
from hubung.directory.importing import cli
from hubung.directory.importing.models import ImportKind
from hubung.directory.importing.report import CHANGED, CLOSED, CREATED, MISSING, Report
from hubung.directory.importing.service import import_content
from hubung.directory.models import Holding, Person, Post, Unit, UnitName, today
from hubung.kernel.models import Event
from tests.support.ministry import Ministry
from tests.support.numbers import holder

pytestmark = pytest.mark.django_db

HEAD = "NIP;Nama;Kode Unit;Jabatan;Jenis Jabatan;Surel;Telepon\n"
AYU = (
    "199209032013012469;Ayu Lesung-Biru;KSOP-BIT;Arsiparis;fungsional;ayu@dephub.go.id;0811555001\n"
)
BAYU = "199301042015011572;Bayu Awan-Teduh;DJPL;Direktur;struktural;bayu@dephub.go.id;\n"
UNITS = "Kode;Nama;Singkatan;Jenis;Induk;Bidang;Zona Waktu;Ditutup;Penerus;Dasar Hukum\n"


def run(text: str, *, dry_run: bool = False) -> Report:
    return import_content(text.encode(), dry_run=dry_run)


def counts(report: Report) -> tuple[int, int, int]:
    return report.counts[CREATED], report.counts[CHANGED], report.counts[CLOSED]


def state() -> list[tuple[object, ...]]:
    """Everything an import may touch."""
    return [
        *Person.objects.order_by("pk").values_list(
            "pk", "nip__digest", "email", "name", "phone", "unit", "title", "is_active"
        ),
        *Holding.objects.order_by("pk").values_list("pk", "post", "person", "valid_to"),
        *Unit.objects.order_by("pk").values_list(
            "pk", "code", "name", "path", "sector", "timezone", "closed_on", "successor"
        ),
        *UnitName.objects.order_by("pk").values_list("pk", "name", "valid_from"),
    ]


def test_a_dry_run_tells_everything_and_changes_nothing(house: Ministry) -> None:
    before = state()
    report = run(HEAD + AYU + BAYU, dry_run=True)
    assert report.ok
    assert counts(report) == (2, 0, 0)
    assert not report.applied
    assert state() == before


def test_new_staff_arrive_with_unit_title_and_post(house: Ministry) -> None:
    report = run(HEAD + AYU + BAYU)
    assert report.applied
    ayu = holder("199209032013012469")
    assert (ayu.unit, ayu.title, ayu.phone, ayu.post) == (
        house.bitung, "Arsiparis", "+62811555001", None,
    )  # fmt: skip
    assert not ayu.has_usable_password()
    bayu = Person.objects.get(email="bayu@dephub.go.id")
    assert bayu.post == Post.objects.get(unit=house.sea, title="Direktur")
    assert bayu.title == ""
    counts = {"kind": "staff", "created": 2, "changed": 0, "closed": 0}
    assert Event.objects.get().data == {"by_id": None, **counts}


def test_the_same_file_again_changes_nothing(house: Ministry) -> None:
    run(HEAD + AYU + BAYU)
    before = state()
    report = run(HEAD + AYU + BAYU)
    assert report.ok
    assert counts(report) == (0, 0, 0)
    assert state() == before
    assert Event.objects.count() == 1


def test_changes_are_told_field_by_field(house: Ministry) -> None:
    run(HEAD + AYU + BAYU)
    moved = AYU.replace("KSOP-BIT", "DJKA").replace("0811555001", "0811555002")
    report = run(HEAD + moved + BAYU)
    (change,) = [change for change in report.changes if change.action == CHANGED]
    assert [fields[1:] for fields in change.fields] == [
        ["KSOP Kelas I Bitung", "Direktorat Jenderal Perkeretaapian"],
        ["+62811555001", "+62811555002"],
    ]
    assert holder("199209032013012469").unit == house.rail


def test_a_post_goes_to_its_new_holder(house: Ministry) -> None:
    run(HEAD + AYU + BAYU)
    Holding.objects.update(valid_from=date(2020, 1, 1))
    ayu = AYU.replace("Arsiparis;fungsional", "Direktur;struktural").replace("KSOP-BIT", "DJPL")
    bayu = BAYU.replace("Direktur;struktural", "Penasihat;fungsional")
    report = run(HEAD + ayu + bayu)
    assert report.ok
    post = Post.objects.get(title="Direktur", unit=house.sea)
    assert post.holder_on(today()) == Person.objects.get(name__startswith="Ayu")
    assert Person.objects.get(name__startswith="Bayu").title == "Penasihat"
    before = state()
    assert counts(run(HEAD + ayu + bayu)) == (0, 0, 0)
    assert state() == before


def test_two_people_may_swap_their_addresses(house: Ministry) -> None:
    run(HEAD + AYU + BAYU)
    swapped = (HEAD + AYU + BAYU).replace("ayu@", "x@").replace("bayu@", "ayu@")
    report = run(swapped.replace("bx@", "ayu@").replace("x@", "bayu@"))
    assert report.ok, report.problems
    assert holder("199209032013012469").email == "bayu@dephub.go.id"
    assert holder("199301042015011572").email == "ayu@dephub.go.id"


def test_who_has_no_address_is_given_one_by_the_rule(house: Ministry) -> None:
    text = HEAD + AYU.replace("ayu@dephub.go.id", "") + BAYU.replace("bayu@dephub.go.id", "")
    text += (
        BAYU.replace("572;", "573;")
        .replace("bayu@dephub.go.id", "")
        .replace("Direktur;struktural", "Staf;pelaksana")
    )
    assert run(text).ok
    assert set(Person.objects.exclude(nip=None).values_list("email", flat=True)) == {
        "ayu.lesung-biru@dephub.go.id",
        "bayu.awan-teduh@dephub.go.id",
        "bayu.awan-teduh2@dephub.go.id",
    }
    assert counts(run(text)) == (0, 0, 0)


def test_whoever_is_missing_is_told_of_and_stays(house: Ministry) -> None:
    report = run(HEAD + AYU)
    assert report.counts[MISSING] == 11
    assert Person.objects.filter(is_active=True).count() == 12


def test_one_wrong_line_and_nothing_is_taken_over(house: Ministry) -> None:
    before = state()
    report = run(HEAD + AYU + BAYU.replace("DJPL", "DJXX"))
    (problem,) = report.problems
    assert (problem.line, problem.column, problem.value) == (3, "Kode Unit", "DJXX")
    assert not report.applied
    assert state() == before


def test_a_line_tells_all_its_problems_at_once(house: Ministry) -> None:
    report = run(HEAD + AYU.replace("KSOP-BIT", "DJXX").replace("0811555001", "12") + BAYU)
    assert {problem.column for problem in report.problems} == {"Kode Unit", "Telepon"}


def test_an_address_that_somebody_else_has_is_refused(house: Ministry) -> None:
    before = state()
    run_twice = run(HEAD + AYU)
    assert run_twice.applied
    report = run(HEAD + AYU + BAYU.replace("bayu@", "ayu@").replace("Bayu", "Bayu"))
    assert not report.ok
    assert len(state()) == len(before) + 1


def test_a_closed_unit_names_its_successor(house: Ministry) -> None:
    house.bitung.closed_on, house.bitung.successor = date(2020, 1, 1), house.sea
    house.bitung.save()
    (problem,) = run(HEAD + AYU).problems
    assert "DJPL" in problem.message


def test_units_are_opened_changed_moved_and_closed(house: Ministry) -> None:
    head = "KEMENHUB;Kementerian Perhubungan;;kementerian;;;WIB;;;\n"
    first = UNITS + head + (
        "B-1;Kantor Satu;K1;kantor;B;laut;WITA;;;\nB;Badan Baru;;badan;KEMENHUB;;;;;\n"
        "C;Kantor Tua;;kantor;B;;;;;\n"
    )  # fmt: skip
    report = run(first)
    assert report.ok, report.problems
    assert counts(report) == (3, 0, 0)
    one = Unit.objects.get(code="B-1")
    assert (one.parent, one.timezone) == (Unit.objects.get(code="B"), "Asia/Makassar")
    before = state()
    assert counts(run(first)) == (0, 0, 0)
    assert state() == before

    second = UNITS + head + (
        "B;Badan Anyar;BA;badan;KEMENHUB;;;;;\nB-1;Kantor Satu;K1;kantor;DJPL;laut;WIT;;;\n"
        "C;Kantor Tua;;kantor;B;;;1/2/2026;B-1;PM 2/2026\n"
    )  # fmt: skip
    report = run(second)
    assert report.ok, report.problems
    assert counts(report) == (0, 2, 1)
    one.refresh_from_db()
    assert (one.path, one.timezone) == (f"{house.sea.path}{one.pk}/", "Asia/Jayapura")
    closed = Unit.objects.get(code="C")
    assert (closed.closed_on, closed.current(), closed.decree) == (
        date(2026, 2, 1), one, "PM 2/2026",
    )  # fmt: skip
    assert Unit.objects.get(code="B").name_on(date(2001, 1, 1)) == "Badan Baru"
    before = state()
    assert counts(run(second)) == (0, 0, 0)
    assert state() == before


def test_a_rule_of_the_tree_becomes_a_problem_of_its_line(house: Ministry) -> None:
    before = state()
    report = run(
        UNITS + "NEW;Kantor Baru;;kantor;DJPL;;;;;\n"
        "DJPL;Direktorat Jenderal Perhubungan Laut;Ditjen;ditjen;KSOP-BIT;laut;;;;\n"
        "X;Kantor X;;kantor;TIDAK-ADA;;;;;\n"
    )
    assert [(problem.line, problem.column) for problem in report.problems] == [
        (3, "Induk"),
        (4, "Induk"),
    ]
    assert state() == before


def test_a_file_that_could_be_anything_is_asked_about(house: Ministry) -> None:
    report = run("Tanggal;Jumlah\n1;2\n")
    assert "kode" in report.problems[0].message
    told = import_content(b"Tanggal;Jumlah\n1;2\n", kind=ImportKind.STAFF, dry_run=True)
    assert {problem.column for problem in told.problems} == {"nama", "unit"}


def test_the_command_line_tells_each_wrong_line(house: Ministry, tmp_path: Path) -> None:
    path = tmp_path / "staf.csv"
    path.write_text(HEAD + AYU.replace("0811555001", "12"))
    said: list[str] = []
    with pytest.raises(click.ClickException) as caught:
        cli.import_file(path, echo=said.append)
    assert "Telepon" in said[0]
    assert "“12”" in said[0]
    assert "1" in str(caught.value)
    path.write_text(HEAD + AYU)
    assert cli.import_file(path, echo=said.append).applied


# A workbook takes four times as long to read; a tenth of it has many batches too.
@pytest.mark.parametrize(
    ("suffix", "count"),
    [("csv", COUNT), pytest.param("xlsx", COUNT // 10, marks=pytest.mark.once)],
)
def test_the_whole_ministry_in_one_file(db: None, tmp_path: Path, suffix: str, count: int) -> None:
    for spec in demo_ministry():
        Unit.objects.create(
            code=spec.code,
            name=spec.name,
            kind=spec.kind,
            closed_on=spec.closed_on,
            parent=Unit.objects.get(code=spec.parent) if spec.parent else None,
        )
    path = staff_file(tmp_path / f"staf.{suffix}", count)
    heard: list[int] = []
    report = import_content(path.read_bytes(), dry_run=False, progress=heard.append)
    assert report.applied, report.problems[:5]
    assert (report.rows, report.counts[CREATED]) == (count, count)
    assert heard[-1] == count
    assert Person.objects.count() == count
    assert counts(import_content(path.read_bytes(), dry_run=False)) == (0, 0, 0)
