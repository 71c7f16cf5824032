"""Rani signs in to her account with a provider from outside: a second installation of our own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.fixtures import Settings

from hubung.directory.models import Person
from hubung.portal.members.models import Member
from hubung.project.sections import PublicSignOn
from tests.integration.portal.members.people import RANI, report
from tests.support.accounts import PASSWORD, code
from tests.support.ministry import build
from tests.support.program import Program
from tests.support.server import Server

Axe = Callable[[Page], None]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
#: Run in the installation that is the provider.
OPEN = """
import sys, django
django.setup()
from hubung.directory.accounts import services
from hubung.directory.accounts.provider import clients
from hubung.directory.models import Person
callback, email, password, secret = sys.argv[1:]
rani = Person.objects.create_user(email, password, name="Rani Contohwati")
services.enrol_totp(rani, secret)
said = clients.Said(name="Portal kementerian", addresses=[callback], scopes=["email"])
client, given = clients.register(by=None, said=said)
print(client.pk, given)
"""


@dataclass(frozen=True)
class Portal:
    """The portal, at a name of its own: the two installations share this machine's address."""

    url: str


@pytest.fixture
def portal(server: Server, program: Program, settings: Settings) -> Portal:
    cache.clear()
    build()
    url = server.url.replace("127.0.0.1", "localhost")
    callback = f"{url}/saya/masuk/luar/kembali/"
    made = subprocess.run(
        [sys.executable, "-c", OPEN, callback, RANI, PASSWORD, SECRET],
        env=program.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    client_id, client_secret = made.stdout.split()
    program.start("web", ready=False)
    while not program.readyz()[0]:
        assert program.process is not None
        assert program.process.poll() is None, program.log
    said = PublicSignOn(
        issuer=program.base_url,
        name="Masuk Contoh",
        client_id=client_id,
        client_secret=client_secret,
    )
    web = django_settings.HUBUNG.web.model_copy(update={"public_url": url})
    settings.HUBUNG = django_settings.HUBUNG.model_copy(update={"public_sign_on": said, "web": web})
    return Portal(url)


@pytest.mark.both_databases
def test_the_provider_proves_the_address_and_nobody_of_the_directory_comes_of_it(
    portal: Portal, new_context: Callable[..., BrowserContext], axe: Axe
) -> None:
    report("Loket tutup di Bitung")
    people = Person.objects.count()
    context = new_context()
    page = context.new_page()
    page.goto(f"{portal.url}/saya/masuk/")
    axe(page)
    page.get_by_role("link", name="Masuk dengan Masuk Contoh").click()
    page.get_by_label("Alamat surel dinas").fill(RANI)
    page.get_by_label("Kata sandi Anda").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.get_by_label("Kode dari aplikasi").fill(code(SECRET))
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.get_by_role("button", name="Jangan masuk").click()
    expect(page.get_by_role("status")).to_contain_text("Masuk Contoh tidak mengizinkan Anda masuk.")
    assert not Member.objects.exists()

    page.get_by_role("link", name="Masuk dengan Masuk Contoh").click()
    page.get_by_role("button", name="Setuju dan masuk").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Laporan saya")
    expect(page.get_by_role("link", name="Loket tutup di Bitung")).to_be_visible()
    axe(page)
    assert Member.objects.get().email == RANI
    assert Person.objects.count() == people
    ours = {one["name"] for one in context.cookies(f"{portal.url}/saya/")}
    assert ours & {"saya", "sessionid"} == {"saya"}
    expect(page).to_have_url(f"{portal.url}/saya/")
