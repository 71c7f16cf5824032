"""Ratih signs in to two other applications with Hubung, in a real browser, and takes one back.

The applications are small, but theirs is the whole protocol, on an origin of their own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.fixtures import Settings

from hubung.directory.accounts import services
from hubung.directory.accounts.provider import clients
from hubung.directory.accounts.provider.clients import Said
from hubung.directory.models import Person
from tests.journeys.conftest import Open
from tests.support.accounts import PASSWORD, code
from tests.support.browser import every_look, on_a_phone
from tests.support.ministry import Ministry
from tests.support.relying_party import RelyingParty
from tests.support.server import Server

Axe = Callable[[Page], None]


class Application(ThreadingHTTPServer):
    """`/` leads to Hubung, `/kembali` says who came back."""

    party: RelyingParty

    @property
    def url(self) -> str:
        # Another site for the browser, not only another port.
        return f"http://localhost:{self.server_address[1]}"


class _Pages(BaseHTTPRequestHandler):
    server: Application

    def do_GET(self) -> None:
        party, asked = self.server.party, urlsplit(self.path)
        told = {name: values[0] for name, values in parse_qs(asked.query).items()}
        if asked.path == "/":
            self.send_response(302)
            self.send_header("Location", party.question())
            self.end_headers()
            return None
        if "error" in told:
            return self._say(f"Tidak masuk: {told['error']}")
        assert told["state"] == party.state
        given = party.exchange(told["code"]).json()
        said = party.believed(given["id_token"])
        assert said["sub"] == party.userinfo(given["access_token"]).json()["sub"]
        return self._say(f"Selamat datang, {said['name']}")

    def _say(self, words: str) -> None:
        page = f"<!doctype html><html lang=id><title>Aplikasi</title><main>{escape(words)}</main>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_args: Any) -> None:
        """Says nothing into the test's output."""


@pytest.fixture
def provider(server: Server, settings: Settings) -> str:
    web = settings.HUBUNG.web.model_copy(update={"public_url": server.url})
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"web": web})
    return server.url


@pytest.fixture
def run(provider: str) -> Iterator[Callable[..., Application]]:
    """Starts an application that was registered."""
    running: list[Application] = []

    def start(name: str, **said: Any) -> Application:
        application = Application(("127.0.0.1", 0), _Pages)
        back = f"{application.url}/kembali"
        client, secret = clients.register(
            by=None, said=Said(name=name, addresses=[back], scopes=["profile", "email"], **said)
        )
        application.party = RelyingParty(provider, client.pk, secret, back)
        threading.Thread(target=application.serve_forever, name=name).start()
        running.append(application)
        return application

    yield start
    for application in running:
        application.shutdown()
        application.server_close()


@pytest.fixture
def ratih(ministry: Ministry) -> Person:
    services.set_password(ministry.ratih, PASSWORD)
    return ministry.ratih


@on_a_phone
@pytest.mark.both_databases
def test_one_sign_in_opens_every_application(
    ratih: Person, run: Callable[..., Application], page: Page, axe: Axe, provider: str
) -> None:
    """Password and code once; the ministry's own asks nothing, a partner's asks."""
    secret = services.enrol_totp(ratih)
    own, partner = run("Kepegawaian", first_party=True), run("Mitra Kapal")
    page.goto(own.url)
    page.get_by_label("Alamat surel dinas").fill(ratih.email)
    page.get_by_label("Kata sandi Anda").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.get_by_label("Kode dari aplikasi").fill(code(secret))
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_text(f"Selamat datang, {ratih.name}")).to_be_visible()

    page.goto(partner.url)
    expect(page.get_by_role("heading", name="Masuk ke Mitra Kapal?")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Jangan masuk").click()
    expect(page.get_by_text("Tidak masuk: access_denied")).to_be_visible()
    page.goto(partner.url)
    page.get_by_role("button", name="Setuju dan masuk").click()
    expect(page.get_by_text(f"Selamat datang, {ratih.name}")).to_be_visible()

    page.goto(f"{provider}/akun/aplikasi/")
    expect(page.locator("li b", has_text="Kepegawaian")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Cabut akses Mitra Kapal").click()
    expect(page.get_by_text("tidak lagi punya akses")).to_be_visible()
    expect(page.locator("li b")).to_have_text(["Kepegawaian"])


def test_who_needs_a_factor_first_enrols_and_then_goes_on(
    ratih: Person, run: Callable[..., Application], new_context: Callable[..., BrowserContext]
) -> None:
    own = run("Kepegawaian", first_party=True)
    page = new_context().new_page()
    page.goto(own.url)
    page.get_by_label("Alamat surel dinas").fill(ratih.email)
    page.get_by_label("Kata sandi Anda").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.get_by_role("link", name="Pasang aplikasi").click()
    page.get_by_label("Enam angka").fill(code(page.locator("code.secret").inner_text()))
    page.get_by_role("button", name="Aktifkan").click()
    expect(page.get_by_role("heading", name="Kode pemulihan")).to_be_visible()
    page.goto(own.url)
    expect(page.get_by_text(f"Selamat datang, {ratih.name}")).to_be_visible()


def test_leaving_an_application_leads_back_to_it(
    ratih: Person, run: Callable[..., Application], open_at: Open, axe: Axe
) -> None:
    own = run("Kepegawaian", first_party=True)
    page = open_at(ratih, "/akun/")
    page.goto(own.url)
    expect(page.get_by_text("Selamat datang")).to_be_visible()
    leave = own.party.discovered["end_session_endpoint"]
    page.goto(
        f"{leave}?client_id={own.party.client_id}&post_logout_redirect_uri={own.url}/?error=keluar"
    )
    expect(page.get_by_role("heading", name="Keluar dari semuanya?")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Keluar dari semuanya").click()
    expect(page.get_by_role("heading", name="Masuk", exact=True)).to_be_visible()


@every_look
def test_an_administrator_adds_an_application(
    ministry: Ministry, open_at: Open, axe: Axe, look: dict[str, Any]
) -> None:
    def judged() -> None:
        axe(page)
        width, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width <= inner, f"{page.url} is {width} px wide in {inner} px"

    page = open_at(ministry.arum, "/desk/pengaturan/aplikasi/", **look)
    judged()
    page.locator("main a.btn").first.click()
    page.wait_for_url("**/baru/")
    page.locator("#id_name").fill("Kepegawaian")
    page.locator("#id_addresses").fill("http://kepegawaian.contoh.id/kembali")
    page.locator("button[value=keep]").click()
    expect(page.get_by_role("alert")).to_be_focused()
    judged()
    page.locator("#id_addresses").fill("https://kepegawaian.contoh.id/kembali")
    page.locator("button[value=keep]").click()
    expect(page.get_by_label("client_secret")).to_be_visible()
    judged()
    page.locator("main a.btn").last.click()
    page.get_by_role("link", name="Kepegawaian").click()
    page.locator("summary").first.click()
    judged()
