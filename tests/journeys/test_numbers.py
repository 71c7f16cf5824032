"""A NIK and a NIP in the browser: masked, asked for with a reason, shown, gone at the next look."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from hubung.cases.choices import Channel, Kind
from hubung.cases.services import ReporterDetails, receive_case
from hubung.directory.services import give_number
from tests.journeys.conftest import Open
from tests.support.ministry import Ministry

NIK, NIP = "3171014501900004", "199209032013012469"


def test_a_number_is_shown_for_a_reason_and_once(
    ministry: Ministry, open_at: Open, axe: Callable[[Page], None]
) -> None:
    give_number(ministry.bima, NIP)
    case = receive_case(
        channel=Channel.COUNTER,
        kind=Kind.INFORMATION_REQUEST,
        text="Saya minta salinan laporan kinerja pelabuhan.",
        reporter=ReporterDetails(name="Rinai Senja", phone="+6281155550188", nik=NIK),
    )
    look = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}
    for name, person, address, whole, masked in (
        ("NIK", ministry.ratih, f"/desk/laporan/{case.number}/", NIK, "3171 •••• 004"),
        ("NIP", ministry.arum, f"/desk/pengaturan/orang/{ministry.bima.pk}/", NIP, "1992 •••• 469"),
    ):
        page = open_at(person, address, **look)
        expect(page.get_by_text(masked)).to_be_visible()
        page.locator("summary", has_text=f"Tampilkan {name}").click()
        with page.expect_navigation():
            page.get_by_role("button", name="Tampilkan nomornya").click()
        expect(page.get_by_text("Pilih untuk apa Anda memerlukan nomornya.").first).to_be_visible()
        axe(page)
        page.get_by_label("Untuk apa").select_option("identity")
        with page.expect_navigation():
            page.get_by_role("button", name="Tampilkan nomornya").click()
        expect(page.get_by_text(whole)).to_be_visible()
        axe(page)
        page.goto(page.url.removesuffix("nik/"))
        expect(page.get_by_text(masked)).to_be_visible()
        expect(page.get_by_text(whole)).to_have_count(0)
