"""Items of the register of information. An exempted one is not here, in words or in number."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.urls import reverse

from hubung.disclosure.register.queries import visible
from hubung.search.models import PublicKind
from hubung.search.sources import Said, Source


class RegisterItems(Source):
    name = "information"

    def present(self) -> Iterable[tuple[int, str]]:
        for key, version in visible().values_list("pk", "version"):
            yield key, str(version)

    def read(self, key: int) -> tuple[str, Said] | None:
        item = visible().filter(pk=key).first()
        if item is None:
            return None
        said = Said(
            kind=PublicKind.INFORMATION,
            address=reverse("public_register:item", args=[item.pk]),
            title=item.title,
            title_en=item.title_en,
            summary=item.summary,
            summary_en=item.summary_en,
            text="\n".join(filter(None, (item.responsible, item.place, item.unit.name))),
            sector=item.unit.sector,
            unit=item.unit,
            day=item.begins_on,
        )
        return str(item.version), said

    def still(self, keys: Collection[int]) -> set[int]:
        return set(visible().filter(pk__in=keys).values_list("pk", flat=True))
