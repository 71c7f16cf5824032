"""Which column of an old register holds what, and what its words mean here.

Guessed from Indonesian and English headers; where a register speaks otherwise a TOML file says so:

    [columns]
    number = "No. Aduan"
    text = "Isi Aduan"

    [values.status]
    "Tuntas" = "closed"

    [values.unit]
    "Dit. Kapal" = "DJPL"

    [defaults]
    kind = "complaint"
    timezone = "Asia/Jakarta"
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from hubung.directory.importing.columns import Column, Layout, normal
from hubung.directory.importing.report import Report


def _column(name: str, headers: str, *, required: bool = False) -> Column:
    return Column(name, tuple(headers.split(", ")), required)


COLUMNS = (
    _column(
        "number",
        "nomor, no, no aduan, nomor aduan, no pengaduan, nomor pengaduan, no laporan, "
        "nomor laporan, no tiket, nomor tiket, tiket, number, case number, ticket, id",
        required=True,
    ),
    _column(
        "text",
        "isi, isi aduan, isi pengaduan, isi laporan, uraian, aduan, pengaduan, laporan, text, "
        "complaint, report, description",
        required=True,
    ),
    _column(
        "created_at",
        "tanggal, tanggal masuk, tgl masuk, tanggal aduan, tanggal pengaduan, tanggal laporan, "
        "tanggal diterima, diterima, received, received on, created, created at, date",
        required=True,
    ),
    _column("title", "judul, perihal, subjek, title, subject"),
    _column("kind", "jenis, jenis laporan, jenis aduan, klasifikasi, kind, type"),
    _column("sector", "sektor, bidang, moda, matra, sector, mode"),
    _column("status", "status, keadaan, state"),
    _column("outcome", "hasil, hasil akhir, outcome, result"),
    _column("answer", "jawaban, tanggapan, tindak lanjut, answer, reply, response"),
    _column("answered_by", "dijawab oleh, penjawab, pejabat, answered by"),
    _column(
        "answered_at",
        "tanggal jawaban, tanggal dijawab, tgl jawaban, tanggal tanggapan, dijawab, answered, "
        "answered on, answered at",
    ),
    _column(
        "closed_at",
        "tanggal selesai, tgl selesai, tanggal ditutup, selesai, ditutup, closed, closed on, "
        "closed at",
    ),
    _column("unit", "unit, kode unit, unit kerja, satuan kerja, satker, unit code, office"),
    _column("name", "nama, nama pelapor, pelapor, name, reporter"),
    _column("email", "email, e mail, surel, alamat surel, alamat email, mail"),
    _column("phone", "telepon, no telepon, nomor telepon, hp, no hp, nomor hp, ponsel, phone"),
    _column("address", "alamat, alamat pelapor, address"),
    _column("place", "tempat, lokasi, tempat kejadian, lokasi kejadian, place, location"),
    _column("happened_on", "tanggal kejadian, tgl kejadian, happened on, event date"),
    _column("anonymous", "anonim, anonymous"),
    _column("confidential", "rahasia, confidential"),
)
FIELDS = {column.field: column for column in COLUMNS}
#: Fields whose words can be explained under `[values.…]`.
EXPLAINED = ("status", "kind", "outcome", "sector", "unit")
DEFAULTS = ("kind", "sector", "status", "unit", "timezone")


class WrongMappingError(Exception):
    """The mapping file cannot be used; `str()` says why and what to write."""


@dataclass(frozen=True)
class Dialect:
    """How a register speaks. `columns`: field → header in the form of `normal`; `values`: field →
    word in lower case → code; `defaults`: field → code for what a row leaves empty."""

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)

    def explained(self, name: str, word: str) -> str:
        """The code of a word; the word itself where the file does not explain it."""
        return self.values.get(name, {}).get(word.strip().lower(), word)


def read_dialect(toml: str) -> Dialect:
    """Read a mapping file. Raises WrongMappingError for what it does not know."""
    try:
        said = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise WrongMappingError(
            _("The mapping is no TOML: %(error)s.") % {"error": error}
        ) from error
    columns = _section(said, "columns", FIELDS)
    defaults = _section(said, "defaults", DEFAULTS)
    if unknown := said.keys() - {"columns", "values", "defaults"}:
        raise WrongMappingError(_unknown("mapping", unknown, ("columns", "values", "defaults")))
    values = said.get("values", {})
    if not isinstance(values, dict) or (unknown := values.keys() - set(EXPLAINED)):
        raise WrongMappingError(_unknown("values", unknown, EXPLAINED))
    _check_zone(defaults.get("timezone"))
    return Dialect(
        columns={name: normal(header) for name, header in columns.items()},
        values={
            name: {word.strip().lower(): code for word, code in _section(values, name).items()}
            for name in values
        },
        defaults=defaults,
    )


def _section(
    said: Mapping[str, object], name: str, known: Collection[str] | None = None
) -> dict[str, str]:
    """A table of texts."""
    section = said.get(name, {})
    if not isinstance(section, dict) or not all(isinstance(v, str) for v in section.values()):
        raise WrongMappingError(_("Under [%(name)s], write name = “text”.") % {"name": name})
    if known is not None and (unknown := section.keys() - set(known)):
        raise WrongMappingError(_unknown(name, unknown, known))
    return dict(section)


def _unknown(name: str, unknown: Collection[str], known: Collection[str]) -> str:
    return _("[%(name)s] does not know %(unknown)s. It knows %(known)s.") % {
        "name": name,
        "unknown": ", ".join(sorted(unknown)),
        "known": ", ".join(known),
    }


def _check_zone(name: str | None) -> None:
    try:
        ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise WrongMappingError(
            _("“%(name)s” is no time zone. Write it as Asia/Jakarta.") % {"name": name}
        ) from error


def layout_of(headers: tuple[str, ...], dialect: Dialect, report: Report) -> Layout:
    """Find the columns. Missing and doubled ones become problems, unread ones a notice."""
    wanted = {
        header: column.field
        for column in COLUMNS
        if column.field not in dialect.columns
        for header in column.names
    }
    wanted |= {header: name for name, header in dialect.columns.items()}
    places: dict[str, int] = {}
    unread = []
    for place, header in enumerate(headers):
        name = wanted.get(normal(header))
        if name is None:
            unread += [header] if header else []
        elif name in places:
            report.problem(
                1,
                header,
                header,
                _("Column “%(first)s” means the same. Keep one, or name it in a mapping file.")
                % {"first": headers[places[name]]},
            )
        else:
            places[name] = place
    for column in COLUMNS:
        named = dialect.columns.get(column.field)
        if column.field not in places and (column.required or named):
            report.problem(
                1,
                named or column.names[0],
                "",
                _("This column is missing. Name it in a mapping file, under [columns]: %(field)s.")
                % {"field": column.field},
            )
    if unread:
        report.notices.append(
            _("These columns are not read: %(columns)s.") % {"columns": ", ".join(unread)}
        )
    return Layout(places, {name: headers[place] for name, place in places.items()})
