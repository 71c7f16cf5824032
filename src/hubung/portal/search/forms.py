"""What stands in the address of a search. A filter that says nothing we know is no filter."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from hubung.directory.models import Sector, Unit
from hubung.kernel import clock
from hubung.search.asking import Filters
from hubung.search.models import PublicKind

LONGEST = 200
#: The years that are offered, back from this one.
YEARS = 8
_FIRST_YEAR = 1945


@dataclass(frozen=True)
class Asked:
    """Words and filters, as the form has them."""

    words: str
    filters: Filters
    unit: Unit | None

    @property
    def is_narrowed(self) -> bool:
        return self.filters != Filters()


def read(asked: QueryDict) -> Asked:
    kind, sector = asked.get("jenis", ""), asked.get("bidang", "")
    year = asked.get("tahun", "")
    unit = Unit.objects.filter(code=code[:40]).first() if (code := asked.get("unit", "")) else None
    return Asked(
        words_of(asked),
        Filters(
            kind=kind if kind in PublicKind.values else "",
            sector=sector if sector in Sector.values else "",
            year=int(year) if is_year(year) else None,
            unit=unit.pk if unit else None,
        ),
        unit,
    )


def words_of(asked: QueryDict) -> str:
    return " ".join(asked.get("q", "").replace("\0", "").split())[:LONGEST]


def is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdecimal() and int(text) >= _FIRST_YEAR


def years() -> list[int]:
    this = clock.now().year
    return [this - back for back in range(YEARS)]
