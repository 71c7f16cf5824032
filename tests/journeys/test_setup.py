"""The ministry runs its own desk, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, expect

from hubung.cases import limits, services
from hubung.cases.models import CannedAnswer, LocalHoliday, TimeLimit
from hubung.cases.services import calendar
from hubung.directory.models import Person, Role, today
from hubung.directory.queries import has_role
from hubung.kernel import clock
from tests.integration.desk.conftest import report
from tests.journeys.conftest import Open
from tests.support.browser import both_sizes, every_look, on_a_phone
from tests.support.ministry import Ministry

Axe = Callable[[Page], None]


def _judged(page: Page, axe: Axe) -> None:
    axe(page)
    width, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width <= inner, f"{page.url} is {width} px wide in {inner} px"


def _press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


@both_sizes
def test_a_coordinator_writes_a_canned_answer(ministry: Ministry, open_at: Open, axe: Axe) -> None:
    page = open_at(ministry.jaya, "/desk/")
    with page.expect_navigation():
        page.get_by_role("link", name="Pengaturan").click()
    expect(page.get_by_text("Belum ada jawaban siap pakai")).to_be_visible()
    _judged(page, axe)
    with page.expect_navigation():
        page.get_by_role("link", name="Tulis yang pertama").click()
    page.get_by_label("Judul").fill("Manifes diperbaiki")
    page.get_by_label("Isi", exact=True).fill("Yth. {namma}, manifes diperbaiki.")
    page.get_by_label("Untuk unit").select_option(label="KSOP Kelas I Bitung (KSOP-BIT)")
    _press(page, "Simpan")
    expect(page.get_by_role("alert")).to_be_focused()
    _judged(page, axe)
    page.get_by_label("Isi", exact=True).fill("Yth. {nama}, manifes diperbaiki.")
    _press(page, "Baca sebagai pelapor")
    expect(page.get_by_text("Yth. Contoh Pelapor, manifes diperbaiki.")).to_be_visible()
    _judged(page, axe)
    _press(page, "Simpan")
    expect(page.get_by_role("heading", name="KSOP Kelas I Bitung")).to_be_visible()
    _judged(page, axe)
    assert CannedAnswer.objects.get().unit == ministry.bitung


@both_sizes
def test_an_administrator_keeps_calendar_and_limits(
    ministry: Ministry, open_at: Open, axe: Axe
) -> None:
    report()
    # The next working day but one: what counts from today reaches it.
    day = today() + timedelta(days=2)
    while not limits.calendar_for(ministry.centre).is_working_day(day):
        day += timedelta(days=1)
    page = open_at(ministry.arum, "/desk/pengaturan/kalender/")
    _judged(page, axe)
    page.get_by_label("Tanggal").fill(day.isoformat())
    page.get_by_label("Alasan").fill("Banjir rob")
    _press(page, "Tambahkan")
    expect(page.get_by_text("Penghitungan mulai dalam satu menit.")).to_be_visible()
    assert LocalHoliday.objects.get().day == day
    with clock.travel(clock.now() + calendar.EVERYBODY_KNOWS_AFTER + timedelta(seconds=1)):
        limits.forget()
        services.recount_due_dates()
    # The page sees it without being loaded again.
    expect(page.get_by_text("1 laporan mendapat batas waktu baru.")).to_be_visible()
    _judged(page, axe)
    with page.expect_navigation():
        page.get_by_role("link", name="Batas waktu").click()
    _judged(page, axe)
    page.get_by_label("Langkah").select_option("verify")
    page.get_by_label("Jumlah hari").fill("2")
    page.get_by_label("Dasar").fill("Keputusan Contoh 7/2026")
    page.get_by_label("Berlaku mulai").fill((today() + timedelta(days=30)).isoformat())
    _press(page, "Tambahkan batas")
    expect(page.get_by_text("Akan datang")).to_be_visible()
    _judged(page, axe)
    assert TimeLimit.objects.get(source="Keputusan Contoh 7/2026").days == 2


@both_sizes
def test_an_administrator_gives_a_role_and_closes_an_account(
    ministry: Ministry, open_at: Open, axe: Axe
) -> None:
    candra = Person.objects.create(
        email="candra@dephub.go.id", name="Candra Embun-Rimba", unit=ministry.rail
    )
    page = open_at(ministry.arum, "/desk/pengaturan/orang/")
    _judged(page, axe)
    page.get_by_label("Nama, NIP, atau alamat surel").fill("embun")
    _press(page, "Cari")
    with page.expect_navigation():
        page.get_by_role("link", name="Candra Embun-Rimba").click()
    _judged(page, axe)
    page.get_by_role("combobox", name="Peran").select_option("tier2_handler")
    page.get_by_label("Di unit").select_option(label=f"{ministry.rail.label} (DJKA)")
    _press(page, "Beri peran ini")
    expect(page.get_by_text("Candra Embun-Rimba mendapat peran")).to_be_visible()
    assert has_role(Person.objects.get(pk=candra.pk), Role.TIER2_HANDLER, unit=ministry.rail)
    page.get_by_text("Tutup akun", exact=True).click()
    _press(page, "Tutup akun ini")
    expect(page.get_by_role("alert")).to_be_focused()
    _judged(page, axe)
    page.get_by_label("Alasan").fill("Cuti panjang")
    _press(page, "Tutup akun ini")
    expect(page.get_by_text("Akun ini ditutup")).to_be_visible()
    _judged(page, axe)
    candra.refresh_from_db()
    assert not candra.is_active


@on_a_phone
def test_the_setup_works_without_a_script(ministry: Ministry, open_at: Open) -> None:
    page = open_at(ministry.arum, "/desk/pengaturan/kalender/", java_script_enabled=False)
    page.get_by_label("Tanggal").fill((today() + timedelta(days=400)).isoformat())
    _press(page, "Tambahkan")
    expect(page.get_by_text("Tulis alasannya", exact=False).first).to_be_visible()
    page.goto(page.url.replace("kalender", "batas"))
    page.get_by_label("Langkah").select_option("tier1")
    page.get_by_label("Jumlah hari").fill("2")
    page.get_by_label("Dasar").fill("Keputusan Contoh 7/2026")
    _press(page, "Tambahkan batas")
    assert TimeLimit.objects.filter(clock="tier1", days=2).exists()


@every_look
def test_overfull_lists_fit(
    look: dict[str, Any], ministry: Ministry, open_at: Open, axe: Axe
) -> None:
    long = "Sertifikatkepelautanyangtidakpernahterbit" * 2
    for number in range(45):
        CannedAnswer.objects.create(
            title=f"{long} {number}",
            text=f"{long} {{nama}}. " * 20,
            unit=[None, ministry.sea, ministry.bitung][number % 3],
            sector="laut",
            kind="information_request",
            language="en",
        )
        LocalHoliday.objects.create(
            day=today().replace(month=1, day=1) + timedelta(days=number),
            name=long,
            unit=ministry.bitung if number % 2 else None,
        )
        Person.objects.create(
            email=f"pegawai{number}@dephub.go.id",
            name=f"Pegawai {long} {number}",
            title=long,
            unit=ministry.bitung,
        )
    some = CannedAnswer.objects.filter(unit=ministry.sea)[0]
    somebody = Person.objects.filter(name__startswith="Pegawai")[0]
    for path in (
        "templat/",
        f"templat/{some.pk}/",
        "kalender/",
        "batas/",
        "orang/?cari=pegawai",
        f"orang/{somebody.pk}/",
    ):
        page = open_at(ministry.arum, f"/desk/pengaturan/{path}", **look)
        _judged(page, axe)
