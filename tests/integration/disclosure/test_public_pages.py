"""The public reads agendas as pages, calendar, JSON and CSV; of what is closed, only that it is."""

from __future__ import annotations

import csv
import io
import json
import math
import time as stopwatch
from datetime import UTC, date, datetime, time, timedelta

import pytest
import vobject
from django.test import Client

from hubung.disclosure.agenda import services
from hubung.disclosure.agenda.choices import Status
from hubung.kernel import clock, tasks
from hubung.portal.content import caching
from tests.integration.disclosure.conftest import NOW, SECRET, TODAY, Office, closing, said
from tests.support.patience import PATIENCE

DAY = "/agenda/?tanggal=2026-11-19"
WORDS = (SECRET, "Bayangan", "Ruang Rahasia", "Saksi Sembunyi", "Jam tangan", "Bandar Sunyi")


@pytest.fixture
def reader() -> Client:
    return Client()


def _official(office: Office) -> str:
    return f"/agenda/{office.diary.slug}/"


def _everywhere(office: Office, uid: object) -> list[str]:
    own = _official(office)
    return [
        "/",
        DAY,
        "/agenda/",
        "/agenda/tertutup/",
        "/agenda/agenda.json?dari=2026-11-01&sampai=2026-12-31",
        "/agenda/agenda.csv?dari=2026-11-01&sampai=2026-12-31",
        own,
        f"{own}?pekan=2026-W47",
        f"{own}{uid}/",
        f"{own}kalender.ics",
        f"{own}kalender.ics?bahasa=en",
        f"{own}agenda.json?dari=2026-11-01&sampai=2026-12-31",
        f"{own}agenda.csv?dari=2026-11-01&sampai=2026-12-31",
    ]


def test_a_day_shows_all_officials_with_place_and_whom_they_meet(
    office: Office, reader: Client
) -> None:
    office.enter("Rapat <b>keselamatan</b>", guests="Asosiasi Pelayaran Rekaan")
    page = reader.get(DAY).content.decode()
    assert "Rapat &lt;b&gt;keselamatan&lt;/b&gt;" in page
    assert "09.00–10.30 WIB" in page
    assert "Ruang Mataram. Bersama: Asosiasi Pelayaran Rekaan" in page
    assert "Direktur Perkapalan dan Kepelautan" in page


def test_an_official_has_weeks_with_quiet_and_missing_days_and_counts(
    office: Office, reader: Client
) -> None:
    services.mark_quiet(by=office.jaya, diary=office.diary, day=date(2026, 11, 17))
    office.enter(day=date(2026, 11, 18), start=time(8), end=time(9), status=Status.HELD)
    page = reader.get(_official(office)).content.decode()
    assert "Tidak ada kegiatan kedinasan, menurut kantornya." in page
    assert page.count("Tidak ada catatan, padahal hari kerja.") == 1
    assert "Dicatat setelah berlangsung" in page
    assert "Laksmi Wandhani-Sagara" in page


def test_an_entry_tells_its_history_with_what_it_said_before(
    office: Office, reader: Client
) -> None:
    entry = office.enter()
    services.amend(by=office.jaya, entry=entry, said=said(place="Aula", start=time(13), end=None))
    page = reader.get(f"{_official(office)}{entry.uid}/").content.decode()
    assert "<del>Ruang Mataram</del> → <ins>Aula</ins>" in page
    assert "Diubah dari 09.00 WIB" in page
    assert "Jaya" not in page


def test_the_home_page_shows_what_goes_on_today_and_what_comes_next(
    office: Office, reader: Client
) -> None:
    assert "Belum ada kegiatan yang dicatat" in _home(reader)
    for hour in range(7, 15):
        subject, start = f"Rapat pukul {hour}", time(hour)
        office.enter(subject, day=TODAY, start=start, end=time(hour, 45))
    office.closed(day=TODAY)
    caching.forget()
    page = _home(reader)
    told = [f"Rapat pukul {hour}" in page for hour in range(7, 15)]
    # It is ten: what is over has made way.
    assert told == [False, False, False, True, True, True, True, True]
    assert "Dikecualikan menurut Pasal 17 huruf a" in page
    assert "Semua hari ini: 9 kegiatan" in page
    with clock.travel(NOW + timedelta(hours=10)):
        caching.forget()
        assert "Rapat pukul 14" in _home(reader)


