"""A reader asks for mails on a telephone, confirms, is told of a closed port, and ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from hubung.channels.email.models import OutboundMessage
from hubung.kernel import clock, events
from hubung.portal.content.models import AnnouncementPage, Urgency
from hubung.portal.subscriptions.mailing import write_letters
from hubung.portal.subscriptions.models import Subscription
from tests.integration.portal.content.pages import publish, section
from tests.integration.portal.subscriptions.readers import paths_in, unsubscribe_in
from tests.journeys.test_report_and_track import does_not_scroll_sideways
from tests.support.browser import on_a_phone
from tests.support.ministry import Ministry, build
from tests.support.server import Server

Axe = Callable[[Page], None]


@pytest.fixture
def ministry(server: Server) -> Ministry:
    cache.clear()
    return build()


def latest() -> OutboundMessage:
    return OutboundMessage.objects.latest("pk")


@on_a_phone
def test_from_the_form_by_the_letters_to_the_end(
    server: Server, ministry: Ministry, page: Page, axe: Axe
) -> None:
    room = section(ministry.sea, "Laut")

    def judged() -> None:
        axe(page)
        does_not_scroll_sideways(page)

    page.goto(f"{server}/pengumuman/?bidang=laut")
    page.get_by_role("link", name="Ikuti lewat surel").click()
    judged()
    page.get_by_role("button", name="Kirimi saya surel").click()
    expect(page.get_by_role("alert")).to_contain_text("Tulis ke mana surel dikirim.")
    judged()
    page.get_by_label("Alamat surel Anda").fill("rani@contoh.id")
    page.get_by_role("button", name="Kirimi saya surel").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Periksa kotak surel Anda")
    judged()

    (path,) = paths_in(latest())
    page.goto(f"{server}{path}")
    judged()
    page.get_by_role("button", name="Ya, kirimi saya surel ini").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Surel untuk Anda")
    judged()
    page.get_by_label("Kabar", exact=True).check()
    page.get_by_role("button", name="Ubah").click()
    expect(page.get_by_role("status")).to_contain_text("Sudah diubah.")
    judged()

    published = AnnouncementPage(
        title="Pelabuhan Bitung ditutup",
        urgency=Urgency.IMMEDIATE,
        area="Pelabuhan Bitung",
        begins_at=clock.now() - timedelta(hours=1),
        what_to_do="<p>Tiket tetap berlaku.</p>",
    )
    publish(published, room)
    events.load_handlers()
    while events.dispatch() or write_letters():
        pass
    letter = latest()
    assert letter.subject == "Serta-merta: Pelabuhan Bitung ditutup"
    assert published.url in letter.text

    address = unsubscribe_in(letter)
    path = address[address.index("/langganan/") :]
    page.goto(f"{server}{path}")
    judged()
    answer = page.request.post(f"{server}{path}", form={"List-Unsubscribe": "One-Click"})
    assert answer.ok
    assert not Subscription.objects.exists()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anda tidak menerima surel lagi")
    judged()
