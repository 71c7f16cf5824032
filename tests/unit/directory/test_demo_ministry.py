"""The demonstration's people and places, before any database."""

from __future__ import annotations

import csv
from itertools import islice
from pathlib import Path

import click
import pytest
from openpyxl import load_workbook

from hubung.cases.choices import Kind
from hubung.demo import names, units
from hubung.demo.people import staff
from hubung.demo.staff import HEADERS, rows, staff_file, write
from hubung.demo.stories import STORIES
from hubung.directory.importing import values
from hubung.directory.models import Role, Sector, TimeZone

pytestmark = pytest.mark.once


def test_the_tree_has_its_root_first_and_every_parent_before_its_child() -> None:
    seen: set[str] = set()
    for unit in units.ministry():
        assert (unit.parent in seen) or unit.code == units.ROOT
        seen.add(unit.code)
        assert values.code(unit.code) == unit.code
    assert {units.CONTACT_CENTRE, units.INFORMATION_OFFICE, "ITJEN"} <= seen
    assert sum("-" in code for code in seen) > 400


def test_an_office_keeps_the_time_of_its_place() -> None:
    zones = {unit.code: unit.timezone for unit in units.ministry()}
    assert zones["KSOP-BITUNG"] == TimeZone.WITA
    assert zones["UPBU-MOPAH"] == TimeZone.WIT
    assert zones["BPTD-KALIMANTAN-BARAT"] == TimeZone.WIB
    assert zones["BPTD-KALIMANTAN-SELATAN"] == TimeZone.WITA


def test_every_role_is_held_and_every_nip_is_valid() -> None:
    people = staff()
    assert {role for person in people for role, _ in person.roles} == set(Role)
    assert all(values.nip(person.nip) == person.nip for person in people)
    assert len({person.nip for person in people}) == len(people)
    assert len({person.mailbox for person in people}) == len(people)


def test_the_nip_of_a_woman_says_so() -> None:
    by_name = {person.name: person for person in staff()}
    assert by_name["Laksmi Wandhani-Sagara"].nip[14] == "2"
    assert by_name["Damar Wilis-Putra"].nip[14] == "1"


def test_the_same_seed_gives_the_same_people() -> None:
    first, second = (list(islice(names.people(7), 50)) for _ in range(2))
    assert first == second


def test_every_story_can_be_told_everywhere() -> None:
    codes = {unit.code for unit in units.ministry()}
    told = [story.tell(scene) for story in STORIES for scene in story.scenes]
    assert {story.sector for story in STORIES} == set(Sector)
    assert {story.kind for story in STORIES} == set(Kind) - {
        Kind.PERSONAL_DATA,
        Kind.PUBLIC_INFORMATION,
    }
    assert all(telling.scene.unit in codes for telling in told)
    assert not any("{" in telling.text + telling.title + telling.answer for telling in told)


def test_a_staff_file_is_the_same_in_both_formats(tmp_path: Path) -> None:
    sheet = staff_file(tmp_path / "new" / "staff.xlsx", 300)
    table = staff_file(tmp_path / "new" / "staff.csv", 300)
    with table.open(encoding="utf-8-sig", newline="") as file:
        lines = [tuple(row) for row in csv.reader(file, delimiter=";")]
    cells = list(load_workbook(sheet, read_only=True).worksheets[0].iter_rows(values_only=True))
    assert lines == cells == [HEADERS, *rows(300)]
    assert len({row[0] for row in lines}) == len({row[6] for row in lines}) == 301


def test_the_staff_file_is_written_by_a_command_and_overwrites_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "pegawai.csv"
    write(file, 40)
    assert len(file.read_text(encoding="utf-8-sig").splitlines()) == 41
    assert "40 invented people" in capsys.readouterr().out
    with pytest.raises(click.ClickException, match="is there already"):
        write(file, 40)
    with pytest.raises(click.ClickException, match=r"\.csv or \.xlsx"):
        write(tmp_path / "pegawai.ods", 40)
    with pytest.raises(click.ClickException, match="can't be written"):
        write(file / "dalam" / "berkas.csv", 40)
