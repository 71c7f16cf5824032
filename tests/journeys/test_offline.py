"""Without a line: the network is cut, not pretended to be away, and the reporter loses nothing."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, Response, expect
from pytest_django.fixtures import Settings

from hubung.cases.models import Case
from hubung.demo.portal import guides
from hubung.portal.content import caching
from hubung.portal.content.models import GuidePage
from tests.integration.portal.content.pages import publish, section
from tests.journeys.test_report_and_track import does_not_scroll_sideways, photo
from tests.support.browser import PHONE
from tests.support.ministry import Ministry, build
from tests.support.server import Server
from tests.support.wires import Wire, wire

__all__ = ["photo"]

Axe = Callable[[Page], None]
#: What one telephone is given to keep, without guides; compressed as a server in front does.
KEPT_BYTES = 150_000
ENGLISH = {"locale": "en-GB"}
INDONESIAN = {"locale": "id-ID"}
both_languages = pytest.mark.parametrize("spoken", [INDONESIAN, ENGLISH], ids=["id", "en"])
WORDS = {
    "id-ID": {
        "none": "Tidak ada sambungan",
        "was": "halaman ini seperti pada",
        "waits": "Menunggu sambungan",
        "sent": "Sudah sampai",
        "works": "Bisa tanpa sambungan",
    },
    "en-GB": {
        "none": "There is no connection",
        "was": "this page as it was on",
        "waits": "Waits for a connection",
        "sent": "Arrived",
        "works": "Works without a connection",
    },
}
READY = """async () => {
  const {active} = await navigator.serviceWorker.ready;
  while (active.state !== "activated" || !navigator.serviceWorker.controller)
    await new Promise(again => setTimeout(again, 50));
}"""


@pytest.fixture
def ministry(server: Server) -> Ministry:
    cache.clear()
    caching.forget()
    return build()


@pytest.fixture
def line(server: Server) -> Iterator[Wire]:
    """To the program; it can be cut."""
    with wire(int(server.url.rpartition(":")[2])) as made:
        yield made


@pytest.fixture
def telephone(
    line: Wire, ministry: Ministry, new_context: Callable[..., BrowserContext]
) -> Callable[..., BrowserContext]:
    """A telephone on which the portal was opened once."""

    def made(**options: Any) -> BrowserContext:
        context = new_context(viewport=PHONE, service_workers="allow", **options)
        page = context.new_page()
        page.goto(address(line, "/"))
        page.evaluate(READY)
        page.close()
        return context

    return made


def address(line: Wire, path: str) -> str:
    return f"http://127.0.0.1:{line.port}{path}"


def cut(line: Wire, context: BrowserContext) -> None:
    line.cut()
    context.set_offline(True)


def mend(line: Wire, context: BrowserContext) -> None:
    line.mend()
    context.set_offline(False)


def write(page: Page, line: Wire, photo: Path) -> None:
    """A report, up to the button, by its fields' names: the same in both languages."""
    page.goto(address(line, "/lapor/"))
    page.locator("[name=text]").fill("Tangga kapal di dermaga dua patah sejak pagi.")
    page.locator("[name=place]").fill("Dermaga dua, Bitung")
    page.locator("[name=privacy][value=confidential]").check()
    page.locator("[name=phone]").fill("0813 5550 1412")
    page.locator("[name=true]").check()
    page.locator("[type=file]").set_input_files(photo)


@both_languages
def test_a_report_written_without_a_line_goes_out_once_by_itself(
    telephone: Callable[..., BrowserContext],
    line: Wire,
    axe: Axe,
    photo: Path,
    spoken: dict[str, str],
) -> None:
    context, words = telephone(**spoken), WORDS[spoken["locale"]]
    cut(line, context)
    page = context.new_page()
    page.goto(address(line, "/kabar/"))
    expect(page.get_by_role("heading", name=words["works"])).to_be_visible()
    axe(page)
    does_not_scroll_sideways(page)
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    write(page, line, photo)
    expect(page.get_by_text(words["was"])).to_be_visible()
    assert not [url for url in failed if "/static/" in url or "/ui/" in url], failed
    axe(page)
    page.locator("button.primary").click()
    expect(page.locator('[data-state-of="waiting"]')).to_be_visible()
    axe(page)
    does_not_scroll_sideways(page)
    page.close()
    # Days later: the tracking page says where it is, and still nobody has it.
    page = context.new_page()
    page.goto(address(line, "/lacak/"))
    row = page.locator("[data-outbox] li")
    expect(row).to_contain_text(words["waits"])
    axe(page)
    assert not Case.objects.exists()
    mend(line, context)
    expect(row).to_contain_text(words["sent"])
    case = Case.objects.get()
    assert (case.attachments.count(), case.confidential) == (1, True)
    assert case.language == spoken["locale"][:2]
    expect(row).to_contain_text(case.number)
    expect(row).to_contain_text(case.code)
    axe(page)
    does_not_scroll_sideways(page)
    row.get_by_role("button").click()
    expect(page.locator("[data-outbox]")).to_be_hidden()
    page.goto(address(line, "/lapor/"))
    expect(page.locator("[name=text]")).to_have_value("")


