"""The import pages as they are seen: accessible, and moving on by themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from hubung.kernel import tasks
from tests.support import ministry
from tests.support.accounts import session_cookie
from tests.support.browser import both_sizes
from tests.support.server import Server

GOOD = "NIP;Nama;Unit;Surel\n199209032013012469;Ayu Lesung-Biru;DJPL;ayu@dephub.go.id\n"


@pytest.mark.once
@both_sizes
def test_a_file_from_choosing_to_taken_over(
    server: Server,
    new_context: Callable[..., BrowserContext],
    axe: Callable[[Page], None],
    tmp_path: Path,
) -> None:
    house = ministry.build()
    context = new_context()
    context.add_cookies([session_cookie(house.arum, server.url)])  # type: ignore[list-item]
    page = context.new_page()
    good, bad = tmp_path / "pegawai.csv", tmp_path / "keliru.csv"
    good.write_text(GOOD)
    bad.write_text(GOOD.replace("DJPL", "DJXX").replace("@", " at "))

    page.goto(f"{server}/desk/direktori/impor/")
    axe(page)
    page.get_by_label("Berkas", exact=True).set_input_files(good)
    page.get_by_role("button", name="Periksa berkas").click()
    axe(page)
    tasks.run_until_idle()
    page.get_by_role("button", name="Terapkan").wait_for()
    axe(page)
    page.get_by_role("button", name="Terapkan").click()
    tasks.run_until_idle()
    page.get_by_role("heading", name="Sudah diterapkan").wait_for()
    axe(page)

    page.goto(f"{server}/desk/direktori/impor/")
    page.get_by_label("Berkas", exact=True).set_input_files(bad)
    page.get_by_role("button", name="Periksa berkas").click()
    tasks.run_until_idle()
    page.get_by_text("Ini bukan alamat surel. Tulis seperti nama@domain.").wait_for()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
