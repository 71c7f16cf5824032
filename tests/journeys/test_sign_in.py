"""Ratih's first day, in a real browser: the password by mail, a second factor, a passkey.

The passkey lives in Chromium's own virtual authenticator, so both ends of WebAuthn are real.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import BrowserContext, CDPSession, Page, expect

from hubung.directory.accounts import services
from hubung.directory.models import Person
from tests.support import ministry
from tests.support.accounts import PASSWORD, code, session_cookie
from tests.support.browser import on_a_phone
from tests.support.server import Server

Check = Callable[[Page], None]
NewContext = Callable[..., BrowserContext]


@pytest.fixture
def address(server: Server) -> str:
    """The server by name: browsers know no passkeys at a bare IP address."""
    return server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def ratih(server: Server) -> Person:
    return ministry.build().ratih


def enter(page: Page, address: str, password: str = PASSWORD) -> None:
    page.goto(f"{address}/akun/masuk/?next=/akun/")
    page.get_by_label("Alamat surel dinas").fill("ratih@dephub.go.id")
    page.get_by_label("Kata sandi Anda").fill(password)
    page.get_by_role("button", name="Masuk", exact=True).click()


def virtual_authenticator(page: Page) -> CDPSession:
    """A device with a fingerprint reader, as a laptop has."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return devtools


