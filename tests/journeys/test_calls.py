"""Calls at the desk, in a real browser: listened to, decided about, and written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from hubung.cases import services as registry
from hubung.cases.choices import Channel
from hubung.cases.services import ReporterDetails
from hubung.channels.phone import services
from hubung.kernel import clock, tasks
from hubung.telephony.asterisk.place import here
from hubung.telephony.models import Recording
from hubung.telephony.recordings import taking
from tests.journeys.conftest import Open
from tests.support import calls, sounds
from tests.support.browser import both_sizes
from tests.support.ministry import Ministry

Axe = Callable[[Page], None]
KEY = "1720000000.5"


def _judged(page: Page, axe: Axe) -> None:
    axe(page)
    width, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width <= inner, f"{page.url} is {width} px wide in {inner} px"


@pytest.fixture
def recording(ministry: Ministry) -> Recording:
    """A call of today with Ratih, tied to her case, and two that wait for somebody."""
    place = here()
    place.make()
    now = clock.now()
    (place.spool / f"recordings/{KEY}.raw").write_bytes(sounds.conversation(6.0))
    calls.call(KEY, agent=ministry.ratih, began=now - timedelta(minutes=20))
    calls.call("1720000001.1", began=now - timedelta(minutes=9))
    sounds.message(place.spool / f"voicemail/{int(now.timestamp()) - 90}--1720000002.1.wav")
    taking.take_all(place)
    case = registry.receive_case(
        channel=Channel.PHONE,
        text="Kapal ke Bitung dua kali batal tanpa pemberitahuan.",
        sector="laut",
        reporter=ReporterDetails(name="Sari", phone=calls.NUMBER),
    )
    registry.take_case(actor=ministry.ratih, case=case)
    recording = Recording.objects.get(file=f"recordings/{KEY}.raw")
    services.link_call(by=ministry.ratih, call=recording.call, case=case)
    tasks.run_until_idle()
    return recording


@both_sizes
def test_a_call_is_found_heard_and_seen_on_its_case(
    ministry: Ministry, open_at: Open, axe: Axe, recording: Recording
) -> None:
    page = open_at(ministry.ratih, "/desk/panggilan/")
    expect(page.locator(".calls > li")).to_have_count(3)
    _judged(page, axe)
    # It appears by itself.
    calls.call("1720000003.1", agent=ministry.ratih, began=clock.now(), over=False)
    expect(page.locator(".calls > li")).to_have_count(4)
    with page.expect_navigation():
        page.locator(f'a[href="/desk/panggilan/{recording.call_id}/"]').click()
    _judged(page, axe)
    page.get_by_role("button", name="Dengarkan").click()
    sound = page.locator("audio")
    expect(sound).to_be_visible()
    _judged(page, axe)
    # The browser understands the sound, and keys and speed move it.
    page.wait_for_function("document.querySelector('audio').duration > 5")
    seek = page.get_by_role("slider", name="Posisi dalam rekaman")
    seek.press("ArrowRight")
    page.wait_for_function("document.querySelector('audio').currentTime >= 5")
    seek.press("Home")
    page.wait_for_function("document.querySelector('audio').currentTime === 0")
    page.get_by_label("Kecepatan").select_option("1.5")
    assert page.evaluate("document.querySelector('audio').playbackRate") == 1.5
    with page.expect_navigation():
        page.get_by_role("link", name="Kapal ke Bitung").or_(
            page.locator('section a[href^="/desk/laporan/"]')
        ).first.click()
    expect(page.locator(".on-case audio")).to_be_visible()
    _judged(page, axe)


@both_sizes
def test_what_waits_is_decided(
    ministry: Ministry, open_at: Open, axe: Axe, recording: Recording
) -> None:
    page = open_at(ministry.ratih, "/desk/panggilan/?tampilan=tak-terjawab")
    with page.expect_navigation():
        page.get_by_role("button", name="Telepon balik nanti").click()
    page.get_by_text("Tidak ada yang perlu dicatat").click()
    page.get_by_label("Tidak perlu dicatat, karena").select_option("silent")
    with page.expect_navigation():
        page.get_by_role("button", name="Catat", exact=True).click()
    expect(page.get_by_text("Tidak ada yang berbicara").first).to_be_visible()
    _judged(page, axe)
    page.goto(page.url.split("/desk/")[0] + "/desk/panggilan/?tampilan=pesan")
    with page.expect_navigation():
        page.locator('.calls a[href^="/desk/laporan/"]').click()
    expect(page.get_by_label("Isi pesan, dengan kata-kata pelapor")).to_be_visible()
    _judged(page, axe)
