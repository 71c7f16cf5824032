"""Rani opens an account by the code in a mail: reports, request, mails, data, and its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect

from hubung.cases.models import Case
from hubung.channels.email.intake import take_in
from hubung.channels.email.models import InboundMessage, RawMessage
from hubung.portal.members.models import Member
from hubung.portal.subscriptions.models import Subscription, Topic
from hubung.privacy.models import Request
from tests.integration.disclosure.asking import RINAI, ask
from tests.integration.email.conftest import letter
from tests.integration.portal.members.people import RANI, code_in, letters
from tests.integration.portal.subscriptions.readers import reader
from tests.journeys.test_report_and_track import does_not_scroll_sideways
from tests.support.browser import DESKTOP, PHONE
from tests.support.ministry import Ministry, build
from tests.support.server import Server

Axe = Callable[[Page], None]


@pytest.fixture
def ministry(server: Server) -> Ministry:
    cache.clear()
    return build()


PARTS = ("/saya/permohonan/", "/saya/langganan/", "/saya/data/", "/saya/perangkat/")


def write(subject: str) -> Case:
    """She sends a mail, as the doors store it and the intake reads it."""
    content = letter("Sejak pagi loket dua tutup.", sender=RANI, subject=subject).as_bytes()
    raw = RawMessage.objects.create(
        sha256=sha256(content).hexdigest(), size=len(content), content=content
    )
    InboundMessage.objects.create(
        raw=raw, recipient=settings.HUBUNG.case_address, sender=RANI, door="smtp"
    )
    take_in()
    return Case.objects.latest("pk")


def press(page: Page, name: str) -> None:
    """A button or a link, with the keyboard alone."""
    either = page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name))
    either.first.focus()
    page.keyboard.press("Enter")


ON_A_PHONE = {"viewport": PHONE, "locale": "id-ID", "java_script_enabled": False}


def test_on_a_phone_without_a_script_by_keyboard_alone(
    server: Server, ministry: Ministry, new_context: Callable[..., BrowserContext]
) -> None:
    case = write("Loket tutup di Bitung")
    asked = ask(replace(RINAI, name="Rani Contohwati", email=RANI))
    reader("rani", Topic.NEWS)
    page = new_context(**ON_A_PHONE).new_page()
    page.goto(f"{server}/lacak/")
    press(page, "Semua laporan saya: akun")
    expect(page.get_by_role("heading", level=1)).to_have_text("Akun Anda")
    press(page, "Kirimi saya kode")
    expect(page.get_by_role("alert")).to_contain_text("Tulis ke mana kode dikirim.")
    page.get_by_label("Alamat surel Anda").focus()
    page.keyboard.type(RANI)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Periksa kotak surel Anda")
    page.get_by_label("Kode dari surel").focus()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Anda dapat mencoba 4 kali lagi.")
    page.get_by_label("Kode dari surel").fill(code_in(letters()[-1]))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Laporan saya")
    press(page, "Loket tutup di Bitung")
    expect(page).to_have_url(f"{server}/lacak/{case.number}/")
    page.go_back()
    press(page, "Permohonan saya")
    expect(page.get_by_text(asked.case.number)).to_be_visible()
    expect(page.get_by_text("Hak Anda berikutnya")).to_be_visible()
    press(page, "Surel untuk saya")
    expect(page.get_by_label("Kabar", exact=True)).to_be_checked()
    press(page, "Akhiri surel ini")
    expect(page.get_by_role("status")).to_contain_text("Anda tidak menerima surel")
    assert not Subscription.objects.exists()
    press(page, "Data saya")
    page.get_by_label("Salinan data saya").focus()
    page.keyboard.press("Space")
    press(page, "Kirim permintaan")
    expect(page.locator("[data-code]")).to_be_visible()
    request = Request.objects.get()
    expect(page.locator("[data-code]")).to_have_text(request.case.code)
    page.goto(f"{server}/saya/data/")
    expect(page.get_by_text(request.case.number).first).to_be_visible()
    press(page, "Cara masuk")
    press(page, "Lihat dahulu akibatnya")
    press(page, "Tutup akun")
    expect(page.get_by_role("status")).to_contain_text("Akun Anda sudah ditutup.")
    assert not Member.objects.exists()
    page.goto(f"{server}/lacak/{case.number}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lacak laporan Anda")


LOOKS: dict[str, dict[str, Any]] = {
    "360px-dark-id": {"viewport": PHONE, "color_scheme": "dark", "locale": "id-ID"},
    "1440px-light-en": {"viewport": DESKTOP, "color_scheme": "light", "locale": "en-GB"},
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_every_page_of_the_account_can_be_used_by_everybody(
    server: Server,
    ministry: Ministry,
    new_context: Callable[..., BrowserContext],
    axe: Axe,
    look: dict[str, Any],
) -> None:
    write("Loket tutup di Bitung")
    page = new_context(**look).new_page()

    def judged(path: str = "") -> None:
        if path:
            page.goto(f"{server}{path}")
        axe(page)
        does_not_scroll_sideways(page)

    judged("/saya/")
    page.locator("input[name=email]").fill("rani")
    page.locator("main form .btn.primary").click()
    judged()
    page.locator("input[name=email]").fill(RANI)
    page.locator("main form .btn.primary").click()
    judged()
    page.locator("input[name=code]").fill("1")
    page.locator("main form .btn.primary").click()
    judged()
    page.locator("input[name=code]").fill(code_in(letters()[-1]))
    page.locator("main form .btn.primary").click()
    expect(page.get_by_text("Loket tutup di Bitung")).to_be_visible()
    judged()
    for path in (*PARTS, "/saya/tutup/"):
        judged(path)
    Case.objects.update(confidential=True)
    judged("/saya/")
    expect(page.locator(".empty")).to_be_visible()