@on_a_phone
def test_from_no_password_to_the_account_with_an_app(
    page: Page, address: str, ratih: Person, axe: Check
) -> None:
    page.goto(f"{address}/akun/masuk/")
    axe(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Lupa kata sandi, atau belum pernah punya?").click()
    axe(page)
    page.get_by_label("Alamat surel dinas").fill(ratih.email)
    page.get_by_role("button", name="Kirim tautan").click()
    expect(page.get_by_text("tautannya sedang dikirim")).to_be_visible()
    axe(page)

    (message,) = mail.outbox
    # The link names the settings' address, not the browser's: only its path leads to this server.
    link = re.search(r"http://[^/]+(/\S+)", str(message.body))
    assert link
    page.goto(address + link[1])
    axe(page)
    page.get_by_label("Kata sandi baru", exact=True).fill("pendek")
    page.get_by_label("Kata sandi baru, sekali lagi").fill("pendek")
    page.get_by_role("button", name="Ubah kata sandi").click()
    expect(page.get_by_role("alert")).to_contain_text("12")
    axe(page)
    page.get_by_label("Kata sandi baru", exact=True).fill(PASSWORD)
    page.get_by_label("Kata sandi baru, sekali lagi").fill(PASSWORD)
    page.get_by_role("button", name="Ubah kata sandi").click()
    expect(page.get_by_role("heading", name="Kata sandi Anda sudah dibuat")).to_be_visible()
    axe(page)

    enter(page, address, "bukan-yang-ini")
    expect(page.get_by_role("alert")).to_contain_text("tidak cocok")
    axe(page)
    enter(page, address)
    expect(page).to_have_url(f"{address}/akun/faktor-kedua/mulai/")
    expect(page.get_by_role("navigation", name="Akun Anda")).to_have_count(0)
    axe(page)

    with page.expect_navigation():
        page.get_by_role("link", name="Pasang aplikasi").click()
    axe(page)
    picture = page.get_by_role("img", name="Kode QR")
    assert picture.evaluate("image => image.naturalWidth") > 100
    page.get_by_label("Enam angka").fill("000000")
    page.get_by_role("button", name="Aktifkan").click()
    expect(page.get_by_role("alert")).to_contain_text("Kode itu belum tepat")
    axe(page)
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Enam angka").fill(code(secret))
    page.get_by_role("button", name="Aktifkan").click()
    expect(page.get_by_role("heading", name="Kode pemulihan")).to_be_visible()
    expect(page.locator("ul.codes li")).to_have_count(10)
    axe(page)

    for name, heading in [
        ("Akun", "Akun Anda"),
        ("Faktor kedua", "Faktor kedua"),
        ("Kunci sandi", "Kunci sandi"),
        ("Kata sandi Anda", "Ubah kata sandi"),
        ("Perangkat", "Perangkat"),
    ]:
        page.get_by_role("navigation", name="Akun Anda").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        axe(page)

    page.get_by_role("button", name="Keluar dari semua perangkat").click()
    expect(page.get_by_text("Anda sudah keluar dari semua perangkat.")).to_be_visible()
    enter(page, address)
    expect(page).to_have_url(re.compile("/akun/masuk/kode/"))
    axe(page)
    page.get_by_label("Kode dari aplikasi").fill(code(secret))
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Akun Anda")).to_be_visible()


def test_a_passkey_is_added_and_then_opens_alone(
    page: Page, address: str, ratih: Person, axe: Check
) -> None:
    services.set_password(ratih, PASSWORD)
    devtools = virtual_authenticator(page)
    enter(page, address)
    with page.expect_navigation():
        page.get_by_role("link", name="Tambahkan kunci sandi").click()
    axe(page)
    page.get_by_label("Apa nama perangkat ini bagi Anda?").fill("Laptop meja 4")
    expect(page.get_by_label("Masuk dengan kunci ini saja")).to_be_checked()
    page.get_by_role("button", name="Tambahkan kunci sandi").click()
    expect(page.get_by_role("heading", name="Kode pemulihan")).to_be_visible()

    page.goto(f"{address}/akun/kunci-sandi/")
    expect(page.get_by_text("Laptop meja 4").first).to_be_visible()
    axe(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Hapus Laptop meja 4").click()
    axe(page)
    page.get_by_role("button", name="Hapus").click()
    expect(page.get_by_text("satu-satunya faktor kedua")).to_be_visible()

    page.goto(f"{address}/akun/keluar/")
    axe(page)
    page.get_by_role("main").get_by_role("button", name="Keluar").click()
    page.goto(f"{address}/akun/masuk/?next=/akun/sesi/")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(page.get_by_role("heading", level=1, name="Perangkat")).to_be_visible()

    page.goto(f"{address}/akun/keluar/")
    page.get_by_role("main").get_by_role("button", name="Keluar").click()
    enter(page, address)
    page.get_by_role("button", name="Pakai kunci sandi").click()
    expect(page.get_by_role("heading", level=1, name="Akun Anda")).to_be_visible()

    devtools.send("WebAuthn.disable")


def test_a_passkey_that_does_not_answer_says_what_to_do(
    page: Page, address: str, ratih: Person, axe: Check
) -> None:
    page.goto(f"{address}/akun/masuk/")
    refuse = "() => { navigator.credentials.get = () => Promise.reject(new Error('cancelled')) }"
    page.evaluate(refuse)
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(page.get_by_role("alert")).to_contain_text("Kunci sandi tidak menjawab")
    axe(page)


def test_at_a_bare_address_the_page_says_that_passkeys_do_not_work(
    page: Page, server: Server, axe: Check
) -> None:
    page.goto(f"{server.url}/akun/masuk/")
    expect(page.get_by_text("perlu nama, bukan angka")).to_be_visible()
    expect(page.get_by_role("button", name="Masuk dengan kunci sandi")).to_be_disabled()
    axe(page)


def test_a_session_ended_on_another_device_is_over_at_the_next_click(
    new_context: NewContext, address: str, ratih: Person
) -> None:
    services.set_password(ratih, PASSWORD)
    secret = services.enrol_totp(ratih)
    telephone, laptop = new_context().new_page(), new_context().new_page()
    for later, page in enumerate((telephone, laptop)):
        enter(page, address)
        page.get_by_label("Kode dari aplikasi").fill(code(secret, later=later))
        page.get_by_role("button", name="Masuk", exact=True).click()
        expect(page.get_by_role("heading", level=1, name="Akun Anda")).to_be_visible()

    laptop.goto(f"{address}/akun/sesi/")
    other = laptop.locator("ul.rows > li").filter(has_not_text="Perangkat ini")
    other.get_by_role("button", name="Keluar").click()
    expect(laptop.get_by_text("Perangkat itu sudah dikeluarkan.")).to_be_visible()
    telephone.get_by_role("link", name="Perangkat").click()
    expect(telephone.get_by_role("heading", name="Masuk")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_account_page_speaks_english_too_and_works_in_both_themes(
    scheme: str, new_context: NewContext, address: str, ratih: Person, axe: Check
) -> None:
    services.enrol_totp(ratih)
    context = new_context(locale="en-GB", color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/akun/masuk/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_visible()
    axe(page)
    context.add_cookies([session_cookie(ratih, address)])  # type: ignore[list-item]
    for path, heading in [
        ("", "Your account"),
        ("faktor-kedua/", "Second factor"),
        ("kunci-sandi/", "Passkeys"),
        ("kunci-sandi/tambah/", "Add a passkey"),
        ("faktor-kedua/aplikasi/hapus/", "Deactivate Authenticator App"),
        ("sandi/ubah/", "Change Password"),
        ("sesi/", "Devices"),
        ("keluar/", "Sign Out"),
    ]:
        page.goto(f"{address}/akun/{path}")
        expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        axe(page)
