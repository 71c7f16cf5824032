"""Units of the ministry, with the posts that their pages name and who holds them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import QuerySet
from django.urls import reverse

from hubung.directory.models import Holding, Unit, in_force, today
from hubung.portal.content.units import shown
from hubung.search.models import PublicKind
from hubung.search.sources import Said, Source


class Units(Source):
    name = "unit"

    def present(self) -> Iterable[tuple[int, str]]:
        units = shown()
        officials = _officials(units)
        return ((unit.pk, _version(unit, officials[unit.pk])) for unit in units)

    def read(self, key: int) -> tuple[str, Said] | None:
        units = shown().filter(pk=key)
        unit = units.first()
        if unit is None:
            return None
        officials = _officials(units)[unit.pk]
        said = Said(
            kind=PublicKind.UNIT,
            address=reverse("content:unit", args=[unit.code]),
            title=unit.name,
            summary=", ".join(filter(None, (unit.short_name, unit.place))),
            text=officials,
            sector=unit.sector,
            unit=unit,
        )
        return _version(unit, officials), said

    def still(self, keys: Collection[int]) -> set[int]:
        return set(shown().filter(pk__in=keys).values_list("pk", flat=True))


def _officials(units: QuerySet[Unit]) -> dict[int, str]:
    """By unit, what stands on its doors today."""
    found: dict[int, str] = defaultdict(str)
    holdings = Holding.objects.filter(
        in_force(today()), post__unit__in=units.order_by(), person__is_active=True
    )
    named = holdings.order_by("-post__heads_unit", "post__title", "pk")
    for unit, post, name in named.values_list("post__unit", "post__title", "person__name"):
        found[unit] += f"{post}: {name}. "
    return found


def _version(unit: Unit, officials: str) -> str:
    said = f"{unit.name} {unit.short_name} {unit.place} {unit.path} {unit.sector} {officials}"
    return hashlib.sha256(said.encode()).hexdigest()
