"""Who hears of a page: feeds of a unit or sector, and callers of 151."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from lxml import etree

from hubung.kernel import clock, events
from hubung.portal.content.models import AnnouncementPage, SectionPage, Urgency
from hubung.telephony.menu.prepared import LONGEST, prepared, shorten
from tests.integration.portal.content.pages import publish, section
from tests.support.accounts import sign_in
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db
DESK = "/desk/pengaturan/telepon/darurat/"


def closed_port(room: SectionPage, title: str = "Pelabuhan Bitung ditutup") -> AnnouncementPage:
    page = AnnouncementPage(
        title=title,
        title_en="Bitung port closed",
        summary="Gelombang 4 meter.",
        summary_en="Waves of 4 metres.",
        urgency=Urgency.IMMEDIATE,
        area="Pelabuhan Bitung",
        area_en="Bitung port",
        begins_at=clock.now() - timedelta(hours=1),
        what_to_do="<p>Tiket tetap berlaku.</p>",
    )
    publish(page, room)
    return page


def settle() -> None:
    """As the worker does a moment later."""
    events.load_handlers()
    while events.dispatch():
        pass


def titles(address: str) -> list[str]:
    answer = Client(headers={"accept-language": "id"}).get(address)
    atom = etree.fromstring(answer.content)
    return [one.text or "" for one in atom.iterfind("{*}entry/{*}title")]


def test_a_feed_tells_of_a_unit_and_those_below_it(sea: SectionPage, ministry: Ministry) -> None:
    closed_port(section(ministry.bitung, "Bitung", sea), "Dermaga ditutup")
    closed_port(section(ministry.rail, "Kereta"), "Jalur terputus")
    feed = "/pengumuman/umpan.xml"
    assert len(titles(feed)) == 2
    assert titles(f"{feed}?unit=DJPL") == ["Serta-merta: Dermaga ditutup"]
    assert titles(f"{feed}?bidang=kereta") == ["Serta-merta: Jalur terputus"]
    assert titles(f"{feed}?unit=TIDAK-ADA") == []


def test_the_words_for_callers_are_ready_once_danger_is_published(
    sea: SectionPage, ministry: Ministry
) -> None:
    page = closed_port(sea)
    settle()
    (ready,) = prepared()
    assert ready.texts == {
        "id": "Pengumuman penting. Pelabuhan Bitung ditutup. Pelabuhan Bitung. Gelombang 4 meter.",
        "en": "Important announcement. Bitung port closed. Bitung port. Waves of 4 metres.",
    }
    desk = Client(headers={"accept-language": "id"})
    sign_in(desk, ministry.kirana)
    assert "Siap dari portal" in desk.get(DESK).content.decode()
    filled = desk.get(f"{DESK}?siap={ready.pk}").content.decode()
    field = filled.partition("<textarea")[2].partition("</textarea>")[0]
    assert "Pelabuhan Bitung ditutup" in field
    page.unpublish()
    settle()
    assert not prepared().exists()


def test_what_is_no_danger_any_more_is_not_offered_to_callers(sea: SectionPage) -> None:
    page = closed_port(sea)
    settle()
    page.urgency = Urgency.ORDINARY
    page.save_revision().publish()
    settle()
    assert not prepared().exists()


def test_callers_hear_whole_sentences_and_few_of_them() -> None:
    assert shorten("Satu. Dua.") == "Satu. Dua."
    long = "Kapal tidak berangkat hari ini. " * 40
    assert len(shorten(long)) <= LONGEST
    assert shorten(long).endswith("hari ini.")
    assert len(shorten("panjang" * 200)) <= LONGEST
