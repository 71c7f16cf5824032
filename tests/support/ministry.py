"""A small ministry for tests: a handful of units and named people, each with a purpose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hubung.directory.models import (
    Grant,
    Holding,
    Person,
    Post,
    Role,
    Sector,
    TimeZone,
    Unit,
    UnitKind,
)

START = date(2020, 1, 1)


@dataclass(frozen=True)
class Ministry:
    root: Unit
    centre: Unit
    inspectorate: Unit
    sea: Unit
    bitung: Unit
    rail: Unit
    ratih: Person
    wulandari: Person
    kirana: Person
    damar: Person
    bima: Person
    laksmi: Person
    tirta: Person
    sekar: Person
    gatra: Person
    arum: Person
    jaya: Person


def unit(code: str, name: str, kind: UnitKind, parent: Unit | None = None, **more: str) -> Unit:
    return Unit.objects.create(code=code, name=name, kind=kind, parent=parent, **more)


def person(name: str, home: Unit, role: Role, *, at: Unit | None = None) -> Person:
    """Somebody with one role, at their own unit unless `at` says otherwise."""
    someone = Person.objects.create(
        email=f"{name.split(' ')[0].lower()}@dephub.go.id", name=name, unit=home
    )
    Grant.objects.create(person=someone, role=role, unit=at or home, valid_from=START)
    return someone


def build() -> Ministry:
    """Ratih and Wulandari answer 151, Kirana leads them; Damar and Bima are tier 2 at sea (Bima in
    Bitung, WITA), Laksmi is the official above them; Tirta handles rail; Sekar inspects; Gatra
    audits; Arum administers; Jaya coordinates the sea directorate."""
    root = unit("KEMENHUB", "Kementerian Perhubungan", UnitKind.MINISTRY)
    centre = unit("PK151", "Pusat Kontak 151", UnitKind.CONTACT_CENTRE, root)
    inspectorate = unit("ITJEN", "Inspektorat Jenderal", UnitKind.INSPECTORATE, root)
    sea = unit(
        "DJPL",
        "Direktorat Jenderal Perhubungan Laut",
        UnitKind.DIRECTORATE_GENERAL,
        root,
        sector=Sector.SEA,
        short_name="Ditjen Perhubungan Laut",
    )
    bitung = unit(
        "KSOP-BIT",
        "KSOP Kelas I Bitung",
        UnitKind.OFFICE,
        sea,
        sector=Sector.SEA,
        timezone=TimeZone.WITA,
    )
    rail = unit(
        "DJKA",
        "Direktorat Jenderal Perkeretaapian",
        UnitKind.DIRECTORATE_GENERAL,
        root,
        sector=Sector.RAIL,
    )
    laksmi = person("Laksmi Wandhani-Sagara", sea, Role.TIER3_OFFICIAL)
    post = Post.objects.create(unit=sea, title="Direktur Perkapalan dan Kepelautan")
    Holding.objects.create(post=post, person=laksmi, valid_from=START)
    return Ministry(
        root=root,
        centre=centre,
        inspectorate=inspectorate,
        sea=sea,
        bitung=bitung,
        rail=rail,
        # Tier 1 may hand a case of any unit that is still with tier 1.
        ratih=person("Ratih Kembangsore", centre, Role.TIER1_AGENT),
        wulandari=person("Wulandari Paramesthi", centre, Role.TIER1_AGENT),
        kirana=person("Kirana Wastu-Asri", centre, Role.SUPERVISOR),
        damar=person("Damar Wilis-Putra", sea, Role.TIER2_HANDLER),
        bima=person("Bima Segara-Loka", bitung, Role.TIER2_HANDLER),
        laksmi=laksmi,
        tirta=person("Tirta Rimbawan", rail, Role.TIER2_HANDLER),
        sekar=person("Sekar Tunjung-Biru", inspectorate, Role.INSPECTOR),
        gatra=person("Gatra Lembayung", root, Role.AUDITOR),
        arum=person("Arum Pandan-Wangi", root, Role.ADMINISTRATOR),
        jaya=person("Jaya Samodra", sea, Role.UNIT_COORDINATOR),
    )
