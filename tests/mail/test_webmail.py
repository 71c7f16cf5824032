"""Debian's Roundcube, signed in with Hubung, in a real browser over the real daemons."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.fixtures import Settings

from hubung.directory.accounts import services
from hubung.directory.models import Person
from hubung.mail import services as mail
from hubung.mail.daemons import configuration as daemons
from hubung.mail.daemons.place import Place
from hubung.mail.daemons.source import Source
from hubung.mail.daemons.webmail import configuration, installing, packages
from hubung.mail.daemons.webmail.configuration import Webmail
from hubung.mail.models import Account, AccountState, Address
from hubung.mail.settings import MailSystem as Section
from tests.support import program
from tests.support.accounts import session_cookie
from tests.support.mail_system import DOMAIN, MailSystem, until
from tests.support.patience import PATIENCE
from tests.support.server import serving


@pytest.fixture
def webmail(system: MailSystem, settings: Settings) -> Iterator[tuple[str, str]]:
    """The addresses of Hubung and of the webmail that it configured."""
    packages.install()
    with serving() as server:
        port = program.free_ports(1)[0]
        url = f"http://127.0.0.1:{port}"
        web = settings.HUBUNG.web.model_copy(update={"public_url": server.url})
        settings.HUBUNG = settings.HUBUNG.model_copy(update={"web": web})
        mail = system.mail.model_copy(update={"webmail_url": url})
        settings.HUBUNG = settings.HUBUNG.model_copy(update={"mail_system": mail})
        folder = installing.write(replace(system.place, mail=mail))
        php = subprocess.Popen(
            ["php", "-S", f"127.0.0.1:{port}", "-t", str(configuration.ROOT)],
            env={**os.environ, "ROUNDCUBE_CONFIG_DIR": str(folder), "PHP_CLI_SERVER_WORKERS": "4"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            until("the webmail answers", lambda: _answers(port))
            yield server.url, url
        finally:
            os.killpg(php.pid, 15)
            php.wait(PATIENCE)


def _answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def opened(
    person: Person,
    webmail: tuple[str, str],
    new_context: Callable[..., BrowserContext],
    *,
    has_mailbox: bool = True,
) -> Page:
    """A page of somebody who has signed in to Hubung and goes on to the webmail."""
    provider, url = webmail
    context = new_context()
    context.add_cookies([session_cookie(person, provider)])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"{provider}/akun/")
    button = page.get_by_role("link", name="Buka surel Anda")
    if has_mailbox:
        button.click()
    else:
        expect(button).to_have_count(0)
        page.goto(url)
    return page


def test_who_signed_in_to_hubung_reads_and_writes_and_is_cut_off_with_the_session(
    system: MailSystem,
    webmail: tuple[str, str],
    new_context: Callable[..., BrowserContext],
) -> None:
    niken, other = system.person("niken"), system.person("cakra")
    box = Account.objects.create(
        label="Layanan", unit=system.unit, login=f"layanan@{DOMAIN}", state=AccountState.ACTIVE
    )
    mail.share(by=None, mailbox=box, person=niken.account.person)
    daemons.follow(system.place)
    Address.objects.create(
        address=f"niken.lain@{DOMAIN}", domain=system.domain, account=niken.account
    )
    system.arrive("warga@example.org", box.login, "Untuk layanan")
    niken.await_subject("Untuk layanan", f"Bersama/{box.login}")
    system.arrive("warga@example.org", niken.login, "Dermaga tujuh gelap")
    niken.await_subject("Dermaga tujuh gelap")
    assert niken.account.person is not None
    page = opened(niken.account.person, webmail, new_context)
    expect(page.get_by_text("Dermaga tujuh gelap")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "id")
    logo = page.locator("#logo:visible, img.logo:visible, #layout-menu img:visible").first
    assert logo.evaluate("picture => picture.naturalWidth") > 0
    assert (logo.get_attribute("src") or "").startswith("data:image/svg+xml")

    # In the ministry's colours, and with what she works on with others.
    expect(page.locator("#layout-menu")).to_have_css("background-color", "rgb(11, 60, 81)")
    expect(page.locator("#mailboxlist").get_by_text(box.login)).to_have_count(1)

    page.goto(f"{webmail[1]}/?_task=mail&_action=compose&_to={other.login}&_subject=Sudah+terang")
    # Her addresses are there to write as.
    assert f"niken.lain@{DOMAIN}" in page.locator("#_from").inner_text()
    page.locator("#composebody").fill("Lampunya sudah diganti.")
    _send(page)
    assert other.await_subject("Sudah terang")["from"].addresses[0].addr_spec == niken.login
    assert niken.await_subject("Sudah terang", "Sent")

    _writes_to_somebody_by_name(system, page, webmail[1])

    # What she may write as since then is there to choose, under her name.
    Address.objects.create(
        address=f"niken.baru@{DOMAIN}", domain=system.domain, account=niken.account
    )
    again = opened(niken.account.person, webmail, new_context)
    again.goto(f"{webmail[1]}/?_task=mail&_action=compose")
    for address in (niken.login, f"niken.lain@{DOMAIN}", f"niken.baru@{DOMAIN}"):
        assert f"Niken <{address}>" in again.locator("#_from").inner_text()

    services.end_sessions(niken.account.person)
    later = page.context.new_page()
    later.goto(f"{webmail[1]}/?_task=mail&_mbox=INBOX")
    # Roundcube's own frame stays until it asks for the next token; what it shows is nothing.
    expect(later.get_by_text("Daftar ini kosong")).to_be_visible()
    expect(later.get_by_text("Dermaga tujuh gelap")).to_have_count(0)


def _send(page: Page) -> None:
    """Once the letter is gone, Roundcube leads back by itself."""
    with page.expect_navigation():
        page.locator("button.send").click()


def _writes_to_somebody_by_name(system: MailSystem, page: Page, url: str) -> None:
    """Two letters are enough; whoever is suspended is no longer offered."""
    wening, weda = system.person("wening"), system.person("weda")
    page.goto(f"{url}/?_task=mail&_action=compose&_subject=Dari+buku+alamat")
    offered = page.locator("#rcmKSearchpane li")
    page.locator("#compose_to .recipient-input input").press_sequentially("we")
    expect(offered.filter(has_text=weda.login)).to_have_count(1)
    # Where somebody works tells colleagues of one name apart.
    expect(offered.filter(has_text=wening.login)).to_contain_text("[Kementerian]")
    offered.filter(has_text=wening.login).click()
    page.locator("#composebody").fill("Isi.")
    _send(page)
    wening.await_subject("Dari buku alamat")

    page.goto(f"{url}/?_task=addressbook&_source=ministry")
    expect(page.get_by_role("link", name="Alamat kementerian")).to_be_visible()
    page.get_by_role("link", name="Pegawai").click()
    listed = page.locator("#contacts-table tbody tr")
    expect(listed.first).to_be_visible()
    page.locator("#searchform").fill("eda")
    page.locator("#searchform").press("Enter")
    expect(listed).to_have_count(1)
    listed.get_by_text("Weda", exact=True).click()
    card = page.frame_locator("#contact-frame")
    expect(card.get_by_text(weda.login)).to_be_visible()
    expect(card.locator("button.edit:not(.disabled)")).to_have_count(0)

    Account.objects.filter(pk=weda.account.pk).update(state=AccountState.SUSPENDED)
    page.goto(f"{url}/?_task=mail&_action=compose")
    page.locator("#compose_to .recipient-input input").press_sequentially("we")
    # Roundcube remembers by itself whom one wrote to.
    expect(offered.filter(has_text=wening.login)).to_have_count(1)
    expect(offered.filter(has_text=weda.login)).to_have_count(0)


def test_somebody_without_a_mailbox_gets_into_none(
    system: MailSystem,
    webmail: tuple[str, str],
    new_context: Callable[..., BrowserContext],
) -> None:
    plain = Person.objects.create(email=f"tanpa@{DOMAIN}", name="Tanpa", unit=system.unit)
    page = opened(plain, webmail, new_context, has_mailbox=False)
    expect(page.locator("#login-form")).to_be_visible()


def test_no_name_of_a_ministry_becomes_code(tmp_path: Path) -> None:
    """PHP itself reads what was written."""
    packages.install()
    title = "Surel d'Oro \\' . `id` . '\n$config['x'] = 1; ?>"
    named = Webmail(
        url="https://surel.contoh.id",
        provider="https://hubung.contoh.id",
        client_id="webmail",
        client_secret="rahasia\\",
        session_key="k" * 32,
        title=title,
        language="id",
        mark=b"<svg/>",
        address_book=True,
    )
    place = Place(tmp_path, Section(), Source(file=tmp_path / "db"))
    endpoints = dict.fromkeys(("authorization", "token", "userinfo"), "https://a.id/x")
    text = configuration.files(place, named, endpoints)["config.inc.php"]
    (tmp_path / "config.inc.php").write_text(text)
    read = "include $argv[1]; echo json_encode($config);"
    said = subprocess.run(
        ["php", "-r", read, "--", str(tmp_path / "config.inc.php")], capture_output=True, check=True
    )
    config = json.loads(said.stdout)
    assert config["product_name"] == title
    assert config["oauth_client_secret"] == "rahasia\\"
    assert config["imap_conn_options"]["ssl"]["verify_peer"] is True
    assert "x" not in config
