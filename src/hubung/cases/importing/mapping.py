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
from collections.abc import Mapping
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
class Mapping_:
    """`columns`: field → header in the form of `normal`. `values`: field → word in lower case →
    code."""

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
