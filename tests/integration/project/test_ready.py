"""Public pages that are ready: quick for everybody, and nothing in them that is somebody's."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.signals import request_started
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from hubung.portal.content import caching
from hubung.portal.content.models import NewsPage, SectionPage
from tests.integration.portal.content.pages import publish, section, text
from tests.support.accounts import session_for
from tests.support.ministry import Ministry, build
from tests.support.patience import PATIENCE
from tests.support.received import Answer
from tests.support.server import Server

NEWS = "/laut/kapal-baru/"


class Visitor:
    """A browser of its own words; `asked`: how many of its questions Django has heard."""

    def __init__(self, server: Server) -> None:
        self._host = urlsplit(server.url).netloc
        self.asked = 0

    def get(self, address: str, method: str = "GET", **headers: str) -> Answer:
        line = http.client.HTTPConnection(self._host, timeout=30)
        sent = {"Accept-Language": "id", "Accept-Encoding": "gzip"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}

        def count(**_scope: Any) -> None:
            self.asked += 1

        request_started.connect(count)
        try:
            line.request(method, address, headers=sent)
            came = line.getresponse()
            told = {name.lower(): value for name, value in came.getheaders()}
            return Answer(came.status, told, came.read())
        finally:
            request_started.disconnect(count)
            line.close()


@pytest.fixture
def ministry(transactional_db: None) -> Ministry:
    cache.clear()
    caching.forget()
    return build()


@pytest.fixture
def sea(ministry: Ministry) -> SectionPage:
    room = section(ministry.sea, "Laut")
    publish(NewsPage(title="Kapal baru", slug="kapal-baru", body=text("Ke Sangihe.")), room)
    return room


@pytest.fixture
def visitor(sea: SectionPage, server: Server) -> Visitor:
    return Visitor(server)


@contextmanager
def without_django(visitor: Visitor) -> Iterator[None]:
    """However long this machine took since the question before."""
    before = visitor.asked
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(caching, "_TRUSTED_SECONDS", PATIENCE)
        patch.setattr(caching, "KEPT_SECONDS", PATIENCE)
        yield
    assert visitor.asked == before


@contextmanager
def through_django(visitor: Visitor) -> Iterator[None]:
    before = visitor.asked
    yield
    assert visitor.asked > before


def test_the_same_question_is_answered_from_what_went_out_before(visitor: Visitor) -> None:
    with through_django(visitor):
        first = visitor.get(NEWS)
    with without_django(visitor):
        again = visitor.get(NEWS)
    assert (first.status, again.status) == (200, 200)
    assert again.body == first.body
    assert "Ke Sangihe." in again.text
    own = {"x-request-id", "date"}
    assert {k: v for k, v in first.headers.items() if k not in own} == {
        k: v for k, v in again.headers.items() if k not in own
    }
    assert again.headers["x-request-id"] != first.headers["x-request-id"]
    assert again.headers["content-security-policy"]


def test_whoever_has_it_is_told_so_and_gets_nothing(visitor: Visitor) -> None:
    etag = visitor.get(NEWS).headers["etag"]
    visitor.get(NEWS, If_None_Match=etag)
    with without_django(visitor):
        known = visitor.get(NEWS, If_None_Match=etag)
    assert (known.status, known.body) == (304, b"")


def test_each_gets_their_language_theme_and_packing(visitor: Visitor) -> None:
    for _turn in range(2):
        assert '<html lang="en"' in visitor.get(NEWS, Accept_Language="en").text
        assert '<html lang="id"' in visitor.get(NEWS).text
        dark = visitor.get(NEWS, Cookie=f"{settings.COOKIE_PREFIX}theme=dark")
        assert 'data-theme="dark"' in dark.text
        assert 'data-theme="dark"' not in visitor.get(NEWS).text
        plain = visitor.get(NEWS, Accept_Encoding="identity")
        assert "content-encoding" not in plain.headers
        assert "Kapal baru" in plain.body.decode()


def test_what_is_published_or_taken_back_shows_within_a_moment(
    visitor: Visitor, sea: SectionPage
) -> None:
    visitor.get(NEWS)
    news = NewsPage.objects.get(slug="kapal-baru")
    news.title = "Kapal lain"
    news.save_revision().publish()
    _until(lambda: "Kapal lain" in visitor.get(NEWS).text)
    with without_django(visitor):
        assert "Kapal lain" in visitor.get(NEWS).text
    news.unpublish()
    _until(lambda: visitor.get(NEWS).status == 404)
    assert visitor.get(NEWS).status == 404


def _until(so: Callable[[], bool]) -> None:
    """A process takes what it knows of the version for the present one, for a moment."""
    deadline = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_who_has_a_session_is_never_answered_from_here_nor_leaves_anything(
    visitor: Visitor, ministry: Ministry
) -> None:
    key = session_for(ministry.damar)
    signed = f"{settings.SESSION_COOKIE_NAME}={key}"
    for _turn in range(2):
        with through_django(visitor):
            visitor.get(NEWS, Cookie=signed)
    visitor.get(NEWS)
    with through_django(visitor):
        visitor.get(NEWS, Cookie=signed)


@pytest.mark.parametrize(
    "address",
    [
        "/lacak/",
        "/lacak/?nomor=151-26-0047-1182-7",
        "/lapor/",
        "/cari/?q=kapal",
        "/agenda/",
        "/informasi/",
        "/saya/masuk/",
        "/akun/masuk/",
        "/desk/",
        "/tidak-ada/",
        "/laut/kapal-baru",
        "/healthz",
    ],
)
def test_nothing_else_is_kept(visitor: Visitor, address: str) -> None:
    for _turn in range(2):
        with through_django(visitor):
            assert visitor.get(address).status < 500


def test_neither_other_methods_nor_a_body_nor_a_foreign_host_get_what_is_ready(
    visitor: Visitor,
) -> None:
    visitor.get(NEWS)
    with through_django(visitor):
        assert visitor.get(NEWS, "HEAD").body == b""
    with through_django(visitor):
        assert visitor.get(NEWS, "POST").status == 403
    for _turn in range(2):
        with through_django(visitor):
            assert visitor.get(NEWS, Host="jahat.example").status == 400


def test_a_page_ready_a_minute_ago_is_made_anew(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.get(NEWS)
    monkeypatch.setattr(caching, "KEPT_SECONDS", 0.0)
    with through_django(visitor):
        visitor.get(NEWS)


def test_many_who_ask_at_once_wait_for_one_that_makes_the_page(ministry: Ministry) -> None:
    made: list[str] = []
    together = threading.Barrier(8)

    @caching.public
    def view(_request: HttpRequest) -> HttpResponse:
        made.append("page")
        time.sleep(0.1)
        return HttpResponse("Halaman")

    def ask(_number: int) -> bytes:
        together.wait(PATIENCE)
        try:
            return cast(HttpResponse, view(RequestFactory().get("/halaman/"))).content
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as visitors:
        assert set(visitors.map(ask, range(8))) == {b"Halaman"}
    assert made == ["page"]
