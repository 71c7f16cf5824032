"""What every public page costs whoever comes for the first time, on a cheap telephone."""

from __future__ import annotations

import gzip
import statistics
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, Response

from hubung.kernel import clock
from hubung.portal.content.models import (
    AnnouncementPage,
    EventPage,
    NewsPage,
    SectionPage,
    ServicePage,
    Urgency,
)
from tests.integration.portal.content.pages import publish, section, text
from tests.support.browser import PHONE
from tests.support.markup import faults
from tests.support.ministry import Ministry
from tests.support.server import Server

pytestmark = pytest.mark.once

#: PORTAL.md: bytes of a first view, compressed as a server in front of the program does.
ALL, STYLES, SCRIPTS = 100_000, 15_000, 10_000
_COMPRESSED = {"document", "stylesheet", "script", "image/svg+xml"}
PAGES = (
    "/",
    "/laut/",
    "/laut/kapal-baru/",
    "/laut/pelabuhan-ditutup/",
    "/laut/buku-pelaut/",
    "/laut/hari-laut/",
    "/kabar/",
    "/pengumuman/",
    "/layanan/",
    "/dokumen/",
    "/acara/",
    "/unit/",
    "/unit/DJPL/",
    "/cari/?q=kapal",
    "/data/",
    "/agenda/",
    "/minta-informasi/",
    "/kinerja/",
    "/lapor/",
    "/lacak/",
    "/hubungi/",
    "/data-pribadi/",
    "/langganan/",
    "/tidak-ada/",
)
#: Judged by axe here; the others are judged where they are walked with their states.
JUDGED = frozenset(PAGES[:14])
_WATCH = """
  window.shifted = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
  }).observe({type: "layout-shift", buffered: true});
"""


@pytest.fixture
def portal(ministry: Ministry) -> SectionPage:
    sea = section(ministry.sea, "Laut")
    now = clock.now()
    pages = (
        NewsPage(title="Kapal baru", slug="kapal-baru", summary="Ke Sangihe.", body=text("Isi.")),
        AnnouncementPage(
            title="Pelabuhan ditutup",
            slug="pelabuhan-ditutup",
            summary="Gelombang empat meter.",
            urgency=Urgency.IMMEDIATE,
            area="Bitung",
            begins_at=now - timedelta(hours=1),
            next_word_at=now + timedelta(hours=2),
            what_to_do="<ul><li>Tiket tetap berlaku.</li></ul>",
        ),
        ServicePage(
            title="Buku pelaut",
            slug="buku-pelaut",
            fee=100_000,
            fee_ground="PP 15/2016",
            promised_days=3,
            requirements="<ul><li>KTP</li></ul>",
            steps=[("step", {"name": "Datang", "who": "Anda", "time": ""})],
        ),
        EventPage(
            title="Hari laut",
            slug="hari-laut",
            begins_at=now + timedelta(days=2),
            ends_at=now + timedelta(days=3),
            place="Dermaga",
        ),
    )
    for page in pages:
        publish(page, sea)
    return sea


def _weigh(response: Response) -> tuple[str, int]:
    kind = response.request.resource_type
    body = response.body()
    packed = kind in _COMPRESSED or "svg" in response.headers.get("content-type", "")
    return kind, len(gzip.compress(body)) if packed else len(body)


def test_every_public_page_is_light_steady_and_well_formed(
    server: Server,
    portal: SectionPage,
    new_context: Callable[..., BrowserContext],
    axe: Callable[[Page], None],
) -> None:
    """From a cold load, without what a script would add: that only makes it nicer."""
    wrong: list[str] = []
    weights: list[int] = []
    context = new_context(viewport=PHONE)
    context.add_init_script(_WATCH)
    for address in PAGES:
        came: list[Response] = []
        page = context.new_page()
        # A browser that keeps nothing: each page is the first one that somebody opens.
        context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
        page.on("response", lambda response, came=came: came.append(response))
        answer = page.goto(server.url + address, wait_until="networkidle")
        assert answer is not None
        by_kind: Counter[str] = Counter()
        for kind, size in map(_weigh, came):
            by_kind[kind] += size
        weights.append(by_kind.total())
        shifted = page.evaluate("window.shifted")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        html = answer.text()
        wrong += [
            f"{address}: {said}"
            for said, is_so in (
                (f"{by_kind.total()} bytes, {dict(by_kind)}", by_kind.total() > ALL),
                (f"{by_kind['stylesheet']} bytes of style", by_kind["stylesheet"] > STYLES),
                (f"{by_kind['script']} bytes of script", by_kind["script"] > SCRIPTS),
                (f"moves by {shifted:.3f}", shifted > 0.02),
                (f"is {wide} px too wide", wide > 0),
                ("has not one heading of the first rank", html.count("<h1") != 1),
                ("waits for more than one sheet", html.count('rel="stylesheet"') > 1),
                ("waits for scripts", '<script src="' in html),
            )
            if is_so
        ]
        wrong += [f"{address}: {fault}" for fault in faults(html)]
        if address in JUDGED:
            axe(page)
        page.close()
    assert not wrong, "\n".join(wrong)
    assert statistics.median(weights) < ALL * 0.75
