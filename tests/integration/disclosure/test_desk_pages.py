"""Jaya keeps the agenda at the desk, on a phone as well; Widya decides what is closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from hubung.audit.choices import Act
from hubung.audit.models import Entry as Reading
from hubung.directory.models import Person, Post
from hubung.disclosure.agenda import services
from hubung.disclosure.agenda.choices import Decision, OfferState, Status
from hubung.disclosure.agenda.models import Closure, Diary, Entry, Offer
from hubung.disclosure.agenda.queries import public_day
from tests.integration.disclosure.conftest import SECRET, TODAY, Office, closing
from tests.integration.disclosure.test_calendars import MEETING, ics
from tests.support.accounts import sign_in

DAY = date(2026, 11, 19)
SHORT = {
    "subject": "Rapat keselamatan",
    "day": "2026-11-19",
    "start": "09:00",
    "end": "",
    "timezone": "Asia/Jakarta",
    "status": "planned",
}
CLOSING = {
    "close": "1",
    "tutup-reason": "Saksi belum diperiksa.",
    "tutup-consequence": "Saksi dapat ditekan.",
    "tutup-until": "2026-11-30",
}


@pytest.fixture
def as_(office: Office) -> Callable[[Person], Client]:
    def make(person: Person) -> Client:
        client = Client()
        sign_in(client, person)
        return client

    return make


SignedIn = Callable[[Person], Client]


def _address(office: Office, tail: str = "") -> str:
    return f"/desk/agenda/{office.diary.slug}/{tail}"


def _text(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_whoever_keeps_one_agenda_comes_straight_to_its_week(office: Office, as_: SignedIn) -> None:
    jaya = as_(office.jaya)
    assert jaya.get("/desk/agenda/")["Location"] == _address(office)
    page = _text(jaya.get(_address(office)))
    assert page.count("Tidak ada catatan. Umum melihatnya.") == 2
    assert 'href="/desk/agenda/"' in page


def test_the_short_form_of_the_week_publishes_with_one_press(office: Office, as_: SignedIn) -> None:
    answer = as_(office.jaya).post(_address(office, "baru/"), SHORT)
    entry = Entry.objects.get()
    assert answer["Location"] == f"{_address(office)}?pekan=2026-W47#e{entry.pk}"
    assert public_day(DAY).open[0].subject == "Rapat keselamatan"
    assert (entry.ends_at - entry.starts_at).seconds == 3600


def test_what_is_wrong_is_named_at_its_field_and_nothing_typed_is_lost(
    office: Office, as_: SignedIn
) -> None:
    wrong = {**SHORT, "end": "08:00", "place": "Aula Dermaga"}
    answer = as_(office.jaya).post(_address(office, "baru/"), wrong)
    assert answer.status_code == 422
    assert "Selesainya mendahului mulainya" in _text(answer)
    assert 'value="Aula Dermaga"' in _text(answer)
    assert not Entry.objects.exists()


def test_yesterdays_and_last_weeks_entries_are_offered_to_start_from(
    office: Office, as_: SignedIn
) -> None:
    before = office.enter(
        "Apel pagi", day=date(2026, 11, 17), start=time(8), end=time(8, 30), result="Selesai"
    )
    jaya = as_(office.jaya)
    page = _text(jaya.get(_address(office, "baru/")))
    assert f"?salin={before.pk}&amp;hari=2026-11-18" in page
    page = _text(jaya.get(_address(office, f"baru/?salin={before.pk}")))
    assert 'value="Apel pagi"' in page
    assert 'value="2026-11-24"' in page
    assert ">Selesai</textarea>" not in page


def test_an_entry_is_proposed_closed_decided_and_never_seen_in_between(
    office: Office, as_: SignedIn
) -> None:
    jaya, widya = as_(office.jaya), as_(office.widya)
    ground = closing().ground.pk
    given = {**SHORT, **CLOSING, "subject": SECRET, "tutup-ground": ground}
    jaya.post(_address(office, "baru/"), given)
    closure = Closure.objects.get()
    assert public_day(DAY).closed[0].pending

    own = _text(jaya.get(f"/desk/agenda/keputusan/{closure.pk}/"))
    assert "Tarik usul ini" in own
    assert 'value="approve"' not in own
    assert "Direktur Perkapalan dan Kepelautan" in _text(widya.get("/desk/agenda/"))
    refused = jaya.post(f"/desk/agenda/keputusan/{closure.pk}/", {"do": "approve"})
    assert refused.status_code == 403
    widya.post(f"/desk/agenda/keputusan/{closure.pk}/", {"do": "approve"})
    assert public_day(DAY).closed[0].decided_for == "Kementerian Perhubungan"
    assert SECRET in _text(jaya.get(f"{_address(office)}?pekan=2026-W47"))

    widya.post(f"/desk/agenda/keputusan/{closure.pk}/", {"do": "lift", "note": "Selesai."})
    assert public_day(DAY).open


def test_whoever_reads_a_closed_entry_is_on_record_and_of_an_open_one_nobody(
    office: Office, as_: SignedIn
) -> None:
    def readings() -> list[tuple[object, ...]]:
        found = Reading.objects.filter(action=Act.AGENDA_READ).order_by("pk")
        return list(found.values_list("actor", "subject", "data"))

    jaya, widya = as_(office.jaya), as_(office.widya)
    week, opened = f"{_address(office)}?pekan=2026-W47", office.enter()
    jaya.get(week)
    jaya.get(_address(office, f"{opened.pk}/"))
    assert readings() == []
    closure = office.closed()
    entry, subject = closure.entry_id, office.diary.subject
    for reader, address in (
        (jaya, week),
        (jaya, _address(office, f"{entry}/")),
        (jaya, _address(office, f"baru/?salin={entry}")),
        (widya, f"/desk/agenda/keputusan/{closure.pk}/"),
    ):
        assert reader.get(address).status_code == 200
    told = {"entries": [entry], "day": ["2026-11-19"]}
    # What is copied stands on the same page as the entry of a week before.
    expected = [(who.pk, subject, told) for who in (office.jaya,) * 4 + (office.widya,)]
    assert readings() == expected


def test_to_refuse_needs_a_reason(office: Office, as_: SignedIn) -> None:
    entry = office.enter(closing=closing())
    address = f"/desk/agenda/keputusan/{entry.closures.get().pk}/"
    answer = as_(office.widya).post(address, {"do": "refuse"})
    assert answer.status_code == 422
    assert "Jelaskan kepada pengusul mengapa tidak." in _text(answer)
    as_(office.widya).post(address, {"do": "refuse", "note": "Tidak ada dasarnya."})
    assert entry.closures.get().decision == Decision.REFUSED


def test_a_closing_that_is_not_whole_publishes_nothing(office: Office, as_: SignedIn) -> None:
    answer = as_(office.jaya).post(_address(office, "baru/"), {**SHORT, "close": "1"})
    assert answer.status_code == 422
    assert "Tanpa dasar, entri tetap terbuka" in _text(answer)
    assert not Entry.objects.exists()


def test_an_entry_that_is_there_is_changed_and_later_proposed(
    office: Office, as_: SignedIn
) -> None:
    entry = office.enter()
    jaya = as_(office.jaya)
    given = {**SHORT, "status": "held", "result": "Sepakat.", "version": 1}
    jaya.post(_address(office, f"{entry.pk}/"), given)
    entry.refresh_from_db()
    assert (entry.status, entry.result) == (Status.HELD, "Sepakat.")

    late = jaya.post(_address(office, f"{entry.pk}/"), {**given, "result": "Lain."})
    assert late.status_code == 422
    assert "diubah orang lain" in _text(late)
    asked = {name: value for name, value in CLOSING.items() if name != "close"}
    jaya.post(
        _address(office, f"{entry.pk}/tutup/"), {**asked, "tutup-ground": closing().ground.pk}
    )
    assert entry.closures.get().decision == Decision.PENDING


def test_a_day_is_marked_as_without_activity_and_back(office: Office, as_: SignedIn) -> None:
    jaya = as_(office.jaya)
    jaya.post(_address(office, "hari/"), {"day": "2026-11-17"})
    assert public_day(date(2026, 11, 17)).quiet
    jaya.post(_address(office, "hari/"), {"day": "2026-11-17", "do": "undo"})
    assert not public_day(date(2026, 11, 17)).quiet
    assert jaya.post(_address(office, "hari/"), {"day": "kapan"})["Location"] == _address(office)


def test_an_information_officer_opens_and_ends_agendas(office: Office, as_: SignedIn) -> None:
    post = Post.objects.create(unit=office.house.rail, title="Direktur Jenderal Perkeretaapian")
    widya = as_(office.widya)
    widya.post("/desk/agenda/buka/", {"post": post.pk, "begins_on": TODAY.isoformat()})
    diary = Diary.objects.get(post=post)
    assert diary.slug == "direktur-jenderal-perkeretaapian"
    twice = widya.post("/desk/agenda/buka/", {"post": post.pk, "begins_on": TODAY.isoformat()})
    assert twice.status_code == 422
    widya.post(f"/desk/agenda/{office.diary.slug}/akhiri/")
    office.diary.refresh_from_db()
    assert office.diary.ends_on == TODAY


def test_others_do_not_find_the_agenda_at_the_desk(office: Office, as_: SignedIn) -> None:
    tirta = as_(office.house.tirta)
    for tail in ("", "baru/"):
        assert tirta.get(_address(office, tail)).status_code == 404
    assert "/desk/agenda/" not in _text(tirta.get("/desk/"))


def test_a_calendar_file_is_read_and_its_events_published_or_dismissed(
    office: Office, as_: SignedIn
) -> None:
    jaya = as_(office.jaya)
    content = ics(MEETING, MEETING.replace("rapat-1", "rapat-2").replace("awak kapal", "nakhoda"))
    file = SimpleUploadedFile("kalender.ics", content, "text/calendar")
    jaya.post(_address(office, "kalender/"), {"do": "read", "file": file})
    page = _text(jaya.get(_address(office, "kalender/")))
    assert "Rapat awak kapal" in page
    assert "Rapat nakhoda" in page
    assert "rahasia@contoh.id" not in page
    first, second = Offer.objects.order_by("uid")
    jaya.post(_address(office, f"tawaran/{first.pk}/"), {"do": "take"})
    jaya.post(_address(office, f"tawaran/{second.pk}/"), {"do": "dismiss"})
    (shown,) = public_day(date(2026, 11, 20)).open
    assert shown.subject == "Rapat awak kapal"


def test_an_offer_is_written_further_before_it_is_published(office: Office, as_: SignedIn) -> None:
    services.read_file(by=office.jaya, diary=office.diary, content=ics(MEETING))
    offer = Offer.objects.get()
    jaya = as_(office.jaya)
    address = _address(office, f"baru/?tawaran={offer.pk}")
    assert 'value="Rapat awak kapal"' in _text(jaya.get(address))
    jaya.post(address, {**SHORT, "day": "2026-11-20", "attendees": "Kepala seksi"})
    offer.refresh_from_db()
    assert offer.state == OfferState.TAKEN
    assert offer.entry is not None
    assert offer.entry.attendees == "Kepala seksi"


def test_a_calendar_is_followed_and_its_secret_address_shown_to_nobody(
    office: Office, as_: SignedIn
) -> None:
    jaya = as_(office.jaya)
    address = _address(office, "kalender/")
    wrong = jaya.post(address, {"do": "follow", "url": "https://10.0.0.8/a.ics"})
    assert wrong.status_code == 422
    assert "alamat umum" in _text(wrong)
    url = "https://kalender.contoh.id/feed.ics?token=rahasia"
    jaya.post(address, {"do": "follow", "url": url})
    page = _text(jaya.get(address))
    assert "kalender.contoh.id" in page
    assert "token=rahasia" not in page
    pk = office.diary.subscriptions.get().pk
    jaya.post(address, {"do": "stop", "subscription": pk})
    assert not office.diary.subscriptions.filter(stopped_at=None).exists()
