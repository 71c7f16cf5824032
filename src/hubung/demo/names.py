"""Names that sound Indonesian and belong to nobody, composed from syllables of poems and places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

_WOMEN = (
    "Ratih",
    "Wulandari",
    "Laksmi",
    "Sekarwangi",
    "Nawangsih",
    "Kirana",
    "Arumdalu",
    "Pelangi",
    "Rinjani",
    "Melati",
    "Cempaka",
    "Anindita",
    "Kinasih",
    "Larasati",
    "Mayangsari",
    "Embun",
    "Lembayung",
    "Puspita",
    "Saraswita",
    "Tirtasari",
    "Widuri",
    "Galuh",
    "Intan",
    "Mutiara",
    "Dahayu",
    "Wening",
    "Gendhis",
    "Citraloka",
    "Niskala",
    "Senja",
)
_MEN = (
    "Damar",
    "Bayu",
    "Tegar",
    "Surya",
    "Bagaskara",
    "Jagat",
    "Rimba",
    "Wirasena",
    "Panji",
    "Jatmika",
    "Banyu",
    "Galang",
    "Langit",
    "Samudra",
    "Satya",
    "Arga",
    "Wisnu",
    "Guntur",
    "Elang",
    "Cakra",
    "Adiwangsa",
    "Mahesa",
    "Bahtera",
    "Lintang",
    "Pradipta",
    "Nakula",
    "Taruna",
    "Dirga",
    "Angkasa",
    "Raksa",
)
_FIRST = (
    "Wilis",
    "Tunas",
    "Kembang",
    "Wandhani",
    "Lesung",
    "Rimbawan",
    "Tirta",
    "Gunung",
    "Awan",
    "Karang",
    "Pasir",
    "Bambu",
    "Sungai",
    "Cemara",
    "Padma",
    "Rawa",
    "Telaga",
    "Kencana",
    "Purnama",
    "Bintang",
    "Mentari",
    "Hujan",
    "Ombak",
    "Teluk",
    "Nusa",
    "Sawah",
    "Randu",
    "Waringin",
    "Kenanga",
    "Gandaria",
)
_LAST = (
    "Sagara",
    "Lestari",
    "Putra",
    "Sore",
    "Pagi",
    "Nirmala",
    "Buana",
    "Jaya",
    "Permai",
    "Raya",
    "Asri",
    "Biru",
    "Wangi",
    "Sejati",
    "Mulya",
    "Rahayu",
    "Senja",
    "Abadi",
    "Timur",
    "Selatan",
    "Kembara",
    "Anggun",
    "Teduh",
    "Luhur",
    "Nagari",
)


@dataclass(frozen=True)
class Invented:
    """An invented person: name, sex, birth and NIP."""

    name: str
    woman: bool
    nip: str


def invent(random: Random, *, woman: bool) -> str:
    """As “Ratih Kembang-Sore”: a given name and a compound that no family bears."""
    given = random.choice(_WOMEN if woman else _MEN)
    family = f"{random.choice(_FIRST)}-{random.choice(_LAST)}"
    if random.random() < 0.45:
        second = random.choice(_WOMEN if woman else _MEN)
        given = f"{given} {second}" if second != given else given
    return f"{given} {family}"


def nip(born: date, appointed: date, *, woman: bool, serial: int) -> str:
    """A civil servant number, 18 digits (DOMAIN.md §6): birth, appointment, sex, serial."""
    return f"{born:%Y%m%d}{appointed:%Y%m}{2 if woman else 1}{serial:03d}"


def people(seed: int) -> Iterator[Invented]:
    """An endless row of people, each NIP once; the same row for the same seed."""
    random = Random(seed)  # noqa: S311 - a repeatable ministry, not a secret
    taken: set[str] = set()
    while True:
        woman = random.random() < 0.42
        born = date(1967, 1, 1) + timedelta(days=random.randrange(36 * 365))
        appointed = born + timedelta(days=random.randrange(20 * 365, 23 * 365))
        number = nip(born, appointed, woman=woman, serial=random.randrange(1, 1000))
        if number in taken:
            continue
        taken.add(number)
        yield Invented(invent(random, woman=woman), woman, number)


def phone(index: int) -> str:
    """A telephone number out of one row that the demonstration keeps for itself, E.164."""
    return f"+62811555{index % 100_000:05d}"
