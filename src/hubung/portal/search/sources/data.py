"""Data sets of the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.urls import reverse

from hubung.opendata.models import DataSet
from hubung.opendata.queries import published
from hubung.search.models import PublicKind
from hubung.search.sources import Said, Source


class DataSets(Source):
    name = "data"

    def present(self) -> Iterable[tuple[int, str]]:
        return ((one.pk, _version(one)) for one in published())

    def read(self, key: int) -> tuple[str, Said] | None:
        one = published().filter(pk=key).first()
        if one is None:
            return None
        said = Said(
            kind=PublicKind.DATA,
            address=reverse("opendata:data_set", args=[one.slug]),
            title=one.title,
            title_en=one.title_en,
            summary=one.description,
            summary_en=one.description_en,
            text=f"{' '.join(one.keywords)} {one.publisher.name}",
            sector=one.publisher.sector,
            unit=one.publisher,
        )
        return _version(one), said

    def still(self, keys: Collection[int]) -> set[int]:
        return set(published().filter(pk__in=keys).values_list("pk", flat=True))


def _version(one: DataSet) -> str:
    return f"{one.changed_at.isoformat()} {one.title} {one.publisher_id}"
