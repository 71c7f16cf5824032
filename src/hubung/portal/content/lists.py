"""The lists of the portal, over all units: news, announcements, services, documents, events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hubung.directory.models import Sector
from hubung.portal.content import queries
from hubung.portal.content.caching import View, public

PER_PAGE = 20


@dataclass(frozen=True)
class Listing:
    """A list of pages: what it is called, what is in it, and what its lead says.

    `topic` is what whoever wants it by mail asks for at `/langganan/`.
    """

    name: str
    title: Any
    lead: Any
    pages: Callable[[str], QuerySet[Any]]
    feed: str = ""
    topic: str = ""


NEWS = Listing(
    "news",
    _("News"),
    _("What is new at the ministry and its offices."),
    queries.news,
    "content:news_feed",
    "kabar",
)
ANNOUNCEMENTS = Listing(
    "announcements",
    _("Announcements"),
    _("What holds now, and what is to come. Danger comes first."),
    queries.announcements,
    "content:announcements_feed",
    "pengumuman",
)
SERVICES = Listing(
    "services",
    _("Services"),
    _("What you need, what it costs and by what law, how long it takes, and where."),
    queries.services,
)
DOCUMENTS = Listing(
    "documents",
    _("Documents"),
    _("Regulations, decrees, reports and guides, each with its file."),
    queries.documents,
    topic="dokumen",
)
EVENTS = Listing(
    "events", _("Events"), _("What takes place, and who may come."), queries.events, topic="acara"
)


def of(listing: Listing) -> View:
    """The page of a list, with the sectors as its filter."""

    @require_safe
    @public
    def show(request: HttpRequest) -> HttpResponse:
        sector = request.GET.get("bidang", "")
        sector = sector if sector in Sector.values else ""
        pages = Paginator(listing.pages(sector), PER_PAGE).get_page(request.GET.get("page"))
        context = {"listing": listing, "pages": pages, "sector": sector, "sectors": Sector.values}
        if listing is ANNOUNCEMENTS and pages.number == 1:
            context["past"] = queries.past_announcements(sector)[:10]
        if listing is SERVICES and pages.number == 1:
            context["guides"] = queries.guides(sector)
        return render(request, f"content/list/{listing.name}.html", context)

    return show


news, announcements, services, documents, events = map(
    of, (NEWS, ANNOUNCEMENTS, SERVICES, DOCUMENTS, EVENTS)
)
