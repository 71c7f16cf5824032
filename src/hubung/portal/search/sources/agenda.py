"""Entries of officials' agendas. A closed one is not here, not even as something that is closed."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.urls import reverse

from hubung.disclosure.agenda.queries import visible
from hubung.kernel import clock
from hubung.search.models import PublicKind
from hubung.search.sources import Said, Source


class AgendaEntries(Source):
    name = "agenda"

    def present(self) -> Iterable[tuple[int, str]]:
        for key, version in visible(clock.now()).values_list("pk", "version"):
            yield key, str(version)

    def read(self, key: int) -> tuple[str, Said] | None:
        entry = visible(clock.now()).filter(pk=key).first()
        if entry is None:
            return None
        post = entry.diary.post
        more = (entry.holder_name, entry.attendees, entry.guests, entry.result, entry.gifts)
        said = Said(
            kind=PublicKind.AGENDA,
            address=reverse("public_agenda:entry", args=[entry.diary.slug, entry.uid]),
            title=entry.subject,
            summary=", ".join(filter(None, (post.title, entry.place))),
            text="\n".join(filter(None, (*more, entry.travel))),
            sector=post.unit.sector,
            unit=post.unit,
            day=entry.day,
        )
        return str(entry.version), said

    def still(self, keys: Collection[int]) -> set[int]:
        return set(visible(clock.now()).filter(pk__in=keys).values_list("pk", flat=True))
