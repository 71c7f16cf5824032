"""A day at the desk, in a real browser: live, by keyboard, two at once."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from hubung.cases import services
from hubung.cases.choices import Kind
from hubung.cases.models import CannedAnswer, Case, Draft
from hubung.directory.models import Person
from tests.integration.desk.conftest import report
from tests.journeys.conftest import Open
from tests.support.accounts import session_cookie
from tests.support.browser import both_sizes
from tests.support.ministry import Ministry
from tests.support.server import Server

Axe = Callable[[Page], None]
Contexts = Callable[..., BrowserContext]


@pytest.fixture
def desk_of(server: Server, ministry: Ministry, new_context: Contexts) -> Open:
    """Opens the desk for a person, in a browser of their own."""

    def open_desk(person: Person, path: str = "/desk/", **options: object) -> Page:
        context = new_context(**options)
        context.add_cookies([session_cookie(person, server.url)])
        page = context.new_page()
        page.goto(server.url + path)
        return page

    return open_desk


def row(page: Page, case: Case) -> str:
    return f"#rows [data-number='{case.number}']"


def is_listening(page: Page) -> None:
    expect(page.locator("#connection")).to_have_attribute("data-state", "ready")
    page.wait_for_function(
        "performance.getEntriesByType('resource').some(e => e.name.includes('/desk/live'))"
    )


WIDE = """[...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth && !one.closest(".views"))
  .slice(0, 8).map((one) => `${one.tagName}.${one.className}`)"""


def fits(page: Page) -> None:
    width, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    wide = page.evaluate(WIDE) if width > inner else []
    assert width <= inner, f"{page.url} is {width} px wide in {inner} px: {wide}"


@both_sizes
def test_a_report_arrives_is_taken_and_answered(
    ministry: Ministry, desk_of: Open, axe: Axe
) -> None:
    page = desk_of(ministry.ratih)
    expect(page.locator("#worklist .empty")).to_be_visible()
    axe(page)
    case = report()
    expect(page.locator(row(page, case))).to_be_visible()
    expect(page).to_have_title(re.compile(r"^\(1\) "))
    expect(page.locator("#announcement")).to_contain_text(case.title)
    axe(page)
    fits(page)
    page.locator(row(page, case)).click()
    expect(page.locator("#case h1")).to_have_text(case.title)
    expect(page.locator("#case h1")).to_be_focused()
    expect(page).to_have_url(re.compile(f"/desk/laporan/{case.number}/"))
    axe(page)
    fits(page)
    page.locator("[data-doing=ambil]").click()
    expect(page.get_by_text("Laporan ini Anda pegang.")).to_be_visible()
    page.get_by_label("Jawaban yang akan dibaca pelapor").fill("Manifes sudah diperbaiki.")
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.locator("#composer [aria-invalid]")).to_be_visible()
    expect(page.locator("#composer textarea")).to_have_value("Manifes sudah diperbaiki.")
    axe(page)
    page.get_by_label("Hasil").select_option("resolved")
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.locator(".timeline")).to_contain_text("Manifes sudah diperbaiki.")
    case.refresh_from_db()
    assert case.status == "answered"
    axe(page)
    fits(page)


@pytest.mark.both_databases
def test_two_agents_at_one_case(ministry: Ministry, desk_of: Open) -> None:
    case = report()
    path = f"/desk/laporan/{case.number}/?tampilan=antrean"
    ratih, wulandari = desk_of(ministry.ratih, path), desk_of(ministry.wulandari, path)
    expect(ratih.locator("#presence")).to_contain_text("Wulandari Paramesthi ikut melihat")
    expect(wulandari.locator("#presence")).to_contain_text("Ratih Kembangsore ikut melihat")
    # Wulandari's page is as it was; nothing has told it yet.
    wulandari.route(
        "**/desk/laporan/**",
        lambda route: route.abort() if route.request.method == "GET" else route.continue_(),
    )
    ratih.keyboard.press("t")
    expect(ratih.get_by_text("Laporan ini Anda pegang.")).to_be_visible()
    wulandari.keyboard.press("t")
    expect(wulandari.locator("#main")).to_contain_text(
        "Ratih Kembangsore baru saja mengambil laporan ini"
    )
    case.refresh_from_db()
    assert case.owner == ministry.ratih
    wulandari.unroute_all()
    # What one writes, the other sees, without losing what they are typing.
    wulandari.locator("#composer [data-tab=catatan]").click()
    wulandari.get_by_label("Catatan dalam").fill("Saya hubungi syahbandar.")
    expect(ratih.locator("#presence")).to_contain_text("Wulandari Paramesthi sedang menulis")
    ratih.locator("#composer textarea").fill("Yth. Ibu Sekarwangi")
    wulandari.keyboard.press("Control+Enter")
    expect(ratih.locator(".timeline")).to_contain_text("Saya hubungi syahbandar.")
    expect(ratih.locator("#composer textarea")).to_have_value("Yth. Ibu Sekarwangi")


def test_the_whole_way_by_keyboard(ministry: Ministry, desk_of: Open) -> None:
    first = report(text="Sertifikat BST belum terbit. Kapal berangkat Rabu.")
    second = report()
    page = desk_of(ministry.ratih)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(row(page, second))).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator("#case h1")).to_have_text(first.title)
    page.keyboard.press("t")
    expect(page.get_by_text("Laporan ini Anda pegang.")).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_label("Catatan dalam")).to_be_focused()
    page.keyboard.type("jnt? @kir")
    page.locator("#names button").click()
    expect(page.get_by_label("Catatan dalam")).to_have_value("jnt? @Kirana Wastu-Asri ")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".timeline")).to_contain_text("jnt? @Kirana Wastu-Asri")
    # Until then the place of the writing has the keys.
    expect(page.locator("#main .said")).to_be_focused()
    page.keyboard.press("h")
    expect(page.get_by_label("Ke tier")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("m")
    expect(page.locator("#list h2").first).to_have_text("Untuk saya")
    expect(page.locator(row(page, first))).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("tirta nirmala")
    page.keyboard.press("Enter")
    expect(page.locator(row(page, second))).to_be_visible()
    expect(page.locator(row(page, first))).to_have_count(0)


def test_a_draft_follows_its_writer(ministry: Ministry, desk_of: Open) -> None:
    case = report()
    CannedAnswer.objects.create(title="Salam", text="Yth. {nama},")
    page = desk_of(ministry.ratih, f"/desk/laporan/{case.number}/")
    page.get_by_label("Jawaban siap pakai").select_option("Salam")
    page.get_by_role("button", name="Sisipkan").click()
    expect(page.locator("#composer textarea")).to_have_value("Yth. Sekarwangi Tunas-Lestari,")
    page.locator("#composer textarea").press_sequentially(" terima kasih.")
    expect(page.locator("#draft-state")).to_have_text("Konsep tersimpan")
    assert Draft.objects.get().text == "Yth. Sekarwangi Tunas-Lestari, terima kasih."
    elsewhere = desk_of(ministry.ratih, f"/desk/laporan/{case.number}/")
    expect(elsewhere.locator("#composer textarea")).to_have_value(
        "Yth. Sekarwangi Tunas-Lestari, terima kasih."
    )


def test_a_lost_connection_is_said_and_made_good(ministry: Ministry, desk_of: Open) -> None:
    report()
    page = desk_of(ministry.ratih)
    is_listening(page)
    page.context.set_offline(True)
    expect(page.locator("#connection")).to_have_attribute("data-state", "lost")
    missed = report()
    page.context.set_offline(False)
    expect(page.locator(row(page, missed))).to_be_visible(timeout=30_000)
    expect(page.locator("#connection")).to_have_attribute("data-state", "ready")


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_long_names_and_full_lists_stay_in_their_places(
    ministry: Ministry, desk_of: Open, axe: Axe, width: int
) -> None:
    long = "Pungutan-tanpa-karcis-di-pintu-keluar-terminal " * 4
    for number in range(60):
        report(text=f"{long}{number}.", place="Kabupaten Kepulauan Siau Tagulandang Biaro")
    case = report(
        text=f"{long}\n\n{'x' * 300}",
        reporter=services.ReporterDetails(
            name="Sekarwangi Tunas-Lestari Wandhani-Sagara Paramesthi Kusumaningrum",
            email="nama.yang.panjang.sekali.tanpa.jeda@contoh-domain-yang-panjang.id",
            address="Jalan " + "Panjang" * 12,
        ),
    )
    hidden = report(kind=Kind.MISCONDUCT)
    for scheme, locale in (("light", "id-ID"), ("dark", "en-GB")):
        options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
        page = desk_of(ministry.kirana, "/desk/?tampilan=semua", locale=locale, **options)
        axe(page)
        fits(page)
        page.locator("#more a").click()
        expect(page.locator("#rows a[data-number]")).to_have_count(61)
        for rest in ("", "?tulis=alih", "?tulis=lain"):
            page.goto(page.url.split("/desk/")[0] + f"/desk/laporan/{case.number}/{rest}")
            page.locator(".show-contacts").click()
            expect(page.locator("#contacts .num").first).to_be_visible()
            page.locator(".clock-face summary").first.click()
            expect(page.locator(".clock-face .why").first).to_be_visible()
            axe(page)
            fits(page)
            page.keyboard.press("Escape")
            expect(page.locator(".clock-face .why").first).to_be_hidden()
        page.goto(page.url.split("/desk/")[0] + f"/desk/laporan/{hidden.number}/")
        axe(page)
        fits(page)


def test_a_mouse_unfolds_how_a_date_was_counted(ministry: Ministry, desk_of: Open) -> None:
    page = desk_of(ministry.ratih, f"/desk/laporan/{report().number}/")
    why = page.locator(".clock-face .why").first
    page.locator(".clock-face summary").first.hover()
    expect(why).to_be_visible()
    expect(why).to_contain_text("Diterima")
    page.locator("h1").first.hover()
    expect(why).to_be_hidden()
    page.locator(".clock-face summary").first.click()
    page.locator("h1").first.hover()
    expect(why).to_be_visible()


def test_everything_works_without_a_script(ministry: Ministry, desk_of: Open) -> None:
    case = report()
    page = desk_of(ministry.ratih, java_script_enabled=False)
    page.get_by_role("link", name=case.title).click()
    page.get_by_role("button", name="Ambil").click()
    expect(page.get_by_text("Laporan ini Anda pegang.")).to_be_visible()
    page.get_by_label("Jawaban yang akan dibaca pelapor").fill("Sudah diperbaiki.")
    page.get_by_label("Hasil").select_option("resolved")
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.locator(".timeline")).to_contain_text("Sudah diperbaiki.")
