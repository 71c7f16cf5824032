"""Pages as the public sees them: two languages at one address, old addresses, the urgent first."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from hubung.kernel import clock, models
from hubung.portal.content import caching, tasks
from hubung.portal.content.models import (
    AnnouncementPage,
    NewsPage,
    SectionPage,
    ServicePage,
    Urgency,
)
from hubung.search import services
from tests.integration.portal.content.pages import publish, text
from tests.support.ministry import Ministry

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def visitor(language: str = "id") -> Client:
    return Client(headers={"accept-language": language})


def closed_port(sea: SectionPage) -> AnnouncementPage:
    page = AnnouncementPage(
        title="Pelabuhan Bitung ditutup sementara",
        title_en="Bitung port closed for now",
        summary="Gelombang 4 meter.",
        summary_en="Waves of 4 metres.",
        urgency=Urgency.IMMEDIATE,
        area="Pelabuhan Bitung",
        begins_at=NOW,
        ends_at=NOW + timedelta(hours=8),
        what_to_do="<p>Tiket tetap berlaku.</p>",
    )
    publish(page, sea)
    return page


def test_one_address_speaks_both_languages(sea: SectionPage) -> None:
    news = publish(
        NewsPage(
            title="Jadwal kapal perintis",
            title_en="Pioneer ship timetable",
            body=text("Kapal berlayar."),
            body_en=text("Ships sail."),
        ),
        sea,
    )
    assert news.url == "/laut/jadwal-kapal-perintis/"
    indonesian = visitor().get(news.url).content.decode()
    english = visitor("en").get(news.url).content.decode()
    assert "Jadwal kapal perintis" in indonesian
    assert "Kapal berlayar." in indonesian
    assert "Pioneer ship timetable" in english
    assert "Ships sail." in english


def test_a_page_without_english_says_so_and_names_its_language(sea: SectionPage) -> None:
    news = publish(NewsPage(title="Rapat kerja", body=text("Isi.")), sea)
    page = visitor("en").get(news.url).content.decode()
    assert '<article lang="id">' in page
    assert "This page is in Indonesian only so far." in page


def test_an_old_address_leads_to_where_the_page_is_now(
    sea: SectionPage, django_capture_on_commit_callbacks: Any
) -> None:
    news = publish(NewsPage(title="Kabar lama"), sea)
    news.slug = "kabar-baru"
    with django_capture_on_commit_callbacks(execute=True):
        news.save_revision().publish()
    moved = visitor().get("/laut/kabar-lama/")
    assert (moved.status_code, moved["Location"]) == (301, "/laut/kabar-baru/")
    assert visitor().get("/laut/kabar-baru/").status_code == 200


def test_what_is_no_page_is_not_found(sea: SectionPage) -> None:
    draft = NewsPage(title="Belum terbit", live=False)
    sea.add_child(instance=draft)
    assert visitor().get("/laut/belum-terbit/").status_code == 404
    assert visitor().get("/tidak/ada/").status_code == 404


def test_immediate_information_is_first_everywhere_while_it_holds(sea: SectionPage) -> None:
    with clock.travel(NOW):
        publish(AnnouncementPage(title="Jalur dialihkan", area="Bitung", begins_at=NOW), sea)
        news = publish(NewsPage(title="Kabar lain"), sea)
        port = closed_port(sea)
        for address in ("/", "/kabar/", "/pengumuman/", "/unit/", news.url, "/cari/"):
            page = visitor().get(address).content.decode()
            assert page.count("Pelabuhan Bitung ditutup sementara") >= 1, address
        listed = visitor().get("/pengumuman/").content.decode()
        assert listed.index(port.title) < listed.index("Jalur dialihkan")
        feed = visitor().get("/pengumuman/umpan.xml").content
        assert b"Serta-merta: Pelabuhan Bitung" in feed
    caching.forget()
    with clock.travel(NOW + timedelta(hours=9)):
        assert port.title not in visitor().get("/").content.decode()
        assert port.title in visitor().get("/pengumuman/").content.decode()


def test_the_feed_is_atom_in_the_language_that_was_asked_for(sea: SectionPage) -> None:
    publish(NewsPage(title="Kabar", title_en="News of the day", summary_en="Short."), sea)
    feed = etree.fromstring(visitor().get("/kabar/umpan.xml?bahasa=en").content)
    atom = {"a": "http://www.w3.org/2005/Atom"}
    assert feed.xpath("string(a:entry/a:title)", namespaces=atom) == "News of the day"
    assert feed.xpath("string(a:entry/a:link/@href)", namespaces=atom).endswith("/laut/kabar/")


def test_publishing_emits_an_event_and_so_does_taking_back(sea: SectionPage) -> None:
    port = closed_port(sea)
    port.unpublish()
    events = models.Event.objects.filter(name__startswith="content.").order_by("pk")
    published, withdrawn = events
    assert published.name == "content.PagePublished"
    assert published.data["kind"] == "announcementpage"
    assert published.data["immediate"] is True
    assert published.data["first"] is True
    assert published.data["unit_id"] == sea.unit_id
    assert withdrawn.name == "content.PageWithdrawn"


def test_the_worker_publishes_and_withdraws_on_time(sea: SectionPage) -> None:
    with clock.travel(NOW):
        page = NewsPage(
            title="Terbit nanti",
            live=False,
            go_live_at=NOW + timedelta(hours=1),
            expire_at=NOW + timedelta(hours=3),
        )
        sea.add_child(instance=page)
        page.save_revision(approved_go_live_at=page.go_live_at)
        tasks.publish_and_withdraw()
        assert visitor().get("/laut/terbit-nanti/").status_code == 404
    with clock.travel(NOW + timedelta(hours=2)):
        tasks.publish_and_withdraw()
        caching.forget()
        assert visitor().get("/laut/terbit-nanti/").status_code == 200
    with clock.travel(NOW + timedelta(hours=4)):
        tasks.publish_and_withdraw()
        caching.forget()
        assert visitor().get("/laut/terbit-nanti/").status_code == 404


def test_a_service_shows_its_fee_with_the_law_and_a_filled_in_complaint(sea: SectionPage) -> None:
    service = publish(
        ServicePage(
            title="Buku pelaut", fee=100_000, fee_ground="PP 15 Tahun 2016", promised_days=3
        ),
        sea,
    )
    page = visitor().get(service.url).content.decode()
    assert "Rp 100.000" in page
    assert "PP 15 Tahun 2016" in page
    assert "/lapor/?jenis=complaint&amp;bidang=laut&amp;tentang=Buku+pelaut" in page
    form = visitor().get("/lapor/?jenis=complaint&bidang=laut&tentang=Buku+pelaut&tempat=Bitung")
    filled = form.context["form"].initial
    assert filled["text"].startswith("Mengenai: Buku pelaut")
    assert (filled["kind"], filled["sector"], filled["place"]) == ("complaint", "laut", "Bitung")


def test_the_search_leads_to_pages_and_a_number_to_its_report(sea: SectionPage) -> None:
    page = publish(NewsPage(title="Jadwal kapal perintis"), sea)
    services.refresh("page", page.pk)  # as the worker does
    assert (
        "Jadwal kapal <mark>perintis</mark>" in visitor().get("/cari/?q=perintis").content.decode()
    )
    assert "Tidak ada yang ditemukan" in visitor().get("/cari/?q=xyzzy").content.decode()
    tracked = visitor().get("/cari/?q=151-26-0047-1182-7")
    assert tracked["Location"] == "/lacak/?nomor=151-26-0047-1182-7"


def test_a_unit_is_shown_with_its_officials_and_nothing_private(ministry: Ministry) -> None:
    ministry.laksmi.phone = "+6281234567890"
    ministry.laksmi.save()
    page = visitor().get("/unit/DJPL/").content.decode()
    assert "Direktur Perkapalan dan Kepelautan" in page
    assert ministry.laksmi.name in page
    assert "6281234567890" not in page
    assert ministry.laksmi.email not in page


def test_a_page_that_has_not_changed_is_not_sent_again(sea: SectionPage) -> None:
    news = publish(NewsPage(title="Kabar"), sea)
    first = visitor().get(news.url)
    again = Client(headers={"accept-language": "id", "if-none-match": first["ETag"]}).get(news.url)
    assert again.status_code == 304
    news.title = "Kabar yang diperbaiki"
    news.save_revision().publish()
    caching.forget()
    changed = Client(headers={"accept-language": "id", "if-none-match": first["ETag"]})
    assert changed.get(news.url).status_code == 200


def test_a_page_comes_compressed_to_whoever_takes_it_so(sea: SectionPage) -> None:
    news = publish(NewsPage(title="Kabar"), sea)
    plain = Client(headers={"accept-language": "id"})
    packing = Client(headers={"accept-language": "id", "accept-encoding": "gzip, br"})
    whole = plain.get(news.url)
    for _made_then_kept in range(2):
        packed = packing.get(news.url)
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == whole.content
        assert "Accept-Encoding" in packed["Vary"]
    assert len(packed.content) < len(whole.content) / 2
    assert packed["ETag"] != whole["ETag"]
    for browser, known, status in (
        (packing, packed["ETag"], 304),
        (plain, whole["ETag"], 304),
        (plain, packed["ETag"], 200),
    ):
        assert browser.get(news.url, headers={"if-none-match": known}).status_code == status


def test_a_kept_page_asks_the_database_nothing(
    sea: SectionPage, django_assert_num_queries: Any
) -> None:
    news = publish(NewsPage(title="Kabar"), sea)
    visitor().get(news.url)
    with django_assert_num_queries(0):
        visitor().get(news.url)
