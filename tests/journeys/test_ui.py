"""The look in a real browser: accessible in both themes and languages, light, within the policy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path
from playwright.sync_api import BrowserContext, Page, Request, expect
from pytest_django.fixtures import Settings

from hubung.kernel.clock import now
from hubung.project.urls import urlpatterns as site
from hubung.ui.stations import Station
from tests.support.browser import SMALLEST, every_look
from tests.support.server import Server

PUBLIC = """{% extends "ui/public.html" %}{% load hubung %}
{% block content %}<div class="wrap"><h1>Sampaikan laporan</h1>
<form><label for="t">Cerita</label><textarea class="input" id="t"></textarea></form></div>
{% endblock %}"""

DESK = """{% extends "ui/workspace.html" %}{% load hubung %}
{% block state %}<p class="state" data-state="ready">Siap</p>{% endblock %}
{% block views %}
  <a href="#list" aria-current="page">Untuk saya<span class="count">8</span></a>
{% endblock %}
{% block list %}
  <div class="pane-head"><h2>Antrean</h2></div>
  <ol class="work">{% for n in rows %}<li>
    <a href="#main"{% if n == 1 %} aria-current="true"{% endif %}>
    <span class="no">1216-{{ n }}</span>{% sector_icon "laut" %}
    <span class="subject"><b>BST belum terbit, kapal berangkat Rabu</b> <i>Bitung</i></span>
    <span class="tier">{% mini_tier 2 %}</span><span class="owner">Tim Sertifikasi</span>
    {% due soon %}
  </a></li>{% endfor %}</ol>
{% endblock %}
{% block case %}
  <div class="case-head">
    <a class="only-narrow icon-text xs" href="#list">{% icon "back" %}Antrean</a>
    <h1>BST belum terbit</h1>{% tier_line stations small=True %}
    <div class="row">
      <button class="btn" type="button" hx-post="/frames/desk/" hx-target="#answer">Ambil</button>
      <span id="answer"></span>
    </div>
  </div>
  <ol class="timeline" tabindex="0" aria-label="Linimasa">
    {% timeline_item icon="globe" title="Diterima" at=soon %}Lewat web.{% endtimeline_item %}
  </ol>
{% endblock %}"""

PHONE = """{% extends "ui/phone.html" %}{% load hubung %}
{% block bar_title %}Perlu jawaban Anda{% endblock %}
{% block content %}<h1>Sertifikat belum terbit</h1>{% tier_line stations bare=True %}
<dl class="brief"><div><dt>Yang diputuskan dari Anda</dt><dd>Setujui pembetulan.</dd></div></dl>
<button class="btn primary wide" type="button">Kirim jawaban saya</button>{% endblock %}"""


def frame(request: HttpRequest, source: str) -> HttpResponse:
    stations = [
        Station("Diterima", "passed"),
        Station("Tier 1", "passed"),
        Station("Tier 2", "here", "Tim Sertifikasi"),
        Station("Tier 3", "next"),
        Station("Dijawab", "next"),
    ]
    context = {"rows": range(9), "soon": now() + timedelta(hours=3), "stations": stations}
    return HttpResponse(Template(source).render(RequestContext(request, context)))


def desk(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return HttpResponse(f"Diambil {request.headers['HX-Request']}")
    return frame(request, DESK)


FRAMES = [
    path("public/", frame, {"source": PUBLIC}),
    path("desk/", desk),
    path("phone/", frame, {"source": PHONE}),
]
# The site ends with the pages of the portal, which may have any address.
urlpatterns = [path("frames/", include(FRAMES)), *site]


@pytest.fixture
def guide(server: Server, settings: Settings) -> str:
    """The site with the style guide open, and the frames that pages stand in at `/frames/…/`."""
    settings.ROOT_URLCONF = __name__
    settings.DEBUG = True
    return server.url


def _does_not_scroll_sideways(page: Page) -> None:
    width, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width <= inner, f"{page.url} is {width} px wide in {inner} px"


@every_look
def test_everything_is_accessible_and_fits(
    guide: str,
    new_context: Callable[..., BrowserContext],
    axe: Callable[[Page], None],
    look: dict[str, Any],
) -> None:
    page = new_context(**look).new_page()
    for address in ("/ui/", "/frames/public/", "/frames/desk/", "/frames/phone/"):
        page.goto(guide + address)
        expect(page.locator("html")).to_have_attribute("lang", look["locale"][:2])
        axe(page)
        _does_not_scroll_sideways(page)
        page.set_viewport_size(SMALLEST)
        _does_not_scroll_sideways(page)
        page.set_viewport_size(look["viewport"])


def test_the_list_and_the_case_are_both_reached_on_a_phone(guide: str, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 760})
    page.goto(guide + "/frames/desk/")
    expect(page.get_by_role("heading", name="BST belum terbit")).to_be_visible()
    expect(page.locator("#list")).to_be_hidden()
    page.get_by_role("link", name="Antrean").click()
    expect(page.locator("#list")).to_be_visible()
    expect(page.locator("main")).to_be_hidden()


def test_the_first_view_of_a_public_page_is_light(guide: str, page: Page) -> None:
    bytes_of: dict[str, int] = {}

    def count(request: Request) -> None:
        bytes_of[request.url] = request.sizes()["responseBodySize"]

    page.on("requestfinished", count)
    page.goto(guide + "/frames/public/", wait_until="networkidle")
    styles = sum(size for url, size in bytes_of.items() if url.endswith(".css"))
    scripts = sum(size for url, size in bytes_of.items() if url.endswith(".js"))
    assert any("woff2" in url for url in bytes_of)
    assert not any("desk" in url or "htmx" in url for url in bytes_of)
    assert 0 < styles <= 15_000
    assert 0 < scripts <= 10_000
    assert sum(bytes_of.values()) <= 100_000, bytes_of


def test_htmx_works_under_the_content_security_policy(guide: str, page: Page) -> None:
    policy = page.goto(guide + "/frames/desk/")
    assert policy
    assert "unsafe" not in policy.headers["content-security-policy"]
    page.get_by_role("button", name="Ambil").click()
    # The answer came through the CSRF check: the frame sends the token with every request.
    expect(page.locator("#answer")).to_have_text("Diambil true")
    expect(page.get_by_role("button", name="Ambil")).not_to_have_attribute("aria-busy", "true")


def test_the_theme_changes_without_losing_what_is_being_typed(guide: str, page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(guide + "/frames/public/")
    page.get_by_label("Cerita").fill("Kapal berangkat Rabu.")
    page.get_by_role("link", name="Gelap").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_label("Cerita")).to_have_value("Kapal berangkat Rabu.")
    expect(page.get_by_role("link", name="Terang")).to_be_focused()
    expect(page.get_by_role("link", name="Gelap")).to_be_hidden()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_theme_and_language_need_no_script(
    guide: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(java_script_enabled=False, color_scheme="light").new_page()
    page.goto(guide + "/frames/public/?no=7")
    page.get_by_role("link", name="Gelap").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("link", name="English").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(guide + "/frames/public/?no=7")


def test_the_keyboard_reaches_the_content_at_once(guide: str, page: Page) -> None:
    page.goto(guide + "/frames/public/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Langsung ke isi")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_an_error_summary_leads_to_its_field(guide: str, page: Page) -> None:
    page.goto(guide + "/ui/")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Centang bahwa isi laporan ini benar.").click()
    expect(page.get_by_label("Isi laporan ini benar sejauh yang saya tahu.")).to_be_focused()
