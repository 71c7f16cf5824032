"""The unit tree of the demonstration: the head office, and several hundred regional offices.

Built from tables, without the database; `load_units` puts it there through the services.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from hubung.demo.places import (
    AIRPORT_AUTHORITIES,
    MAIN_PORTS,
    NAVIGATION_DISTRICTS,
    PROVINCES,
    RAILWAY_OFFICES,
)
from hubung.directory.models import Sector, TimeZone, UnitKind

#: The contact centre, where every report arrives.
CONTACT_CENTRE = "PK151"
ROOT = "KEMENHUB"
#: Where requests for public information are answered.
INFORMATION_OFFICE = "BKIP"

_FOUNDED = date(2000, 1, 1)
#: Offices changed their names on these days; for the demonstration, no claim about a decree.
_LAND_OFFICES_RENAMED = date(2023, 7, 1)
_MAIN_PORTS_RENAMED = date(2023, 7, 1)


@dataclass(frozen=True)
class Name:
    """A name that a unit bore from a day on."""

    valid_from: date
    name: str
    short_name: str = ""


@dataclass(frozen=True)
class UnitSpec:
    """One unit as it is today, with its earlier names, oldest first."""

    code: str
    kind: UnitKind
    name: str
    short_name: str
    parent: str | None
    sector: str = ""
    timezone: TimeZone = TimeZone.WIB
    place: str = "Jakarta"
    opened_on: date = _FOUNDED
    earlier: tuple[Name, ...] = field(default=())
    renamed_on: date | None = None
    closed_on: date | None = None
    successor: str = ""
    decree: str = ""

    @property
    def mailbox(self) -> str:
        """Local part of its address: `KSOP-BITUNG` → `ksop.bitung`."""
        return self.code.lower().replace("-", ".")


def slug(text: str) -> str:
    """`Bagan Siapi-api` → `BAGAN-SIAPI-API`, for codes."""
    return re.sub(r"[^A-Z0-9]+", "-", text.upper()).strip("-")


@cache
def ministry() -> tuple[UnitSpec, ...]:
    """Every unit, parents before their children."""
    units = (*_head_office(), *_offices())
    codes = [unit.code for unit in units]
    if len(codes) != len(set(codes)):
        raise ValueError(f"codes twice: {sorted({c for c in codes if codes.count(c) > 1})}")
    return units


def _head_office() -> Iterator[UnitSpec]:
    yield UnitSpec(ROOT, UnitKind.MINISTRY, "Kementerian Perhubungan", "Kemenhub", None)
    yield UnitSpec("SETJEN", UnitKind.SECRETARIAT, "Sekretariat Jenderal", "Setjen", ROOT)
    yield UnitSpec("ITJEN", UnitKind.INSPECTORATE, "Inspektorat Jenderal", "Itjen", ROOT)
    for code, name, short_name, sector, opened_on in _DIRECTORATES_GENERAL:
        yield UnitSpec(
            code, UnitKind.DIRECTORATE_GENERAL, name, short_name, ROOT, sector, opened_on=opened_on
        )
    yield UnitSpec(
        "BPSDMP",
        UnitKind.AGENCY,
        "Badan Pengembangan Sumber Daya Manusia Perhubungan",
        "BPSDM Perhubungan",
        ROOT,
        earlier=(Name(_FOUNDED, "Badan Pendidikan dan Pelatihan Perhubungan", "Badan Diklat"),),
        renamed_on=date(2010, 4, 14),
    )
    yield UnitSpec(
        "BKT",
        UnitKind.AGENCY,
        "Badan Kebijakan Transportasi",
        "BKT",
        ROOT,
        opened_on=date(2022, 1, 31),
    )
    yield UnitSpec(
        "BALITBANG",
        UnitKind.AGENCY,
        "Badan Penelitian dan Pengembangan Perhubungan",
        "Balitbang",
        ROOT,
        closed_on=date(2022, 1, 31),
        successor="BKT",
        decree="Perpres 23/2022",
    )
    for parent, sector, directorates in _DIRECTORATES:
        for code, name, short_name in directorates:
            yield UnitSpec(code, UnitKind.DIRECTORATE, name, short_name, parent, sector)
    yield UnitSpec(
        INFORMATION_OFFICE,
        UnitKind.DIRECTORATE,
        "Biro Komunikasi dan Informasi Publik",
        "Biro KIP",
        "SETJEN",
        earlier=(Name(_FOUNDED, "Pusat Komunikasi Publik", "Puskom Publik"),),
        renamed_on=date(2015, 10, 1),
    )
    yield UnitSpec(
        CONTACT_CENTRE,
        UnitKind.CONTACT_CENTRE,
        "Pusat Kontak 151",
        "Pusat Kontak 151",
        INFORMATION_OFFICE,
        opened_on=date(2014, 12, 16),
    )
    for code, name, short_name, parent, sector in _TEAMS:
        yield UnitSpec(code, UnitKind.TEAM, name, short_name, parent, sector)


_DIRECTORATES_GENERAL = (
    ("DJPD", "Direktorat Jenderal Perhubungan Darat", "Ditjen Darat", Sector.LAND, _FOUNDED),
    ("DJPL", "Direktorat Jenderal Perhubungan Laut", "Ditjen Laut", Sector.SEA, _FOUNDED),
    ("DJPU", "Direktorat Jenderal Perhubungan Udara", "Ditjen Udara", Sector.AIR, _FOUNDED),
    ("DJKA", "Direktorat Jenderal Perkeretaapian", "Ditjen KA", Sector.RAIL, date(2005, 10, 1)),
    (
        "DJITM",
        "Direktorat Jenderal Integrasi Transportasi dan Multimoda",
        "Ditjen ITM",
        "",
        date(2024, 11, 1),
    ),
)

_DIRECTORATES: tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "SETJEN",
        "",
        (
            ("BIRO-HUKUM", "Biro Hukum", "Biro Hukum"),
            ("BIRO-SDM", "Biro Sumber Daya Manusia dan Organisasi", "Biro SDMO"),
            ("PUSTIKOM", "Pusat Teknologi Informasi dan Komunikasi", "Pustikom"),
        ),
    ),
    ("ITJEN", "", tuple((f"IR-{n}", f"Inspektorat {n}", f"Inspektorat {n}") for n in
                        ("I", "II", "III", "IV", "V"))),
    (
        "DJPD",
        Sector.LAND,
        (
            ("DIT-LLJ", "Direktorat Lalu Lintas Jalan", "Dit. Lalu Lintas Jalan"),
            ("DIT-AJ", "Direktorat Angkutan Jalan", "Dit. Angkutan Jalan"),
            ("DIT-PTJ", "Direktorat Prasarana Transportasi Jalan", "Dit. Prasarana Jalan"),
            ("DIT-STJ", "Direktorat Sarana Transportasi Jalan", "Dit. Sarana Jalan"),
            (
                "DIT-TSDP",
                "Direktorat Transportasi Sungai, Danau, dan Penyeberangan",
                "Dit. Penyeberangan",
            ),
        ),
    ),
    (
        "DJPL",
        Sector.SEA,
        (
            ("DIT-KAPEL", "Direktorat Perkapalan dan Kepelautan", "Dit. Kapel"),
            ("DIT-LALA", "Direktorat Lalu Lintas dan Angkutan Laut", "Dit. Lala"),
            ("DIT-PELABUHAN", "Direktorat Kepelabuhanan", "Dit. Kepelabuhanan"),
            ("DIT-NAVIGASI", "Direktorat Kenavigasian", "Dit. Kenavigasian"),
            ("DIT-KPLP", "Direktorat Kesatuan Penjagaan Laut dan Pantai", "Dit. KPLP"),
        ),
    ),
    (
        "DJPU",
        Sector.AIR,
        (
            ("DIT-AU", "Direktorat Angkutan Udara", "Dit. Angkutan Udara"),
            ("DIT-BANDARA", "Direktorat Bandar Udara", "Dit. Bandar Udara"),
            ("DIT-KAMPEN", "Direktorat Keamanan Penerbangan", "Dit. Keamanan Penerbangan"),
            ("DIT-NAVPEN", "Direktorat Navigasi Penerbangan", "Dit. Navigasi Penerbangan"),
            (
                "DKPPU",
                "Direktorat Kelaikudaraan dan Pengoperasian Pesawat Udara",
                "DKPPU",
            ),
        ),
    ),
    (
        "DJKA",
        Sector.RAIL,
        (
            ("DIT-LAKA", "Direktorat Lalu Lintas dan Angkutan Kereta Api", "Dit. Lalu Lintas KA"),
            ("DIT-PRASKA", "Direktorat Prasarana Perkeretaapian", "Dit. Prasarana KA"),
            ("DIT-SARKA", "Direktorat Sarana Perkeretaapian", "Dit. Sarana KA"),
            ("DIT-SELKA", "Direktorat Keselamatan Perkeretaapian", "Dit. Keselamatan KA"),
        ),
    ),
    (
        "DJITM",
        "",
        (
            ("DIT-AMM", "Direktorat Angkutan Multimoda", "Dit. Multimoda"),
            ("DIT-TP", "Direktorat Transportasi Perkotaan", "Dit. Perkotaan"),
        ),
    ),
)  # fmt: skip

_TEAMS = (
    ("TIM-DARAT", "Tim Layanan Tier 2 Perhubungan Darat", "Tim Darat", "DJPD", Sector.LAND),
    ("TIM-LAUT", "Tim Layanan Tier 2 Perhubungan Laut", "Tim Laut", "DJPL", Sector.SEA),
    ("TIM-SERT", "Tim Sertifikasi Pelaut", "Tim Sertifikasi", "DIT-KAPEL", Sector.SEA),
    ("TIM-UDARA", "Tim Layanan Tier 2 Perhubungan Udara", "Tim Udara", "DJPU", Sector.AIR),
    ("TIM-KERETA", "Tim Layanan Tier 2 Perkeretaapian", "Tim Kereta", "DJKA", Sector.RAIL),
)


def _offices() -> Iterator[UnitSpec]:
    for province in PROVINCES:
        yield _office(
            "BPTD",
            f"Balai Pengelola Transportasi Darat {province.name}",
            province.name,
            "DJPD",
            Sector.LAND,
            province.zone,
            province.capital,
            earlier=f"Balai Pengelola Transportasi Darat Wilayah {province.name}",
            renamed_on=_LAND_OFFICES_RENAMED,
        )
        for port in province.ksop:
            name = f"Kantor Kesyahbandaran dan Otoritas Pelabuhan {port}"
            yield _office("KSOP", name, port, "DJPL", Sector.SEA, province.zone)
        for port in province.upp:
            name = f"Kantor Unit Penyelenggara Pelabuhan {port}"
            yield _office("UPP", name, port, "DJPL", Sector.SEA, province.zone)
        for airport, place in province.airports:
            name = f"Kantor Unit Penyelenggara Bandar Udara {airport}"
            yield _office("UPBU", name, airport, "DJPU", Sector.AIR, province.zone, place)
    for port, place, zone in MAIN_PORTS:
        yield UnitSpec(
            f"KSU-{slug(port)}",
            UnitKind.OFFICE,
            f"Kantor Kesyahbandaran dan Otoritas Pelabuhan Utama {port}",
            f"KSOP Utama {port}",
            "DJPL",
            Sector.SEA,
            zone,
            place,
            earlier=(Name(_FOUNDED, f"Kantor Kesyahbandaran Utama {port}", f"KSU {port}"),),
            renamed_on=_MAIN_PORTS_RENAMED,
        )
    name = "Kantor Kesyahbandaran dan Otoritas Pelabuhan Khusus Batam"
    yield _office("KSOP", name, "Batam", "DJPL", Sector.SEA, TimeZone.WIB)
    for place, zone in NAVIGATION_DISTRICTS:
        yield _office("DISNAV", f"Distrik Navigasi {place}", place, "DJPL", Sector.SEA, zone)
    for number, seat, place, zone in AIRPORT_AUTHORITIES:
        yield UnitSpec(
            f"OBU-{number}",
            UnitKind.OFFICE,
            f"Kantor Otoritas Bandar Udara Wilayah {number} {seat}",
            f"OBU {number}",
            "DJPU",
            Sector.AIR,
            zone,
            place,
        )
    for place, zone in RAILWAY_OFFICES:
        yield _office(
            "BTP", f"Balai Teknik Perkeretaapian {place}", place, "DJKA", Sector.RAIL, zone
        )


def _office(
    prefix: str,
    name: str,
    what: str,
    parent: str,
    sector: Sector,
    zone: TimeZone,
    place: str = "",
    *,
    earlier: str = "",
    renamed_on: date | None = None,
) -> UnitSpec:
    """A regional office named after `what`; its place is the same unless told."""
    short_name = f"{prefix.capitalize() if prefix == 'DISNAV' else prefix} {what}"
    return UnitSpec(
        f"{prefix}-{slug(what)}",
        UnitKind.OFFICE,
        name,
        short_name,
        parent,
        sector,
        zone,
        place or what,
        earlier=(Name(_FOUNDED, earlier, short_name),) if earlier else (),
        renamed_on=renamed_on,
    )