def test_without_any_agenda_the_home_page_has_no_place_for_it(db: None, reader: Client) -> None:
    assert 'id="agenda"' not in _home(reader)


def test_what_is_to_be_closed_leaves_the_home_page_within_a_moment(
    office: Office, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Age alone never makes a page an old one here.
    monkeypatch.setattr(caching, "KEPT_SECONDS", math.inf)
    entry = office.enter(SECRET, day=TODAY)
    assert SECRET in _home(reader)
    assert SECRET in _home(reader)
    services.propose(by=office.jaya, entry=entry, closing=closing())
    deadline = stopwatch.monotonic() + PATIENCE
    while SECRET in _home(reader):
        assert stopwatch.monotonic() < deadline
        stopwatch.sleep(0.05)
    assert "Belum ditampilkan" in _home(reader)


def _home(reader: Client) -> str:
    return reader.get("/", headers={"accept-language": "id"}).content.decode()


@pytest.mark.parametrize("decided", [True, False], ids=["closed", "pending"])
def test_no_word_of_a_closed_entry_gets_out_anywhere(
    office: Office, reader: Client, decided: bool
) -> None:
    hidden = {
        "place": "Ruang Rahasia",
        "guests": "Saksi Sembunyi",
        "gifts": "Jam tangan",
        "travel": "Bandar Sunyi",
    }
    entry = office.enter(SECRET, closing=closing(), **hidden)
    services.amend(by=office.jaya, entry=entry, said=said(SECRET + " II", **hidden))
    if decided:
        services.approve(by=office.widya, closure=entry.closures.get())
    tasks.run_until_idle()
    for address in _everywhere(office, entry.uid):
        answer = reader.get(address)
        told = answer.content.decode() + str(answer.headers)
        assert answer.status_code in (200, 451), address
        assert not [word for word in WORDS if word in told], address
        assert "09.00" not in told, address
    counted = reader.get(DAY).content.decode()
    assert "Pasal 17 huruf a UU 14/2008" in counted
    assert "Saksi belum diperiksa" not in counted


def test_neither_events_nor_hints_hold_a_word_of_an_entry(office: Office) -> None:
    from hubung.kernel.models import Event

    office.closed()
    assert not [row for row in Event.objects.all() if "Bayangan" in json.dumps(row.data)]


def test_a_closed_entry_that_somebody_has_the_address_of_says_why_and_until_when(
    office: Office, reader: Client
) -> None:
    closure = office.closed()
    answer = reader.get(f"{_official(office)}{closure.entry.uid}/")
    assert answer.status_code == 451
    page = answer.content.decode()
    assert "sampai Senin, 30 November 2026" in page
    assert "PPID Kementerian Perhubungan" in page


def test_what_was_closed_is_open_everywhere_the_moment_the_period_ends(
    office: Office, reader: Client
) -> None:
    closure = office.closed(until=date(2026, 11, 20))
    with clock.travel(datetime(2026, 11, 20, 17, 0, 1, tzinfo=UTC)):
        told = [
            address
            for address in _everywhere(office, closure.entry.uid)
            if "Bayangan" in reader.get(address).content.decode()
        ]
    shown = {address.split("?")[0] for address in told}
    assert {DAY.split("?")[0], _official(office), f"{_official(office)}kalender.ics"} <= shown
    assert f"{_official(office)}{closure.entry.uid}/" in shown


def test_a_copy_is_asked_for_again_each_time_and_is_304_when_nothing_changed(
    office: Office, reader: Client
) -> None:
    entry = office.enter()
    for address in _everywhere(office, entry.uid)[1:]:
        first = reader.get(address)
        assert first["Cache-Control"] == "public, no-cache", address
        assert reader.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    before = reader.get(DAY)["ETag"]
    services.approve(
        by=office.widya, closure=services.propose(by=office.jaya, entry=entry, closing=closing())
    )
    assert reader.get(DAY, headers={"if-none-match": before}).status_code == 200


def test_no_page_that_caches_keep_sets_a_cookie(office: Office, reader: Client) -> None:
    entry = office.enter()
    for address in _everywhere(office, entry.uid)[1:]:
        assert not reader.get(address).cookies, address


def test_the_calendar_is_read_by_another_library_with_the_zone_of_the_place(
    office: Office, reader: Client
) -> None:
    entry = office.enter("Rapat; keselamatan, pelayaran", timezone="Asia/Jayapura")
    gone = office.enter("Batal", status=Status.CANCELLED, start=time(15), end=time(16))
    trip = office.enter("Kunjungan", start=None, end=None, last_day=date(2026, 11, 20))
    closure = office.closed()
    answer = reader.get(f"{_official(office)}kalender.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"

    calendar = vobject.readOne(answer.content.decode())
    events = {event.uid.value.partition("@")[0]: event for event in calendar.vevent_list}
    assert set(events) == {str(e.uid) for e in (entry, gone, trip)} | {f"tertutup-{closure.pk}"}
    meeting = events[str(entry.uid)]
    assert meeting.summary.value == "Rapat; keselamatan, pelayaran"
    assert meeting.dtstart.value == entry.starts_at
    assert meeting.dtstart.value.utcoffset() == timedelta(hours=9)
    assert events[str(gone.uid)].status.value == "CANCELLED"
    assert events[str(trip.uid)].dtend.value == date(2026, 11, 21)
    shut = events[f"tertutup-{closure.pk}"]
    assert shut.summary.value == "Tertutup: Pasal 17 huruf a UU 14/2008"
    assert shut.dtstart.value == date(2026, 11, 19)


def test_json_and_csv_say_the_same(office: Office, reader: Client) -> None:
    office.enter("=SUM(A1)", gifts="Plakat")
    closure = office.closed()
    query = "?dari=2026-11-16&sampai=2026-11-22"
    records = json.loads(reader.get(f"/agenda/agenda.json{query}").content)["records"]
    table = reader.get(f"/agenda/agenda.csv{query}").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    kinds = ["missing", "missing", "entry", "closed"]
    assert [each["kind"] for each in records] == [each["kind"] for each in rows] == kinds
    assert records[2]["subject"] == "=SUM(A1)"
    assert rows[2]["subject"] == "'=SUM(A1)"
    assert records[3]["number"] == closure.pk
    assert rows[3]["closed_until"] == "2026-11-30"
    assert rows[3]["subject"] == ""


@pytest.mark.parametrize(
    "address",
    [
        "/agenda/?tanggal=kapan",
        "/agenda/?tanggal=2999-01-01",
        "/agenda/tidak-ada/",
        "/agenda/agenda.json?dari=2020-01-01&sampai=2026-01-01",
        "/agenda/agenda.csv?dari=2026-01-02&sampai=2026-01-01",
    ],
)
def test_days_that_are_none_are_not_found(office: Office, reader: Client, address: str) -> None:
    assert reader.get(address).status_code == 404


def test_a_day_costs_the_same_queries_however_much_there_is(
    office: Office, reader: Client, django_assert_max_num_queries: object
) -> None:
    for hour in range(8, 18):
        office.enter(f"Rapat {hour}", start=time(hour), end=None)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        reader.get(DAY)
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        reader.get(_official(office))


def test_the_pages_stand_when_there_is_nothing_at_all(db: None, reader: Client) -> None:
    for address in ("/agenda/", "/agenda/tertutup/", "/agenda/agenda.json", "/agenda/agenda.csv"):
        assert reader.get(address).status_code == 200
