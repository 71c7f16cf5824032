"""A ministry whose portal says a few things, and the worker's part of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache

from hubung.kernel import events
from hubung.portal.content import caching
from hubung.portal.content.models import NewsPage, SectionPage, ServicePage
from hubung.search import services
from hubung.search.finding import find
from tests.integration.portal.content.pages import publish, section, text
from tests.support.ministry import Ministry, build


def work() -> None:
    """What the worker does when something has happened."""
    while events.dispatch():
        pass


def titles(asked: str) -> list[str]:
    """What a search finds, in its order."""
    return [item.title for item in find(asked).items]


@pytest.fixture
def ministry(db: None) -> Ministry:
    cache.clear()
    caching.forget()
    return build()


@pytest.fixture
def sea(ministry: Ministry) -> SectionPage:
    """The section of sea transport: a service, and news about ports and ships."""
    room = section(ministry.sea, "Laut")
    publish(
        ServicePage(
            title="Buku pelaut",
            title_en="Seaman's book",
            summary="Dokumen identitas untuk awak kapal.",
            summary_en="The identity document of ships' crews.",
            body=text("Diterbitkan oleh syahbandar di pelabuhan terdekat."),
            body_en=text("Issued by harbour masters at the nearest port."),
        ),
        room,
    )
    publish(
        NewsPage(
            title="Jadwal kapal perintis berubah",
            summary="Kapal berlabuh lebih lama di Bitung.",
            body=text("Penumpang diminta memeriksa tiketnya."),
            day=date(2026, 11, 20),
        ),
        room,
    )
    publish(
        NewsPage(
            title="Pelabuhan Bitung diperluas",
            summary="Dermaga baru.",
            body=text("Kapal yang lebih besar dapat bersandar."),
            day=date(2025, 3, 2),
        ),
        room,
    )
    for _thing in services.reconcile():
        pass
    return room
