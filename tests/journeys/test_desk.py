"""A day at the desk, in a real browser: live, by keyboard, two at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from hubung.cases import services
from hubung.cases.choices import Kind
from hubung.cases.models import CannedAnswer, Case, Draft
from tests.integration.desk.conftest import report
from tests.journeys.conftest import Open
from tests.support.browser import both_sizes, every_look
from tests.support.ministry import Ministry

Axe = Callable[[Page], None]


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
    if inner >= 1280:  # the desk fills the window, and its panes scroll
        height, inner = page.evaluate("[document.documentElement.scrollHeight, innerHeight]")
        assert height <= inner, f"{page.url} is {height} px high in {inner} px"


@both_sizes
def test_a_report_arrives_is_taken_and_answered(
    ministry: Ministry, open_at: Open, axe: Axe
) -> None:
    page = open_at(ministry.ratih)
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
def test_two_agents_at_one_case(ministry: Ministry, open_at: Open) -> None:
    case = report()
    path = f"/desk/laporan/{case.number}/?tampilan=antrean"
    ratih, wulandari = open_at(ministry.ratih, path), open_at(ministry.wulandari, path)
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


def test_the_whole_way_by_keyboard(ministry: Ministry, open_at: Open) -> None:
    first = report(text="Sertifikat BST belum terbit. Kapal berangkat Rabu.")
    second = report()
    page = open_at(ministry.ratih)
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


def test_a_draft_follows_its_writer(ministry: Ministry, open_at: Open) -> None:
    case = report()
    CannedAnswer.objects.create(title="Salam", text="Yth. {nama},")
    page = open_at(ministry.ratih, f"/desk/laporan/{case.number}/")
    page.get_by_label("Jawaban siap pakai").select_option("Salam")
    page.get_by_role("button", name="Sisipkan").click()
    expect(page.locator("#composer textarea")).to_have_value("Yth. Sekarwangi Tunas-Lestari,")
    page.locator("#composer textarea").press_sequentially(" terima kasih.")
    expect(page.locator("#draft-state")).to_have_text("Konsep tersimpan")
    assert Draft.objects.get().text == "Yth. Sekarwangi Tunas-Lestari, terima kasih."
    elsewhere = open_at(ministry.ratih, f"/desk/laporan/{case.number}/")
    expect(elsewhere.locator("#composer textarea")).to_have_value(
        "Yth. Sekarwangi Tunas-Lestari, terima kasih."
    )


def test_a_lost_connection_is_said_and_made_good(ministry: Ministry, open_at: Open) -> None:
    report()
    page = open_at(ministry.ratih)
    is_listening(page)
    page.context.set_offline(True)
    expect(page.locator("#connection")).to_have_attribute("data-state", "lost")
    missed = report()
    page.context.set_offline(False)
    expect(page.locator(row(page, missed))).to_be_visible()
    expect(page.locator("#connection")).to_have_attribute("data-state", "ready")


@every_look
def test_long_names_and_full_lists_stay_in_their_places(
    ministry: Ministry, open_at: Open, axe: Axe, look: dict[str, Any]
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
    page = open_at(ministry.kirana, "/desk/?tampilan=semua", **look)
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


def _comes(page: Page, is_so: Callable[[], bool]) -> None:
    """Lets the page go on until something is so."""
    for _turn in range(600):
        if is_so():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it never came")


def test_rows_that_were_asked_for_stay(ministry: Ministry, open_at: Open) -> None:
    cases = [report() for _number in range(45)]
    page = open_at(ministry.kirana, "/desk/?tampilan=semua")
    is_listening(page)
    held: list[Route] = []
    answered: list[str] = []
    page.on("response", lambda response: answered.append(response.url))
    page.route("**/desk/?*banyak=40*", lambda route: held.append(route))
    services.add_note(actor=ministry.kirana, case=cases[-1], text="Kapal sudah sandar.")
    _comes(page, lambda: bool(held))
    page.locator("#more a").click()
    expect(page.locator("#rows a[data-number]")).to_have_count(45)
    # An answer for forty rows comes late; the list is asked for once more, with all of them.
    held[0].continue_()
    _comes(page, lambda: any("banyak=45" in url for url in answered))
    expect(page.locator("#rows a[data-number]")).to_have_count(45)


def test_a_case_opened_by_itself_comes_before_the_list(ministry: Ministry, open_at: Open) -> None:
    case, other = report(), report()
    page = open_at(ministry.ratih, f"/desk/laporan/{case.number}/?tampilan=antrean")
    expect(page.locator(row(page, case))).to_have_attribute("aria-current", "true")
    expect(page.locator(row(page, other))).to_be_visible()
    expect(page.locator(".views [aria-current] .count")).to_have_text("2")
    expect(page).to_have_title(re.compile(r"^\(2\) "))
    expect(page.locator("#announcement")).to_be_empty()
    phone = open_at(
        ministry.ratih, f"/desk/laporan/{case.number}/", viewport={"width": 360, "height": 740}
    )
    is_listening(phone)
    third = report()
    phone.locator(".case-head .only-narrow").click()
    expect(phone.locator(row(phone, third))).to_be_visible()


def test_a_mouse_unfolds_how_a_date_was_counted(ministry: Ministry, open_at: Open) -> None:
    page = open_at(ministry.ratih, f"/desk/laporan/{report().number}/")
    why = page.locator(".clock-face .why").first
    page.locator(".clock-face summary").first.hover()
    expect(why).to_be_visible()
    expect(why).to_contain_text("Diterima")
    page.locator("h1").first.hover()
    expect(why).to_be_hidden()
    page.locator(".clock-face summary").first.click()
    page.locator("h1").first.hover()
    expect(why).to_be_visible()


def test_everything_works_without_a_script(ministry: Ministry, open_at: Open) -> None:
    case = report()
    page = open_at(ministry.ratih, java_script_enabled=False)
    page.get_by_role("link", name=case.title).click()
    page.get_by_role("button", name="Ambil").click()
    expect(page.get_by_text("Laporan ini Anda pegang.")).to_be_visible()
    page.get_by_label("Jawaban yang akan dibaca pelapor").fill("Sudah diperbaiki.")
    page.get_by_label("Hasil").select_option("resolved")
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.locator(".timeline")).to_contain_text("Sudah diperbaiki.")
