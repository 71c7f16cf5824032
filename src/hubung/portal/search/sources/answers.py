"""Replies to requests for information that everybody may read."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.urls import reverse

from hubung.disclosure.requests.queries import offered
from hubung.search.models import PublicKind
from hubung.search.sources import Said, Source

#: An offered reply never changes; it is taken back, and another one offered.
_VERSION = "1"


class Answers(Source):
    name = "answer"

    def present(self) -> Iterable[tuple[int, str]]:
        return ((key, _VERSION) for key in offered().values_list("pk", flat=True))

    def read(self, key: int) -> tuple[str, Said] | None:
        one = offered().filter(pk=key).first()
        if one is None:
            return None
        said = Said(
            kind=PublicKind.ANSWER,
            address=reverse("information:answer", args=[one.pk]),
            title=one.question,
            text=f"{one.text}\n{one.unit_name}",
            day=one.published_at.date(),
        )
        return _VERSION, said

    def still(self, keys: Collection[int]) -> set[int]:
        return set(offered().filter(pk__in=keys).values_list("pk", flat=True))
