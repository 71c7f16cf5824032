"""What a search engine may show of the portal, and that it can read it; and what it must not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.test import Client

from hubung.cases.services import receive_case
from hubung.portal.content.models import GuidePage, NewsPage, SectionPage, ServicePage
from tests.integration.portal.content.pages import publish, text

pytestmark = pytest.mark.django_db

MAIN = (
    "/",
    "/laut/",
    "/laut/kapal-baru/",
    "/laut/buku-pelaut/",
    "/laut/terlambat/",
    "/layanan/",
    "/kabar/",
    "/pengumuman/",
    "/agenda/",
    "/lapor/",
    "/lacak/",
    "/cari/",
)
#: Words that tell nobody where a link leads, read by themselves.
SAY_NOTHING = {"klik", "klik di sini", "di sini", "selengkapnya", "lihat", "baca"}
SAY_NOTHING |= {"click here", "here", "more", "learn more", "read more", "this", "link", "go"}


class _Read(HTMLParser):
    """What an engine takes from a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.title, self.language = "", ""
        self.links: list[tuple[str | None, str]] = []
        self._within = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "html":
            self.language = said.get("lang") or ""
        elif tag == "meta" and said.get("name"):
            self.meta[str(said["name"])] = said.get("content") or ""
        elif tag == "a":
            self.links.append((said.get("href"), ""))
        if tag in ("a", "title"):
            self._within = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._within:
            self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "title":
            self.title += data
        elif self._within == "a":
            address, words = self.links[-1]
            self.links[-1] = (address, words + data)


@pytest.fixture(params=["id", "en"])
def visitor(request: pytest.FixtureRequest) -> Client:
    return Client(headers={"accept-language": request.param})


@pytest.fixture
def portal(sea: SectionPage) -> SectionPage:
    publish(
        NewsPage(title="Kapal baru", slug="kapal-baru", summary="Ke Sangihe.", body=text(".")), sea
    )
    publish(
        ServicePage(title="Buku pelaut", slug="buku-pelaut", fee=100_000, fee_ground="PP 15/2016"),
        sea,
    )
    publish(GuidePage(title="Terlambat", slug="terlambat", steps=[]), sea)
    return sea


def test_every_main_page_may_be_shown_and_tells_what_it_is(
    portal: SectionPage, visitor: Client
) -> None:
    wrong = [f"{address}: {said}" for address in MAIN for said in _missing(visitor, address)]
    assert not wrong, "\n".join(wrong)


def _missing(visitor: Client, address: str) -> Iterator[str]:
    answer = visitor.get(address)
    page = _Read(answer.content.decode())
    for is_so, said in (
        (answer.status_code != 200, f"answers {answer.status_code}"),
        (_is_hidden(answer, page), "may not be shown"),
        (not page.title.strip(), "has no title"),
        (not page.meta.get("description", "").strip(), "has no description"),
        (page.language not in ("id", "en"), "tells no language"),
        ("width=device-width" not in page.meta.get("viewport", ""), "fits no telephone"),
    ):
        if is_so:
            yield said
    for href, words in page.links:
        if not href or href.startswith("javascript:"):
            yield f"no engine follows {href!r} ({words.strip()})"
        if re.sub(r"\W+", " ", words).strip().lower() in SAY_NOTHING:
            yield f"“{words.strip()}” does not say where it leads"


def _is_hidden(answer: object, page: _Read) -> bool:
    headers = answer.headers  # type: ignore[attr-defined]
    return "noindex" in headers.get("X-Robots-Tag", "") + page.meta.get("robots", "")


def test_results_a_report_and_what_somebody_typed_are_not_shown(
    portal: SectionPage, visitor: Client
) -> None:
    case = receive_case(channel="web", text="Kapal terlambat.", anonymous=True)
    opened = visitor.post("/lacak/", {"number": case.number, "code": case.code}, follow=True)
    assert opened.request["PATH_INFO"] == f"/lacak/{case.number}/"
    for answer in (
        opened,
        visitor.get("/cari/?q=kapal"),
        visitor.get("/cari/?q="),
        visitor.get("/cari/?bidang=laut"),
        visitor.get(f"/lacak/?nomor={case.number}"),
        visitor.post("/lacak/", {"number": case.number, "code": "salah"}),
        visitor.get("/langganan/"),
        visitor.get("/luring/"),
    ):
        assert _is_hidden(answer, _Read(answer.content.decode())), answer.request["PATH_INFO"]
