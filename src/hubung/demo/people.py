"""The staff whom the demonstration knows by name: every role, every tier, every sector."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from hubung.demo import names
from hubung.demo.units import CONTACT_CENTRE, ROOT, ministry
from hubung.directory.mailboxes import Mailboxes
from hubung.directory.models import Role, UnitKind

SEED = 151
_FIRST_DAY = date(2024, 1, 2)


@dataclass(frozen=True)
class StaffSpec:
    """A member of staff with their post and their roles, each for a unit and all below it."""

    name: str
    nip: str
    mailbox: str
    phone: str
    unit: str
    roles: tuple[tuple[Role, str], ...]
    title: str
    #: The title is a post of its own, with one holder, and not a function that many share.
    official: bool
    heads_unit: bool = False
    acting: bool = False
    signs_in: bool = False
    since: date = _FIRST_DAY


@dataclass(frozen=True)
class _Seat:
    """A place to be filled; without a name an invented one is drawn."""

    unit: str
    title: str
    roles: tuple[Role, ...]
    at: str = ""
    name: str = ""
    woman: bool = False
    official: bool = False
    heads_unit: bool = False
    acting: bool = False
    signs_in: bool = False


@cache
def staff() -> tuple[StaffSpec, ...]:
    """Everybody, the same at every call."""
    row = names.people(SEED)
    mailboxes = Mailboxes()
    specs = []
    for index, seat in enumerate(_seats()):
        person = next(p for p in row if not seat.name or p.woman == seat.woman)
        name = seat.name or person.name
        specs.append(
            StaffSpec(
                name=name,
                nip=person.nip,
                mailbox=mailboxes.take(name),
                phone=names.phone(index),
                unit=seat.unit,
                roles=tuple((role, seat.at or seat.unit) for role in seat.roles),
                title=seat.title,
                official=seat.official or seat.heads_unit,
                heads_unit=seat.heads_unit,
                acting=seat.acting,
                signs_in=seat.signs_in,
            )
        )
    return tuple(specs)


def _seats() -> Iterator[_Seat]:
    yield from _named()
    for _ in range(7):
        yield _Seat(CONTACT_CENTRE, "Petugas 151", (Role.TIER1_AGENT,))
    yield _Seat(CONTACT_CENTRE, "Penyelia Regu Malam", (Role.SUPERVISOR, Role.TIER1_AGENT))
    for team, directorate in _TEAMS:
        yield _Seat(team, "Analis Pengaduan", (Role.TIER2_HANDLER,), directorate)
        yield _Seat(
            team,
            "Ketua Tim Layanan",
            (Role.TIER2_HANDLER, Role.UNIT_COORDINATOR),
            directorate,
            heads_unit=True,
        )
    yield from _heads()
    for number in ("II", "III"):
        yield _Seat(f"IR-{number}", "Auditor Madya", (Role.INSPECTOR,), "ITJEN")
    yield _Seat("BPSDMP", "Analis Layanan Diklat", (Role.TIER2_HANDLER,))
    for office in _OFFICES:
        yield _Seat(office, "Kepala Kantor", (Role.UNIT_COORDINATOR,), heads_unit=True)
        yield _Seat(office, "Petugas Layanan Pengaduan", (Role.TIER2_HANDLER,))
    # Last, so that nobody before her is somebody else than yesterday.
    yield _Seat(
        "DJPL",
        "Sekretaris Direktur Jenderal",
        (Role.UNIT_COORDINATOR,),
        name="Melati Senja-Kirana",
        woman=True,
        signs_in=True,
    )


def _named() -> Iterator[_Seat]:
    """Whom the journeys and the printed sign-ins speak of."""
    yield _Seat(
        "PUSTIKOM",
        "Pengelola Sistem",
        (Role.ADMINISTRATOR,),
        ROOT,
        "Jagat Rimba Awan-Buana",
        signs_in=True,
    )
    yield _Seat(
        CONTACT_CENTRE,
        "Petugas 151",
        (Role.TIER1_AGENT,),
        name="Wulandari Paramesthi",
        woman=True,
        signs_in=True,
    )
    yield _Seat(
        CONTACT_CENTRE,
        "Petugas 151",
        (Role.TIER1_AGENT,),
        name="Ratih Kembangsore",
        woman=True,
        signs_in=True,
    )
    yield _Seat(
        CONTACT_CENTRE,
        "Kepala Pusat Kontak 151",
        (Role.SUPERVISOR, Role.UNIT_COORDINATOR),
        name="Tegar Rimbawan-Jaya",
        heads_unit=True,
        signs_in=True,
    )
    yield _Seat(
        "TIM-LAUT",
        "Analis Pengaduan",
        (Role.TIER2_HANDLER,),
        "DJPL",
        "Banyu Telaga-Biru",
        signs_in=True,
    )
    yield _Seat(
        "TIM-SERT",
        "Analis Sertifikasi",
        (Role.TIER2_HANDLER,),
        "DIT-KAPEL",
        "Kinasih Randu-Asri",
        woman=True,
        signs_in=True,
    )
    yield _Seat(
        "TIM-DARAT",
        "Analis Pengaduan",
        (Role.TIER2_HANDLER,),
        "DJPD",
        "Galang Sawah-Permai",
        signs_in=True,
    )
    yield _Seat(
        "KSU-MAKASSAR",
        "Kepala Seksi Kepelautan",
        (Role.TIER2_HANDLER, Role.UNIT_COORDINATOR),
        name="Damar Wilis-Putra",
        official=True,
        signs_in=True,
    )
    yield _Seat(
        "DIT-KAPEL",
        "Direktur Perkapalan dan Kepelautan",
        (Role.TIER3_OFFICIAL,),
        name="Laksmi Wandhani-Sagara",
        heads_unit=True,
        woman=True,
        official=True,
        signs_in=True,
    )
    yield _Seat(
        "DJPL",
        "Direktur Jenderal Perhubungan Laut",
        (Role.TIER3_OFFICIAL,),
        name="Nakula Samudra-Sagara",
        heads_unit=True,
        signs_in=True,
    )
    yield _Seat(
        "IR-I",
        "Auditor Utama",
        (Role.INSPECTOR,),
        "ITJEN",
        "Anindita Padma-Sejati",
        woman=True,
        signs_in=True,
    )
    yield _Seat(
        "BKIP",
        "Pejabat Pengelola Informasi dan Dokumentasi",
        (Role.INFORMATION_OFFICER,),
        ROOT,
        "Puspita Gandaria-Luhur",
        woman=True,
        official=True,
        signs_in=True,
    )
    yield _Seat(
        "DJPL",
        "Penyunting Portal",
        (Role.EDITOR,),
        "DJPL",
        "Nirmala Jenggala-Rupa",
        woman=True,
        signs_in=True,
    )
    yield _Seat(
        "ITJEN", "Auditor Layanan Publik", (Role.AUDITOR,), ROOT, "Satya Waringin-Mulya",
        signs_in=True,
    )  # fmt: skip


_TEAMS = (
    ("TIM-DARAT", "DJPD"),
    ("TIM-LAUT", "DJPL"),
    ("TIM-SERT", "DIT-KAPEL"),
    ("TIM-UDARA", "DJPU"),
    ("TIM-KERETA", "DJKA"),
)

#: Offices whose staff appear in the demonstration's cases.
_OFFICES = (
    "KSU-TANJUNG-PERAK",
    "KSOP-BITUNG",
    "KSOP-TERNATE",
    "BPTD-JAWA-BARAT",
    "BPTD-JAWA-TIMUR",
    "OBU-I",
    "OBU-IV",
    "BTP-SURABAYA",
    "BTP-SEMARANG",
)


def _heads() -> Iterator[_Seat]:
    """An official of tier 3 for every directorate and everything above it."""
    taken = {seat.unit for seat in _named() if Role.TIER3_OFFICIAL in seat.roles}
    for unit in ministry():
        title = _TITLES.get(unit.kind)
        if title is None or unit.code in taken or unit.closed_on is not None:
            continue
        before, after = title if "Inspektorat" not in unit.name else ("Inspektorat", "Inspektur")
        yield _Seat(
            unit.code,
            unit.name.replace(before, after, 1) if before in unit.name else f"Kepala {unit.name}",
            (Role.TIER3_OFFICIAL,),
            heads_unit=True,
            acting=unit.code == "DJITM",
        )


_TITLES = {
    UnitKind.SECRETARIAT: ("Sekretariat", "Sekretaris"),
    UnitKind.INSPECTORATE: ("Inspektorat", "Inspektur"),
    UnitKind.DIRECTORATE_GENERAL: ("Direktorat", "Direktur"),
    UnitKind.DIRECTORATE: ("Direktorat", "Direktur"),
    UnitKind.AGENCY: ("Badan", "Kepala Badan"),
}
