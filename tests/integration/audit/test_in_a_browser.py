"""The access log in a real browser: narrow and wide, light and dark, judged by axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.audit.where import Where
from tests.integration.audit.test_recording import misconduct, page_of
from tests.support.accounts import session_cookie
from tests.support.browser import PHONE, both_sizes
from tests.support.ministry import build
from tests.support.server import Server

pytestmark = pytest.mark.once


@both_sizes
def test_an_auditor_finds_who_read_a_report(
    server: Server,
    new_context: Callable[..., BrowserContext],
    axe: Callable[[Page], None],
    viewport: dict[str, int],
) -> None:
    theme = "dark" if viewport == PHONE else "light"
    ministry, case = build(), misconduct()
    where = Where("192.0.2.7", "0123456789ab")
    for number in range(60):
        record(Act.SIGN_IN_FAILED, None, f"account:{number:012x}", where=where)
    record(Act.FACTOR_RESET, ministry.arum, f"person:{ministry.ratih.pk}", why="Hilang. " * 30)

    inspector = new_context(color_scheme=theme)
    inspector.add_cookies([session_cookie(ministry.sekar, server.url)])  # type: ignore[list-item]
    page = inspector.new_page()
    page.goto(server.url + page_of(case))
    page.get_by_text("Dibaca 1 orang").click()
    expect(page.get_by_text("Sekar Tunjung-Biru 1 kali")).to_be_visible()

    auditor = new_context(color_scheme=theme)
    auditor.add_cookies([session_cookie(ministry.gatra, server.url)])  # type: ignore[list-item]
    page = auditor.new_page()
    page.goto(f"{server.url}/desk/audit/")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_navigation():
        page.get_by_role("link", name="Lebih lama").click()
    expect(page.get_by_role("link", name="Terbaru")).to_be_visible()

    page.get_by_label("Tentang: nomor").fill(case.number)
    page.get_by_label("Apa", exact=True).select_option("Semua pembacaan")
    with page.expect_navigation():
        page.get_by_role("button", name="Tampilkan").click()
    expect(page.get_by_role("heading", name="Siapa yang sudah membaca")).to_be_visible()
    expect(page.get_by_role("table").get_by_text("Membaca laporan terlindung")).to_have_count(1)
    axe(page)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Simpan sebagai tabel").click()
    assert case.number in saved.value.path().read_text("utf-8-sig")

    page.get_by_label("Siapa: nama").fill("tak ada orangnya")
    with page.expect_navigation():
        page.get_by_role("button", name="Tampilkan").click()
    expect(page.get_by_text("Tidak ada yang bernama demikian").first).to_be_visible()
    axe(page)
