"""News and announcements as Atom feeds, in the reader's language, or that of `?bahasa=en`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from hubung.directory.models import Sector
from hubung.portal.content import queries
from hubung.portal.content.models import AnnouncementPage, ContentPage

LENGTH = 30


@dataclass(frozen=True)
class Choice:
    """Of what a feed tells; empty: of all."""

    sector: str
    unit: str


class _PortalFeed(Feed[Any, Any]):
    feed_type = Atom1Feed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = request.GET.get("bahasa", "")
        if language not in dict(settings.LANGUAGES):
            language = translation.get_language() or settings.LANGUAGE_CODE
        with translation.override(language):
            response: HttpResponse = super().__call__(request, *args, **kwargs)
        response["Cache-Control"] = "public, max-age=60"
        response["Vary"] = "Cookie, Accept-Language"
        return response

    def get_object(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> Choice:
        """What the reader follows: everything, a sector (`bidang`), a unit and those below it."""
        sector = request.GET.get("bidang", "")
        unit = request.GET.get("unit", "")
        return Choice(sector if sector in Sector.values else "", unit)

    def author_name(self) -> str:
        ministry = settings.HUBUNG.ministry
        english = translation.get_language() == "en"
        return str(ministry.name_en if english else ministry.name)

    def item_title(self, item: ContentPage) -> str:
        return str(item.said("title"))

    def item_description(self, item: ContentPage) -> str:
        return str(item.said("summary"))

    def item_link(self, item: ContentPage) -> str:
        return item.url or "/"

    def item_guid(self, item: ContentPage) -> str:
        # Stays when the page is moved or renamed.
        return f"{settings.HUBUNG.public_url}/#page-{item.translation_key}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: ContentPage) -> datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: ContentPage) -> datetime | None:
        return item.last_published_at

    def item_categories(self, item: ContentPage) -> list[str]:
        return [item.sector] if item.sector else []


class NewsFeed(_PortalFeed):
    def title(self) -> str:
        return f"{_('News')} – {self.author_name()}"

    def link(self) -> str:
        return reverse("content:news")

    def items(self, choice: Choice) -> Any:
        return queries.of_unit(queries.news(choice.sector), choice.unit)[:LENGTH]


class AnnouncementsFeed(_PortalFeed):
    """Immediate information first; a reader sorts by date all the same, so its title says it."""

    def title(self) -> str:
        return f"{_('Announcements')} – {self.author_name()}"

    def link(self) -> str:
        return reverse("content:announcements")

    def items(self, choice: Choice) -> Any:
        return queries.of_unit(queries.announcements(choice.sector), choice.unit)[:LENGTH]

    def item_title(self, item: ContentPage) -> str:
        title = super().item_title(item)
        urgent = isinstance(item, AnnouncementPage) and item.is_immediate
        return f"{_('Immediate')}: {title}" if urgent else title

    def item_categories(self, item: ContentPage) -> list[str]:
        urgency = [item.urgency] if isinstance(item, AnnouncementPage) else []
        return [*urgency, *super().item_categories(item)]
