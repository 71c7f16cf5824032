"""Which column of a file holds what: header names as ministries write them, in both languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hubung.directory.importing.models import ImportKind
from hubung.directory.importing.report import Report


@dataclass(frozen=True)
class Column:
    """A field and the headers that mean it, each in the form of `normal`."""

    field: str
    names: tuple[str, ...]
    required: bool = False


def _column(field: str, names: str, *, required: bool = False) -> Column:
    return Column(field, tuple(names.split(", ")), required)


STAFF = (
    _column("nip", "nip, nip baru, nomor induk pegawai, no nip, employee number"),
    _column("name", "nama, nama lengkap, nama pegawai, name, full name", required=True),
    _column(
        "unit",
        "unit, kode unit, unit kerja, kode unit kerja, satuan kerja, kode satker, satker, "
        "unit code, office",
        required=True,
    ),
    _column("email", "email, e mail, surel, alamat surel, alamat email, mail, mail address"),
    _column("title", "jabatan, nama jabatan, post, position, title, job title"),
    _column("title_kind", "jenis jabatan, kelompok jabatan, position type, title kind"),
    _column("heads_unit", "pimpinan, kepala unit, pimpinan unit, head, heads unit"),
    _column("phone", "telepon, no telepon, nomor telepon, hp, no hp, nomor hp, ponsel, phone"),
    _column("active", "aktif, status aktif, active, status"),
)
UNITS = (
    _column("code", "kode, kode unit, code, unit code", required=True),
    _column("name", "nama, nama unit, name, unit name", required=True),
    _column("short_name", "singkatan, nama singkat, nama pendek, short name, abbreviation"),
    _column("kind", "jenis, jenis unit, kind, type", required=True),
    _column("parent", "induk, kode induk, unit induk, parent, parent code", required=True),
    _column("sector", "sektor, bidang, moda, sector, mode"),
    _column("timezone", "zona waktu, zona, time zone, timezone"),
    _column("place", "tempat, kota, lokasi, place, city"),
    _column("email", "email, surel, e mail, alamat surel, mail"),
    _column("opened_on", "dibuka, tanggal dibuka, berdiri, tanggal berdiri, opened, opened on"),
    _column("closed_on", "ditutup, tanggal ditutup, closed, closed on"),
    _column("successor", "penerus, kode penerus, pengganti, successor, successor code"),
    _column("valid_from", "nama berlaku sejak, berlaku sejak, name valid from, valid from"),
    _column("decree", "dasar hukum, keputusan, peraturan, decree, legal basis"),
)
BY_KIND = {ImportKind.STAFF: STAFF, ImportKind.UNITS: UNITS}


def normal(header: str) -> str:
    """A header without case, punctuation and double blanks: `No. HP` → `no hp`."""
    return re.sub(r"[\W_]+", " ", header.lower()).strip()


def guess_kind(headers: tuple[str, ...]) -> ImportKind | None:
    """What the file is about: the kind whose required columns are all there.

    Only units have a parent; only staff have a unit and a name. None when neither fits.
    """
    present = {normal(header) for header in headers}
    for kind in (ImportKind.UNITS, ImportKind.STAFF):
        required = [column for column in BY_KIND[kind] if column.required]
        if all(present & set(column.names) for column in required):
            return kind
    return None


@dataclass(frozen=True)
class Layout:
    """Where each field stands in a row, and how the file itself calls that column."""

    places: dict[str, int]
    headers: dict[str, str]

    def has(self, field: str) -> bool:
        return field in self.places

    def take(self, row: tuple[str, ...], field: str) -> str:
        place = self.places.get(field)
        return "" if place is None else row[place]

    def header(self, field: str) -> str:
        return self.headers.get(field, field)


def match(headers: tuple[str, ...], columns: Sequence[Column], report: Report) -> Layout:
    """Find the columns. Missing and doubled ones become problems, unknown ones a notice."""
    wanted = {name: column.field for column in columns for name in column.names}
    places: dict[str, int] = {}
    unknown = []
    for place, header in enumerate(headers):
        field = wanted.get(normal(header))
        if field is None:
            if header:
                unknown.append(header)
        elif field in places:
            report.problem(
                1,
                header,
                header,
                _("Column “%(first)s” means the same. Keep only one of them.")
                % {"first": headers[places[field]]},
            )
        else:
            places[field] = place
    for column in columns:
        if column.required and column.field not in places:
            report.problem(
                1,
                column.names[0],
                "",
                _("This column is missing. Add it with the header “%(name)s”.")
                % {"name": column.names[0]},
            )
    if unknown:
        report.notices.append(
            _("These columns are not read: %(columns)s.") % {"columns": ", ".join(unknown)}
        )
    return Layout(places, {field: headers[place] for field, place in places.items()})
