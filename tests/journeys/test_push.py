"""Messages in the reader's own browser: the button, the page that is told, what is shown.

The service of the browser's maker is the only thing that is not there: one of the test's own takes
its place, and what it was brought is handed to the browser's real worker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.fixtures import Settings

from hubung.kernel import events
from hubung.portal.content import caching
from hubung.portal.content.models import NewsPage
from hubung.portal.subscriptions.mailing import write_letters
from hubung.portal.subscriptions.models import Browser
from hubung.portal.subscriptions.push.outbox import send_waiting
from tests.integration.portal.content.pages import publish, section
from tests.journeys.test_report_and_track import does_not_scroll_sideways
from tests.support import push
from tests.support.browser import PHONE, every_look
from tests.support.ministry import Ministry, build
from tests.support.push import Reader, Service
from tests.support.server import Server

Axe = Callable[[Page], None]
#: What a browser does when its maker's service can be reached.
SUBSCRIBES = """
  const subscription = {
    endpoint: "%s",
    toJSON: () => ({endpoint: "%s", keys: {p256dh: "%s", auth: "%s"}}),
    unsubscribe: async () => { current = null; return true; },
  };
  let current = null;
  PushManager.prototype.subscribe = async (options) => {
    if (!options.userVisibleOnly || options.applicationServerKey.length !== 87) throw new Error();
    return (current = subscription);
  };
  PushManager.prototype.getSubscription = async () => current;
"""


@pytest.fixture
def ministry(server: Server) -> Ministry:
    cache.clear()
    caching.forget()
    return build()


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    with push.known(settings) as service:
        yield service


def test_from_the_button_to_the_message_and_to_the_end(
    server: Server,
    ministry: Ministry,
    service: Service,
    new_context: Callable[..., BrowserContext],
    axe: Axe,
) -> None:
    reader, endpoint = Reader(), service.endpoint("siti")
    context = new_context(viewport=PHONE, service_workers="allow", permissions=["notifications"])
    keys = (endpoint, endpoint, reader.public_key, reader.secret)
    context.add_init_script(SUBSCRIBES % keys)
    page = context.new_page()
    room = section(ministry.sea, "Laut")
    page.goto(f"{server}/langganan/")
    said = page.locator("[data-push]").get_by_role("status")

    page.get_by_role("button", name="Tampilkan pesan").click()
    expect(said).to_have_text("Centang paling sedikit satu.")
    expect(page.get_by_label("Pengumuman serta-merta")).to_be_focused()
    page.get_by_label("Kabar", exact=True).check()
    page.get_by_role("button", name="Tampilkan pesan").press("Enter")
    expect(said).to_have_text("Mulai sekarang peramban ini menampilkan yang Anda centang.")
    axe(page)
    does_not_scroll_sideways(page)

    publish(NewsPage(title="Kapal baru", summary="Ke Sangihe."), room)
    events.load_handlers()
    while events.dispatch() or write_letters() or send_waiting():
        pass
    (brought,) = service.brought
    assert shown(context, reader.read(brought.body).decode()) == [
        {"title": "Kapal baru", "body": "Ke Sangihe.", "lang": "id", "data": "/laut/kapal-baru/"}
    ]

    page.get_by_role("button", name="Hentikan pesan").click()
    expect(said).to_contain_text("Kami sudah melupakannya.")
    expect(page.get_by_role("button", name="Hentikan pesan")).to_be_hidden()
    assert not Browser.objects.exists()


def shown(context: BrowserContext, told: str) -> list[dict[str, Any]]:
    """What the worker shows of what the browser has unsealed."""
    (worker,) = context.service_workers
    notes: list[dict[str, Any]] = worker.evaluate(
        """async (told) => {
          const notes = [];
          registration.showNotification = async (title, {body, lang, data}) => {
            notes.push({title, body, lang, data});
          };
          const event = new PushEvent("push", {data: told});
          let done;
          event.waitUntil = (work) => { done = work; };
          dispatchEvent(event);
          await done;
          return notes;
        }""",
        told,
    )
    return notes


@every_look
def test_a_browser_that_forbids_messages_says_so(
    server: Server,
    ministry: Ministry,
    new_context: Callable[..., BrowserContext],
    axe: Axe,
    look: dict[str, Any],
) -> None:
    page = new_context(service_workers="allow", **look).new_page()
    page.goto(f"{server}/langganan/")
    place = page.locator("[data-push]")
    page.locator("[name=topik][value=kabar]").check()
    place.get_by_role("button").first.click()
    words = "tidak mengizinkan" if look["locale"] == "id-ID" else "does not allow"
    expect(place.get_by_role("status")).to_contain_text(words)
    axe(page)
    does_not_scroll_sideways(page)
    assert not Browser.objects.exists()


def test_without_script_there_are_mails(
    server: Server, ministry: Ministry, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{server}/langganan/")
    expect(page.locator("[data-push]")).to_be_hidden()
    expect(page.get_by_role("button", name="Kirimi saya surel")).to_be_visible()
