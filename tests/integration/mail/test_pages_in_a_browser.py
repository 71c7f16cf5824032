"""The pages of the mail as they are seen and worked with."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from hubung.directory.models import Person
from hubung.mail import services
from hubung.mail.models import Account, Group, GroupRule, Use
from tests.support import ministry
from tests.support.accounts import session_cookie
from tests.support.browser import both_sizes
from tests.support.server import Server


def _fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.once
@both_sizes
def test_a_keeper_finds_an_account_and_suspends_it(
    server: Server, new_context: Callable[..., BrowserContext], axe: Callable[[Page], None]
) -> None:
    house = ministry.build()
    services.provision()
    services.activate(person=house.damar)
    Use.objects.create(login=house.damar.email, service="imap", at=1_800_000_000)
    page = _at(server, new_context, house.arum)
    page.goto(f"{server}/desk/pengaturan/")
    page.get_by_role("link", name="Surat dinas").first.click()
    axe(page)
    assert _fits(page)
    page.get_by_label("Nama atau alamat surel").fill("wilis")
    page.keyboard.press("Enter")
    page.get_by_text("1 akun.").wait_for()
    page.get_by_role("link", name="Damar Wilis-Putra").click()
    axe(page)
    assert _fits(page)
    page.locator("summary", has_text="Bekukan").focus()
    page.keyboard.press("Enter")
    page.locator("#suspend_reason").fill("Kata sandi dicuri.")
    page.keyboard.press("Enter")
    page.get_by_text("Dibekukan. Siapa pun").wait_for()
    axe(page)
    for path in (
        "grup/",
        "grup/baru/",
        f"grup/{_group(house).pk}/",
        "aktivasi/",
        "domain/",
        "impor/",
        "jabatan/",
        f"jabatan/{house.sea.pk}/",
        "ruang/",
        "nama/",
        "bersama-baru/",
        "pengiriman/",
        "tertahan/",
        "keadaan/",
    ):
        page.goto(f"{server}/desk/pengaturan/surel/{path}")
        axe(page)
        assert _fits(page), path


def _group(house: ministry.Ministry) -> Group:
    return Group.objects.get(unit=house.sea, rule=GroupRule.SUBTREE)


def _at(server: Server, new_context: Callable[..., BrowserContext], person: Person) -> Page:
    context = new_context()
    context.add_cookies([session_cookie(person, server.url)])  # type: ignore[list-item]
    return context.new_page()


@pytest.mark.once
@both_sizes
def test_an_official_adds_a_mail_program_with_the_keyboard(
    server: Server, new_context: Callable[..., BrowserContext], axe: Callable[[Page], None]
) -> None:
    house = ministry.build()
    services.provision()
    services.activate(person=house.laksmi)
    page = _at(server, new_context, house.laksmi)
    page.goto(f"{server}/akun/")
    page.get_by_role("link", name="Surel saya").click()
    axe(page)
    assert _fits(page)
    page.get_by_role("link", name="Atur balasan dan saringan").click()
    page.locator("summary", has_text="Tulis balasan").click()
    page.locator("summary", has_text="Tambah saringan").click()
    axe(page)
    assert _fits(page)
    page.get_by_label("Jawaban Anda").fill("Saya cuti.")
    page.get_by_role("button", name="Balas seperti ini").click()
    page.get_by_text("Balasan Anda sudah diatur.").wait_for()
    page.goto(f"{server}/akun/surel/")
    page.get_by_role("link", name="Tambahkan program surat").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Perangkat yang mana?").fill("Ponsel kantor")
    axe(page)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Ketik ini di program surat sekarang").wait_for()
    assert page.evaluate("document.activeElement.tagName") == "CODE"
    axe(page)
    assert _fits(page)
    page.get_by_role("link", name="Sudah saya ketik").click()
    page.get_by_role("button", name="Cabut Ponsel kantor").wait_for()
    assert Account.objects.get(person=house.laksmi).app_passwords.count() == 1
