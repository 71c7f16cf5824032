"""A citizen reports from a phone, follows the report, objects and rates; in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Request, expect

from hubung.cases import services
from hubung.cases.choices import Outcome, Status
from hubung.cases.models import Case
from tests.support.browser import SMALLEST, both_sizes, every_look
from tests.support.ministry import Ministry, build
from tests.support.server import Server

STORY = (
    "Petugas di pintu keluar Terminal Arjosari melakukan pungli Rp 20.000 kepada setiap bus. "
    "Sopir yang menolak ditahan sampai 40 menit."
)
Axe = Callable[[Page], None]
NewContext = Callable[..., BrowserContext]


@pytest.fixture
def ministry(server: Server) -> Ministry:
    cache.clear()
    return build()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "pintu-keluar.jpg"
    content = BytesIO()
    Image.effect_noise((640, 480), 40).convert("RGB").save(content, "JPEG")
    file.write_bytes(content.getvalue())
    return file


def fill(page: Page) -> None:
    page.get_by_label("Ceritakan dengan kata-kata Anda").fill(STORY)
    page.get_by_label("Tempat kejadian").fill("Terminal Arjosari, Kota Malang")
    page.get_by_label("Tanggal kejadian").fill("2026-01-22")
    page.get_by_label("Darat").check()
    page.get_by_label("Pengaduan", exact=False).first.check()
    page.get_by_label("Dengan nama").check()
    page.get_by_label("Nama", exact=True).fill("Sekarwangi Tunas-Lestari")
    page.get_by_label("Nomor ponsel").fill("0813 5550 1412")
    page.get_by_label("Isi laporan ini benar").check()


def does_not_scroll_sideways(page: Page) -> None:
    width, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width <= inner, f"{page.url} is {width} px wide in {inner} px"


def on_the_receipt(page: Page) -> Case:
    expect(page.get_by_role("heading", level=1)).to_have_text("Laporan Anda kami terima")
    case = Case.objects.get()
    expect(page.locator("[data-number]")).to_have_text(case.number)
    expect(page.locator("[data-code]")).to_have_text(case.code)
    return case


@both_sizes
def test_a_report_without_script(
    server: Server,
    ministry: Ministry,
    new_context: NewContext,
    viewport: dict[str, int],
    photo: Path,
) -> None:
    page = new_context(java_script_enabled=False, viewport=viewport).new_page()
    page.goto(f"{server}/lapor/")
    fill(page)
    page.get_by_label("Nomor ponsel").fill("0813 555")
    page.get_by_label("Foto, video, atau dokumen").set_input_files(photo)
    page.get_by_role("button", name="Kirim laporan").click()
    # What is wrong stands on top; everything else, the photo too, is still there.
    page.get_by_role("link", name=re.compile("kurang sedikitnya 3 angka")).click()
    expect(page.get_by_label("Ceritakan dengan kata-kata Anda")).to_have_value(STORY)
    expect(page.get_by_label("pintu-keluar.jpg")).to_be_checked()
    page.get_by_label("Nomor ponsel").fill("0813 5550 1412")
    page.get_by_role("button", name="Kirim laporan").click()
    case = on_the_receipt(page)
    assert case.attachments.get().name == "pintu-keluar.jpg"


@both_sizes
def test_a_report_survives_a_lost_connection(
    server: Server, ministry: Ministry, page: Page, axe: Axe, photo: Path
) -> None:
    page.goto(f"{server}/lapor/")
    axe(page)
    does_not_scroll_sideways(page)
    fill(page)
    expect(page.get_by_role("button", name="Hapus draf")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_label("Foto, video, atau dokumen").set_input_files(photo)
    expect(page.get_by_text("Menunggu sambungan")).to_be_visible()
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.get_by_text("Tidak ada sambungan")).to_be_visible()
    axe(page)
    assert not Case.objects.exists()
    page.context.set_offline(False)
    case = on_the_receipt(page)
    assert (case.text, case.attachments.count()) == (STORY, 1)
    axe(page)
    does_not_scroll_sideways(page)
    # Nothing of it stays on the device.
    page.goto(f"{server}/lapor/")
    expect(page.get_by_label("Ceritakan dengan kata-kata Anda")).to_have_value("")


def test_a_draft_comes_back_with_its_files_and_is_sent_once(
    server: Server, ministry: Ministry, page: Page, photo: Path
) -> None:
    page.goto(f"{server}/lapor/")
    fill(page)
    page.get_by_label("Foto, video, atau dokumen").set_input_files(photo)
    expect(page.get_by_label("pintu-keluar.jpg")).to_be_checked()
    expect(page.locator("[data-draft]")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Draf yang tersimpan")).to_be_visible()
    expect(page.get_by_label("Ceritakan dengan kata-kata Anda")).to_have_value(STORY)
    expect(page.get_by_label("Darat")).to_be_checked()
    expect(page.get_by_label("pintu-keluar.jpg")).to_be_checked()
    # The answer to the first attempt is lost on its way back: the retry makes no second case.
    lost: list[str] = []

    def lose_the_first_answer(route: object, request: Request) -> None:
        if request.method == "POST" and not lost:
            lost.append(request.url)
            route.fetch()  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/lapor/", lose_the_first_answer)
    page.get_by_role("button", name="Kirim laporan").click()
    case = on_the_receipt(page)
    assert lost
    assert case.attachments.count() == 1


def test_the_script_shows_what_the_server_found_wrong(
    server: Server, ministry: Ministry, page: Page, axe: Axe, photo: Path
) -> None:
    page.goto(f"{server}/lapor/")
    fill(page)
    page.get_by_label("Foto, video, atau dokumen").set_input_files(photo)
    page.get_by_label("Nomor ponsel").fill("12")
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("pintu-keluar.jpg")).to_be_checked()
    axe(page)
    page.get_by_label("Nomor ponsel").fill("081355501412")
    page.get_by_role("button", name="Kirim laporan").click()
    on_the_receipt(page)


def test_the_kind_is_suggested_and_never_chosen_by_itself(
    server: Server, ministry: Ministry, page: Page, axe: Axe
) -> None:
    page.goto(f"{server}/lapor/")
    page.get_by_label("Ceritakan dengan kata-kata Anda").fill(STORY)
    hint = page.locator('[data-suggestion] [data-for="kind"]')
    expect(hint).to_contain_text("pungli")
    expect(page.get_by_label("Pelanggaran petugas")).not_to_be_checked()
    axe(page)
    hint.get_by_role("button", name="Pilih ini").click()
    expect(page.get_by_label("Pelanggaran petugas")).to_be_checked()
    expect(hint).to_be_hidden()


def test_an_anonymous_report_is_not_asked_who_it_is(
    server: Server, ministry: Ministry, page: Page
) -> None:
    page.goto(f"{server}/lapor/")
    fill(page)
    page.get_by_label("Anonim").check()
    expect(page.get_by_label("Nomor ponsel")).to_be_hidden()
    page.get_by_role("button", name="Kirim laporan").click()
    case = on_the_receipt(page)
    assert case.anonymous
    assert case.reporter is None


@both_sizes
def test_the_way_of_a_report_to_its_answer_and_back(
    server: Server, ministry: Ministry, page: Page, axe: Axe, photo: Path
) -> None:
    page.goto(f"{server}/lapor/")
    fill(page)
    page.get_by_role("button", name="Kirim laporan").click()
    case = on_the_receipt(page)
    code = case.code
    services.move_case(
        actor=ministry.kirana, case=case, tier=3, unit=ministry.sea, reason="Perlu direktur."
    )
    case = services.answer_case(
        actor=ministry.laksmi,
        case=case,
        text="Mohon maaf. Pungutan itu sudah dihentikan.",
        outcome=Outcome.RESOLVED,
    )
    page.get_by_role("link", name="Lacak laporan ini").click()
    expect(page.get_by_label("Nomor laporan")).to_have_value(case.number)
    axe(page)
    page.get_by_label("Kode pribadi").fill(code.lower())
    page.get_by_role("button", name="Buka laporan").click()
    expect(page.locator(".answer").get_by_text("Laksmi Wandhani-Sagara")).to_be_visible()
    expect(page.get_by_text("Pungutan itu sudah dihentikan")).to_be_visible()
    assert code not in page.url
    axe(page)
    does_not_scroll_sideways(page)
    page.get_by_label("Pesan Anda").fill("Ini foto tambahan.")
    page.get_by_text("Belum: ajukan keberatan").click()
    page.get_by_label("Apa yang belum selesai?").fill("Kemarin masih diminta lagi.")
    page.get_by_role("button", name="Ajukan keberatan").click()
    expect(page.get_by_text("Keberatan Anda sudah sampai")).to_be_visible()
    expect(page.get_by_text("Sedang diperiksa lagi").first).to_be_visible()
    page.get_by_label("Pesan Anda").fill("Ini foto tambahan.")
    page.get_by_label("Foto, video, atau dokumen").set_input_files(photo)
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.get_by_text("Ini foto tambahan.")).to_be_visible()
    picture = page.locator("img.preview")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 256)
    axe(page)
    services.answer_case(
        actor=ministry.laksmi,
        case=case,
        text="Petugasnya sudah ditindak.",
        outcome=Outcome.RESOLVED,
    )
    page.reload()
    page.get_by_text("Ya, selesai").click()
    page.get_by_label("Sangat baik").check()
    page.get_by_label("Sepatah kata").fill("Akhirnya ditindak.")
    axe(page)
    page.get_by_role("button", name="Selesai: tutup laporan").click()
    expect(page.get_by_text("Terima kasih. Penilaian Anda")).to_be_visible()
    case.refresh_from_db()
    assert (case.status, case.rating.score) == (Status.CLOSED, 4)
    page.get_by_role("button", name="Tutup di perangkat ini").click()
    page.goto(f"{server}/lacak/{case.number}/")
    expect(page.get_by_label("Kode pribadi")).to_be_visible()


@every_look
def test_every_page_is_accessible_and_fits(
    server: Server, ministry: Ministry, new_context: NewContext, axe: Axe, look: dict[str, Any]
) -> None:
    page = new_context(**look).new_page()
    for address in ("/", "/lapor/", "/lacak/", "/lapor/terkirim/lama/"):
        page.goto(f"{server}{address}")
        axe(page)
        does_not_scroll_sideways(page)
        page.set_viewport_size(SMALLEST)
        does_not_scroll_sideways(page)
        page.set_viewport_size(look["viewport"])


@pytest.mark.parametrize("address", ["/", "/lapor/", "/lacak/"])
def test_the_first_view_is_light(server: Server, page: Page, address: str) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    received: dict[str, float] = {}
    session.on(
        "Network.loadingFinished",
        lambda event: received.update({event["requestId"]: event["encodedDataLength"]}),
    )
    build()
    page.goto(f"{server}{address}", wait_until="networkidle")
    assert len(received) > 5
    assert sum(received.values()) <= 100_000, received
