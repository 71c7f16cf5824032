"""The pages of the content system, and the words of a document's file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from modelsearch.index import SearchField
from wagtail.models import Page

from hubung.kernel import files, pdftext
from hubung.portal.content.models import (
    AnnouncementPage,
    ContentPage,
    DocumentPage,
    EventPage,
    NewsPage,
    Paper,
    ServicePage,
)
from hubung.portal.content.storage import address_of
from hubung.search.models import PublicKind
from hubung.search.sources import Said, Source

_KINDS: dict[type[ContentPage], PublicKind] = {
    ServicePage: PublicKind.SERVICE,
    NewsPage: PublicKind.NEWS,
    AnnouncementPage: PublicKind.ANNOUNCEMENT,
    DocumentPage: PublicKind.DOCUMENT,
    EventPage: PublicKind.EVENT,
}
#: Of every page; they are shown, so they stand apart from its other words.
_APART = {"title", "title_en", "summary", "summary_en"}
#: The root and the home page are not found: everybody is there already.
_DEPTH = 2


class Pages(Source):
    name = "page"

    def present(self) -> Iterable[tuple[int, str]]:
        documents = DocumentPage.objects.live().filter(paper__isnull=False)
        papers = dict(documents.values_list("pk", "paper__file"))
        rows = _public().values_list("pk", "last_published_at", "url_path")
        return ((pk, f"{at} {papers.get(pk, '')} {path}") for pk, at, path in rows)

    def read(self, key: int) -> tuple[str, Said] | None:
        found = _public().filter(pk=key).first()
        page = found.specific if found else None
        if not isinstance(page, ContentPage):
            return None
        paper = page.paper if isinstance(page, DocumentPage) else None
        file = str(paper.file.name) if paper else ""
        said = Said(
            kind=_KINDS.get(type(page), PublicKind.PAGE),
            address=page.url or "",
            title=page.title,
            title_en=page.title_en,
            summary=page.summary,
            summary_en=page.summary_en,
            text="\n".join([*_texts(page, english=False), _text_of(paper)]).strip(),
            text_en="\n".join(_texts(page, english=True)),
            sector=page.sector,
            unit=page.unit,
            day=_day(page),
        )
        return f"{page.last_published_at} {file} {page.url_path}", said

    def still(self, keys: Collection[int]) -> set[int]:
        return set(_public().filter(pk__in=keys).values_list("pk", flat=True))


def _public() -> Any:
    return Page.objects.live().filter(depth__gt=_DEPTH)


def _texts(page: ContentPage, *, english: bool) -> Iterator[str]:
    """What its fields say that the content system calls searchable, whatever kind of page it is."""
    for field in type(page).get_search_fields():
        name = field.field_name
        shown = name in _APART or not isinstance(field, SearchField)
        if not shown and name.endswith("_en") == english:
            yield from _flat(field.get_value(page))


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for each in value:
            yield from _flat(each)
    elif value:
        yield str(value)


def _day(page: ContentPage) -> date | None:
    """The day that it tells of; None for what holds always."""
    if isinstance(page, NewsPage | DocumentPage):
        return page.day
    if isinstance(page, AnnouncementPage | EventPage):
        return timezone.localdate(page.begins_at)
    return None


def _text_of(paper: Paper | None) -> str:
    name = str(paper.file.name) if paper else ""
    if not name.endswith(".pdf"):
        return ""
    try:
        with files.open_blob(address_of(name)) as document:
            return pdftext.text_of(document)
    except files.BlobMissingError:
        return ""
