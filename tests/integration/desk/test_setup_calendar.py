"""Calendar and time limits at the desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from hubung.cases import limits, services
from hubung.cases.choices import EntryKind
from hubung.cases.models import LocalHoliday, TimeLimit
from hubung.cases.services import calendar
from hubung.directory.models import Grant, Role, Unit
from hubung.kernel import clock
from tests.integration.desk.conftest import SIGNED_IN, report
from tests.support.ministry import START, Ministry

CALENDAR = "/desk/pengaturan/kalender/"
LIMITS = "/desk/pengaturan/batas/"
#: A Monday.
NOW = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    with clock.travel(NOW):
        yield


def off(unit: Unit | None = None, **more: Any) -> dict[str, Any]:
    return {
        "day": "2026-10-14",
        "effect": "off",
        "name": "Banjir rob",
        "unit": unit.pk if unit else "",
        **more,
    }


def new_limit(**more: Any) -> dict[str, Any]:
    return {
        "clock": "resolution",
        "kind": "complaint",
        "days": "10",
        "counted": "working",
        "source": "Keputusan Contoh 7/2026",
        "valid_from": "2026-11-01",
        **more,
    }


def test_a_day_is_added_counted_and_removed(
    ministry: Ministry,
    client_of: SIGNED_IN,
    django_capture_on_commit_callbacks: Any,
) -> None:
    case = report()
    client = client_of(ministry.arum)
    empty = client.get(CALENDAR).content.decode()
    assert "Belum ada hari setempat di tahun 2026" in empty
    # The national ones stand beside.
    assert "Hari Raya Natal" in empty
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(CALENDAR, off())
    assert response.headers["Location"] == CALENDAR + "?tahun=2026"
    page = client.get(CALENDAR).content.decode()
    assert "Banjir rob" in page
    assert "Penghitungan mulai dalam satu menit" in page
    with clock.travel(clock.now() + calendar.EVERYBODY_KNOWS_AFTER):
        limits.forget()
        services.recount_due_dates()
    page = client.get(CALENDAR).content.decode()
    assert "1 laporan mendapat batas waktu baru." in page
    assert case.timeline.filter(kind=EntryKind.RECOUNTED).exists()
    shown = client_of(ministry.ratih).get(f"/desk/laporan/{case.number}/").content.decode()
    assert "Batas waktu dihitung ulang" in shown
    assert "Jumat, 23 Oktober 2026 → Senin, 26 Oktober 2026" in shown
    client.post(f"{CALENDAR}{LocalHoliday.objects.get().pk}/hapus/")
    assert not LocalHoliday.objects.exists()


def test_what_would_change_nothing_is_refused(ministry: Ministry, client_of: SIGNED_IN) -> None:
    client = client_of(ministry.arum)
    for said, why in (
        (off(day="2026-10-17"), "Hari ini sudah libur"),
        (off(day="2026-12-25"), "Hari ini sudah libur"),
        (off(effect="working"), "Hari ini sudah hari kerja"),
        (off(day="2062-10-14"), "Pilih tanggal antara"),
        (off(day=""), "Pilih tanggal."),
        (off(name=""), "Tulis alasannya"),
    ):
        response = client.post(CALENDAR, said)
        assert response.status_code == 422
        assert why in response.content.decode()
    client.post(CALENDAR, off())
    limits.forget()
    again = client.post(CALENDAR, off())
    assert again.status_code == 422
    assert "Tanggal ini sudah ada di daftar" in again.content.decode()
    # Where the ministry is closed, one unit may work.
    assert client.post(CALENDAR, off(ministry.bitung, effect="working")).status_code == 302
    assert LocalHoliday.objects.count() == 2


def test_an_administrator_of_a_part_keeps_the_calendar_of_that_part(
    ministry: Ministry, client_of: SIGNED_IN
) -> None:
    Grant.objects.create(
        person=ministry.damar, role=Role.ADMINISTRATOR, unit=ministry.sea, valid_from=START
    )
    everywhere = LocalHoliday.objects.create(day=date(2026, 10, 15), name="Libur bersama")
    client = client_of(ministry.damar)
    page = client.get(CALENDAR).content.decode()
    assert "Libur bersama" in page
    assert f"{everywhere.pk}/hapus/" not in page
    assert client.post(f"{CALENDAR}{everywhere.pk}/hapus/").status_code == 403
    for unit in (None, ministry.rail):
        assert client.post(CALENDAR, off(unit)).status_code == 422
    assert client.post(CALENDAR, off(ministry.bitung)).status_code == 302
    # The limits hold for everybody, so they are only shown.
    assert "<form" not in client.get(LIMITS).content.decode().split("<main")[1].split("</main")[0]
    assert client.post(LIMITS, new_limit()).status_code == 403


def test_limits_are_added_from_a_day_on_and_taken_back_before_it(
    ministry: Ministry, client_of: SIGNED_IN
) -> None:
    client = client_of(ministry.arum)
    before = client.get(LIMITS).content.decode()
    assert "14 hari kerja" in before
    assert "30 hari kalender" in before
    assert "UU 25/2009" in before
    assert client.post(LIMITS, new_limit()).status_code == 302
    after = client.get(LIMITS).content.decode()
    assert "10 hari kerja" in after
    assert "sampai Minggu, 1 November 2026" in after
    limit = TimeLimit.objects.get(days=10, clock="resolution", kind=new_limit()["kind"])
    assert client.post(LIMITS, new_limit(days="9")).status_code == 422
    client.post(f"{LIMITS}{limit.pk}/batal/")
    assert not TimeLimit.objects.filter(pk=limit.pk).exists()
    old = TimeLimit.objects.get(clock="resolution", kind="complaint")
    client.post(f"{LIMITS}{old.pk}/batal/")
    assert TimeLimit.objects.filter(pk=old.pk).exists()
    assert "Batas ini sudah berlaku" in client.get(LIMITS).content.decode()


def test_a_limit_that_would_never_hold_is_refused(ministry: Ministry, client_of: SIGNED_IN) -> None:
    client = client_of(ministry.arum)
    for said, why in (
        (new_limit(valid_from="2026-10-04"), "Batas berlaku paling cepat mulai hari ini"),
        (new_limit(kind=""), "Setiap jenis punya batas sendiri"),
        (new_limit(days="0"), "Tulis sedikitnya 1 hari."),
        (new_limit(days="400"), "Tulis paling banyak 365 hari."),
        (new_limit(source=" "), "Sebutkan peraturan"),
    ):
        response = client.post(LIMITS, said)
        assert response.status_code == 422
        assert why in response.content.decode()
    assert client.post(LIMITS, new_limit(clock="tier1", kind="")).status_code == 302


def test_the_calendar_is_for_administrators(ministry: Ministry, client_of: SIGNED_IN) -> None:
    for person in (ministry.kirana, ministry.jaya, ministry.damar, ministry.gatra):
        client = client_of(person)
        assert client.get(CALENDAR).status_code == 403
        assert client.get(LIMITS).status_code == 403
        assert client.post(CALENDAR, off(ministry.sea)).status_code == 403
        assert client.post(LIMITS, new_limit()).status_code == 403
