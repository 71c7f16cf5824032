"""A staff file as large as the ministry's: invented people for every office, made on demand."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

import click
from django.conf import settings
from openpyxl import Workbook

from hubung.demo import names
from hubung.demo.people import SEED, staff
from hubung.demo.units import UnitSpec, ministry
from hubung.directory.mailboxes import Mailboxes
from hubung.directory.models import UnitKind

COUNT = 33_000
HEADERS = (
    "NIP", "Nama", "Kode Unit", "Jabatan", "Jenis Jabatan", "Pimpinan", "Surel", "Telepon", "Aktif",
)  # fmt: skip
_FUNCTIONS = (
    "Analis Kebijakan Transportasi",
    "Pengelola Data",
    "Arsiparis",
    "Pranata Komputer",
    "Analis Keuangan",
    "Pengawas Keselamatan",
    "Penguji Sarana",
    "Petugas Pelayanan",
    "Pengelola Kepegawaian",
    "Teknisi",
)
#: How large a unit of a kind is beside the others.
_WEIGHTS = {
    UnitKind.MINISTRY: 0,
    UnitKind.TEAM: 1,
    UnitKind.CONTACT_CENTRE: 3,
    UnitKind.OFFICE: 6,
    UnitKind.DIRECTORATE: 12,
}


def rows(count: int = COUNT) -> Iterator[tuple[str, ...]]:
    """So many people: the named staff first, then as many invented ones as are missing."""
    domain = settings.HUBUNG.mail.domains[0]
    mailboxes = Mailboxes()
    named = staff()
    for spec in named[:count]:
        mailboxes.take(spec.name)
        yield (
            spec.nip,
            spec.name,
            spec.unit,
            # Whoever acts for an official is marked, as ministries do.
            f"Plt. {spec.title}" if spec.acting else spec.title,
            "struktural" if spec.official else "fungsional",
            "ya" if spec.heads_unit else "tidak",
            f"{spec.mailbox}@{domain}",
            spec.phone,
            "ya",
        )
    taken = {spec.nip for spec in named}
    random = Random(SEED)  # noqa: S311 - the same file every time, not a secret
    units = [unit for unit in ministry() if unit.closed_on is None]
    weights = [_WEIGHTS.get(unit.kind, 10) for unit in units]
    people = (person for person in names.people(SEED + 1) if person.nip not in taken)
    for index, person in enumerate(islice(people, max(0, count - len(named))), len(named)):
        unit: UnitSpec = random.choices(units, weights)[0]
        yield (
            person.nip,
            person.name,
            unit.code,
            random.choice(_FUNCTIONS),
            "fungsional",
            "tidak",
            f"{mailboxes.take(person.name)}@{domain}",
            names.phone(index),
            "ya",
        )


def write(path: Path, count: int) -> None:
    """Write the file and say so. Raises ClickException rather than overwrite one."""
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise click.ClickException(f"{path.name}: the name has to end in .csv or .xlsx.")
    if path.exists():
        raise click.ClickException(f"{path} is there already. Nothing was written.")
    try:
        staff_file(path, count)
    except OSError as error:
        raise click.ClickException(f"{path} can't be written: {error.strerror}.") from error
    click.echo(f"{count} invented people: {path}")


def staff_file(path: Path, count: int = COUNT) -> Path:
    """Write the file; `path` ends in .csv (semicolons, as Indonesian spreadsheets do) or .xlsx."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".xlsx":
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Pegawai")
        sheet.append(HEADERS)
        for row in rows(count):
            sheet.append(row)
        book.save(path)
        return path
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADERS)
        writer.writerows(rows(count))
    return path
