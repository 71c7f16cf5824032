"""Entries come from other calendars too: as offers, never public before somebody takes them."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import hypothesis
import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import Client
from hypothesis import strategies as st

from hubung.disclosure.agenda import services
from hubung.disclosure.agenda.calendars.parsing import UnreadableCalendarError, occurrences
from hubung.disclosure.agenda.choices import OfferState, Status
from hubung.disclosure.agenda.errors import AgendaError
from hubung.disclosure.agenda.models import Entry, Offer, Subscription
from hubung.disclosure.agenda.queries import public_day
from hubung.disclosure.agenda.services.offering import Told
from hubung.kernel import clock, outbound
from tests.integration.disclosure.conftest import NOW, Office

MEETING = """UID:rapat-1
DTSTART;TZID=Asia/Makassar:20261120T090000
DTEND;TZID=Asia/Makassar:20261120T103000
SUMMARY:Rapat awak kapal
LOCATION:Dermaga Kertas
ATTENDEE;CN=Serikat Pelaut Cakrawala:mailto:rahasia@contoh.id
ATTENDEE:mailto:orang@contoh.id
"""
WEEKLY = """UID:pekanan
DTSTART;TZID=Asia/Jakarta:20261102T080000
DURATION:PT30M
RRULE:FREQ=WEEKLY;UNTIL=20261215T000000Z
EXDATE;TZID=Asia/Jakarta:20261123T080000
SUMMARY:Apel
"""
MOVED = """UID:pekanan
RECURRENCE-ID;TZID=Asia/Jakarta:20261130T080000
DTSTART;TZID=Asia/Jakarta:20261130T100000
DTEND;TZID=Asia/Jakarta:20261130T103000
SUMMARY:Apel gabungan
"""


def ics(*events: str) -> bytes:
    inside = "".join(f"BEGIN:VEVENT\n{event}END:VEVENT\n" for event in events)
    whole = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Uji//ID\n{inside}END:VCALENDAR\n"
    return whole.replace("\n", "\r\n").encode()


def read(office: Office, *events: str) -> Told:
    return services.read_file(by=office.jaya, diary=office.diary, content=ics(*events))


def test_a_calendar_file_becomes_offers_that_nobody_outside_sees(office: Office) -> None:
    told = read(office, MEETING)
    assert (told.new, told.changed) == (1, 0)
    offer = Offer.objects.get()
    assert (offer.subject, offer.place) == ("Rapat awak kapal", "Dermaga Kertas")
    assert offer.guests == "Serikat Pelaut Cakrawala"
    assert offer.timezone == "Asia/Makassar"
    assert public_day(date(2026, 11, 20)).is_empty
    page = Client().get("/agenda/agenda.json?dari=2026-11-16&sampai=2026-11-30").content.decode()
    assert "awak kapal" not in page


def test_reading_it_again_changes_nothing(office: Office) -> None:
    read(office, MEETING, WEEKLY)
    before = list(Offer.objects.values())
    told = read(office, MEETING, WEEKLY)
    assert (told.new, told.changed) == (0, 0)
    assert list(Offer.objects.values()) == before


def test_an_offer_is_taken_over_as_an_entry_once(office: Office) -> None:
    read(office, MEETING)
    entry = services.take(by=office.jaya, offer=Offer.objects.get())
    (shown,) = public_day(date(2026, 11, 20)).open
    assert shown.uid == entry.uid
    assert (shown.timezone, shown.guests) == ("Asia/Makassar", "Serikat Pelaut Cakrawala")
    with pytest.raises(AgendaError):
        services.take(by=office.jaya, offer=Offer.objects.get())


def test_when_the_calendar_says_something_else_it_is_offered_again(office: Office) -> None:
    read(office, MEETING)
    entry = services.take(by=office.jaya, offer=Offer.objects.get())
    Entry.objects.filter(pk=entry.pk).update(result="Sepakat.")
    told = read(office, MEETING.replace("T090000", "T100000").replace("T103000", "T113000"))
    assert told.changed == 1
    assert public_day(date(2026, 11, 20)).open[0].starts_at == entry.starts_at
    services.take(by=office.jaya, offer=Offer.objects.get())
    (shown,) = public_day(date(2026, 11, 20)).open
    assert shown.starts_at == entry.starts_at + timedelta(hours=1)
    assert (shown.result, shown.moved_from) == ("Sepakat.", entry.starts_at)

    read(office, MEETING + "STATUS:CANCELLED\n")
    services.take(by=office.jaya, offer=Offer.objects.get())
    assert public_day(date(2026, 11, 20)).open[0].status == Status.CANCELLED


def test_what_was_dismissed_does_not_come_back(office: Office) -> None:
    read(office, MEETING)
    services.dismiss(by=office.jaya, offer=Offer.objects.get())
    read(office, MEETING.replace("Rapat", "Sidang"))
    assert Offer.objects.get().state == OfferState.DISMISSED


def test_what_repeats_is_drawn_out_with_its_exceptions(office: Office) -> None:
    read(office, WEEKLY, MOVED)
    days = [
        (offer.starts_at.astimezone(UTC).date().isoformat(), offer.subject)
        for offer in Offer.objects.order_by("starts_at")
    ]
    assert days == [
        ("2026-11-09", "Apel"),
        ("2026-11-16", "Apel"),
        ("2026-11-30", "Apel gabungan"),
        ("2026-12-07", "Apel"),
        ("2026-12-14", "Apel"),
    ]


def test_a_rule_by_the_second_does_not_keep_us_busy(office: Office) -> None:
    endless = MEETING + "RRULE:FREQ=SECONDLY\n"
    assert read(office, endless).new == 1


def test_whole_days_and_what_is_called_private(office: Office) -> None:
    day = "UID:h\nDTSTART;VALUE=DATE:20261125\nDTEND;VALUE=DATE:20261127\nCLASS:PRIVATE\n"
    read(office, day)
    offer = Offer.objects.get()
    assert (offer.all_day, offer.private) == (True, True)
    entry = services.take(by=office.jaya, offer=offer)
    assert (entry.day, entry.last_day) == (date(2026, 11, 25), date(2026, 11, 26))


def test_only_whoever_keeps_the_agenda_reads_calendars_into_it(office: Office) -> None:
    with pytest.raises(PermissionDenied):
        services.read_file(by=office.house.tirta, diary=office.diary, content=ics(MEETING))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"BEGIN:VCALENDAR\r\n", b"\xff" * 100])
def test_what_is_no_calendar_is_refused_in_words(office: Office, content: bytes) -> None:
    with pytest.raises(AgendaError) as refused:
        services.read_file(by=office.jaya, diary=office.diary, content=content)
    assert refused.value.field == "file"


_LINES = st.sampled_from(
    [*MEETING.splitlines(), *WEEKLY.splitlines(), "BEGIN:VEVENT", "END:VEVENT", "RRULE:FREQ=DAILY"]
)


@pytest.mark.once
@hypothesis.given(st.lists(_LINES | st.text(max_size=30), max_size=12))
@hypothesis.settings(max_examples=60)
def test_whatever_stands_in_a_file_it_is_read_or_refused(lines: list[str]) -> None:
    content = ics("\n".join(lines) + "\n")
    try:
        found = occurrences(
            content, first=date(2026, 11, 1), last=date(2026, 12, 31), timezone="Asia/Jakarta"
        )
    except UnreadableCalendarError:
        return
    assert all(each.ends_at > each.starts_at for each in found)


@dataclass
class Elsewhere:
    """A calendar server of another office."""

    content: bytes = ics(MEETING)
    status: int = 200
    asked: list[str] = field(default_factory=list)
    port: int = 0


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[Elsewhere]:
    here = Elsewhere()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append(self.headers.get("If-None-Match", ""))
            fresh = self.headers.get("If-None-Match") == '"1"' and here.status == 200
            self.send_response(304 if fresh else here.status)
            self.send_header("ETag", '"1"')
            if here.status == 302:
                self.send_header("Location", "http://127.0.0.1/")
            self.end_headers()
            if not fresh:
                self.wfile.write(here.content)

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    agenda = settings.HUBUNG.agenda.model_copy(update={"calendar_networks": ["127.0.0.0/8"]})
    monkeypatch.setattr(settings, "HUBUNG", settings.HUBUNG.model_copy(update={"agenda": agenda}))
    yield here
    server.shutdown()
    thread.join()
    server.server_close()


def _follow(office: Office, elsewhere: Elsewhere) -> Subscription:
    url = f"http://127.0.0.1:{elsewhere.port}/kalender.ics?token=rahasia"
    return services.subscribe(by=office.jaya, diary=office.diary, url=url)


def test_the_worker_reads_a_calendar_and_asks_again_only_for_what_is_new(
    office: Office, elsewhere: Elsewhere
) -> None:
    subscription = _follow(office, elsewhere)
    assert services.read_next() == 1
    assert services.read_next() == 0
    assert Offer.objects.get().subject == "Rapat awak kapal"
    with clock.travel(NOW + timedelta(hours=1)):
        services.read_next()
    assert elsewhere.asked == ["", '"1"']
    subscription.refresh_from_db()
    assert (subscription.failures, subscription.error) == (0, "")


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_calendar_that_fails_says_so_and_is_tried_later(
    office: Office, elsewhere: Elsewhere, status: int
) -> None:
    elsewhere.status = status
    subscription = _follow(office, elsewhere)
    services.read_next()
    subscription.refresh_from_db()
    assert (subscription.failures, subscription.error) == (1, f"HTTP {status}")
    assert len(elsewhere.asked) == 1
    assert services.read_next() == 0


def test_a_calendar_that_is_too_large_is_left_alone(office: Office, elsewhere: Elsewhere) -> None:
    elsewhere.content = b"x" * (settings.HUBUNG.agenda.calendar_bytes + 1)
    subscription = _follow(office, elsewhere)
    services.read_next()
    subscription.refresh_from_db()
    assert subscription.failures == 1
    assert not Offer.objects.exists()


def test_a_calendar_that_is_followed_no_longer_is_not_read_and_its_address_forgotten(
    office: Office, elsewhere: Elsewhere
) -> None:
    subscription = _follow(office, elsewhere)
    services.unsubscribe(by=office.jaya, subscription=subscription)
    assert services.read_next() == 0
    subscription.refresh_from_db()
    assert subscription.url == ""


@pytest.mark.parametrize(
    "url",
    [
        "http://kalender.contoh.id/a.ics",
        "https://127.0.0.1/a.ics",
        "https://[::1]/a.ics",
        "https://10.0.0.8/a.ics",
        "https://169.254.169.254/latest",
        "https://nama:sandi@kalender.contoh.id/",
        "file:///etc/passwd",
        "kalender",
    ],
)
def test_no_calendar_leads_inside(office: Office, url: str) -> None:
    with pytest.raises(AgendaError) as refused:
        services.subscribe(by=office.jaya, diary=office.diary, url=url)
    assert refused.value.field == "url"


def test_a_name_that_nobody_has_is_told_in_words(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_a: object, **_k: object) -> list[object]:
        raise outbound.socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(outbound.socket, "getaddrinfo", unknown)
    services.subscribe(by=office.jaya, diary=office.diary, url="https://tidak.ada.contoh.id/")
    services.read_next()
    assert "Errno" not in Subscription.objects.get().error


def test_a_name_that_points_inside_is_not_reached(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = [(2, 1, 6, "", ("10.0.0.8", 443))]
    monkeypatch.setattr(outbound.socket, "getaddrinfo", lambda *_a, **_k: inside)
    services.subscribe(by=office.jaya, diary=office.diary, url="webcal://kalender.contoh.id/a.ics")
    services.read_next()
    assert "alamat umum" in Subscription.objects.get().error or "public" in (
        Subscription.objects.get().error
    )
    assert Subscription.objects.get().next_at > datetime(2026, 11, 18, tzinfo=UTC)