def test_an_answer_that_is_lost_leads_to_the_same_receipt(
    telephone: Callable[..., BrowserContext], line: Wire, photo: Path
) -> None:
    """The line is cut after the program has the report and before the telephone knows."""
    context = telephone()
    page = context.new_page()
    write(page, line, photo)
    line.lose_answer_to(b"POST /lapor/ HTTP")
    page.locator("button.primary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Laporan Anda kami terima")
    assert line.broken == 1
    case = Case.objects.get()
    expect(page.locator("[data-code]")).to_have_text(case.code)
    page.goto(address(line, "/lacak/"))
    expect(page.locator("[data-outbox]")).to_be_hidden()


def test_two_tabs_and_the_worker_send_it_once(
    telephone: Callable[..., BrowserContext], line: Wire, photo: Path
) -> None:
    context = telephone()
    cut(line, context)
    page = context.new_page()
    write(page, line, photo)
    page.locator("button.primary").click()
    expect(page.locator('[data-state-of="waiting"]')).to_be_visible()
    tabs = [context.new_page() for _ in range(2)]
    for tab in tabs:
        tab.goto(address(line, "/lacak/"))
        expect(tab.locator("[data-outbox] li")).to_have_count(1)
    line.lose_answer_to(b"POST /lapor/ HTTP")
    mend(line, context)
    for tab in tabs:
        tab.locator("[data-does=send]").click(no_wait_after=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("Laporan Anda kami terima")
    assert Case.objects.get().attachments.count() == 1


def test_what_the_program_refuses_later_can_be_put_right(
    telephone: Callable[..., BrowserContext], line: Wire, axe: Axe, photo: Path
) -> None:
    context = telephone()
    cut(line, context)
    page = context.new_page()
    write(page, line, photo)
    # What a browser can see is said at once.
    page.locator("[name=true]").uncheck()
    page.locator("button.primary").click()
    assert page.evaluate("document.querySelector('[name=true]').validationMessage").startswith(
        "Centang"
    )
    page.locator("[name=true]").check()
    page.locator("[name=phone]").fill("0813 555")
    page.locator("button.primary").click()
    expect(page.locator('[data-state-of="waiting"]')).to_be_visible()
    page.goto(address(line, "/lacak/"))
    mend(line, context)
    row = page.locator("[data-outbox] li")
    expect(row).to_contain_text("Belum diterima")
    axe(page)
    row.get_by_role("link", name="Perbaiki").click()
    expect(page.get_by_role("alert").first).to_be_focused()
    expect(page.get_by_role("link", name="Nomor kurang")).to_be_visible()
    expect(page.get_by_label("pintu-keluar.jpg")).to_be_checked()
    page.locator("[name=phone]").fill("0813 5550 1412")
    page.locator("button.primary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Laporan Anda kami terima")
    assert Case.objects.get().attachments.count() == 1


@both_languages
def test_a_guide_goes_on_asking_without_a_line(
    telephone: Callable[..., BrowserContext],
    line: Wire,
    ministry: Ministry,
    axe: Axe,
    spoken: dict[str, str],
) -> None:
    sea = section(ministry.sea, "Laut")
    publish(GuidePage(title="Terlambat", slug="terlambat", flow=guides.FLOW), sea)
    context = telephone(**spoken)
    page = context.new_page()
    walked: dict[str, list[str]] = {}
    for state in ("online", "offline"):
        page.goto(address(line, "/laut/terlambat/"))
        page.get_by_role("button").click()
        expect(page.locator("#tanya .error")).to_be_visible()
        for choice in (0, 2):
            page.locator("#tanya [type=radio]").nth(choice).check()
            page.locator("#tanya form button").click()
            expect(page.locator("#tanya dt")).to_have_count(1 if choice == 0 else 2)
            axe(page)
        told = page.locator("#tanya")
        expect(told.get_by_role("heading", level=3)).to_be_visible()
        walked[state] = told.inner_text().split("\n")
        told.locator("dd a").nth(1).click()
        expect(page.locator("#tanya dt")).to_have_count(1)
        expect(page.locator("#tanya [type=radio]").first).to_be_visible()
        cut(line, context)
    assert walked["online"] == walked["offline"]
    expect(page.get_by_text(WORDS[spoken["locale"]]["was"])).to_be_visible()


def test_a_reporter_keeps_a_state_and_forgets_it(
    telephone: Callable[..., BrowserContext], line: Wire, axe: Axe, photo: Path
) -> None:
    context = telephone()
    page = context.new_page()
    write(page, line, photo)
    page.locator("button.primary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Laporan Anda kami terima")
    case = Case.objects.get()
    page.goto(address(line, f"/lacak/?nomor={case.number}"))
    page.get_by_label("Kode pribadi").fill(case.code)
    page.get_by_role("button", name="Buka laporan").click()
    keep = page.get_by_role("button", name="Simpan di perangkat ini")
    expect(keep).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("device.all('cases')") == []
    keep.click()
    expect(keep).to_have_attribute("aria-pressed", "true")
    axe(page)
    cut(line, context)
    # What would be lost is not sent.
    page.get_by_label("Pesan Anda").fill("Masih patah.")
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.get_by_text("Belum ada yang terkirim")).to_be_visible()
    expect(page.get_by_label("Pesan Anda")).to_have_value("Masih patah.")
    page.goto(address(line, "/lacak/"))
    kept = page.locator("[data-states-kept] li")
    expect(kept).to_contain_text(case.number)
    expect(kept).to_contain_text("Pusat Kontak 151")
    expect(page.locator("body")).not_to_contain_text(case.code)
    expect(page.locator("body")).not_to_contain_text("Tangga kapal")
    axe(page)
    does_not_scroll_sideways(page)
    # The case's own page is nowhere on the device.
    page.goto(address(line, f"/lacak/{case.number}/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Tidak ada sambungan")
    expect(page.locator("body")).not_to_contain_text("Tangga kapal")
    page.goto(address(line, "/lacak/"))
    kept.get_by_role("button", name="Hapus dari perangkat ini").click()
    expect(page.locator("[data-states-kept]")).to_be_hidden()
    mend(line, context)
    page.goto(address(line, f"/lacak/{case.number}/"))
    keep.click()
    expect(keep).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Tutup di perangkat ini").click()
    expect(page.get_by_label("Kode pribadi")).to_be_visible()
    expect(page.locator("[data-states-kept]")).to_be_hidden()


def test_what_is_kept_is_little_and_nobodys(
    telephone: Callable[..., BrowserContext], line: Wire
) -> None:
    context = telephone()
    page = context.new_page()
    page.goto(address(line, "/"))
    kept = page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys())
            for (const request of await (await caches.open(name)).keys()) {
              const answer = await caches.match(request, {ignoreVary: true});
              found.push([new URL(request.url).pathname, await answer.text(),
                          answer.headers.get("Cache-Control")]);
            }
          return found;
        }"""
    )
    assert {"/luring/", "/lapor/", "/lacak/"} <= {path for path, _text, _caching in kept}
    assert not [path for path, _text, caching in kept if "no-store" in caching]
    # Text of a font was replaced sign by sign, so it counts more than it is.
    assert sum(len(gzip.compress(text.encode())) for _path, text, _caching in kept) < KEPT_BYTES


def test_the_worker_leaves_when_it_is_not_wanted(
    telephone: Callable[..., BrowserContext], line: Wire, settings: Settings
) -> None:
    context = telephone()
    web = settings.HUBUNG.web.model_copy(update={"offline": False})
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"web": web})
    caching.forget()
    page = context.new_page()
    page.goto(address(line, "/"))
    page.evaluate(
        """async () => {
          for (const one of await navigator.serviceWorker.getRegistrations()) await one.update();
          while ((await navigator.serviceWorker.getRegistrations()).length)
            await new Promise(again => setTimeout(again, 50));
        }"""
    )
    assert page.evaluate("caches.keys()") == []
    page.reload()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_the_desk_is_left_alone(telephone: Callable[..., BrowserContext], line: Wire) -> None:
    """Without a line it fails as if there were no worker."""
    context = telephone()
    page = context.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address(line, "/akun/masuk/"))
    assert answers
    assert not [answer.url for answer in answers[:1] if answer.from_service_worker]
    cut(line, context)
    with pytest.raises(Exception, match="ERR_"):
        page.goto(address(line, "/akun/masuk/"))
