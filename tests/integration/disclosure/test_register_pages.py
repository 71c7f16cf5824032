"""The register for everybody, and at the desk; what is exempted is behind no address."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hubung.audit.choices import Act
from hubung.audit.models import Entry
from hubung.directory.models import Person
from hubung.disclosure.register import services
from hubung.disclosure.register.models import Edition, Exemption, Item
from hubung.disclosure.requests.models import Request
from hubung.kernel import clock
from hubung.kernel.files import sweep
from tests.integration.disclosure.conftest import Office
from tests.integration.disclosure.registering import (
    CONTENT,
    NAME,
    SUMMARY,
    TITLE,
    closing,
    exempted,
    item_with_file,
    said,
)
from tests.integration.disclosure.test_request_pages import SAID
from tests.support.accounts import sign_in

ROOM = "/desk/daftar-informasi/"
TEST = {
    "uji-name": NAME,
    "uji-harm": "Saksi dapat ditekan.",
    "uji-benefit": "Pemeriksaan selesai tanpa gangguan.",
    "uji-weighing": "Hasilnya diumumkan setelah putusan.",
    "uji-until": "2026-12-18",
}


def _as(person: Person) -> Client:
    client = Client()
    sign_in(client, person)
    return client


def _text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return re.sub(r"\s+", " ", answer.content.decode())


def test_everybody_reads_the_register_as_page_table_and_data(office: Office) -> None:
    item = item_with_file(office.jaya, office.house.sea, period="", place="Ruang arsip")
    services.enter(
        by=office.jaya,
        said=said(
            office.house.sea,
            title="=Laporan kinerja",
            category="periodic",
            period="year",
            begins_on=date(2024, 5, 1),
        ),
    )
    visitor = Client()
    page = _text(visitor, "/informasi/")
    for words in (TITLE, "Tersedia setiap saat", "2 informasi"):
        assert words in page
    assert "2 terbitan terlambat" in page
    assert TITLE not in _text(visitor, "/informasi/?kategori=periodic")
    assert TITLE in _text(visitor, "/informasi/?cari=bayangan&unit=DJPL&bentuk=file")
    assert "Daftar tidak memuat" in _text(visitor, "/informasi/?cari=tiada&kategori=ngawur")
    assert "Ruang arsip" in _text(visitor, f"/informasi/daftar/{item.pk}/")
    table = visitor.get("/informasi/daftar.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {row["name"] for row in rows} == {TITLE, "'=Laporan kinerja"}
    told = json.loads(visitor.get("/informasi/daftar.json?kategori=periodic").content)
    assert told["records"][0]["missing"] == ["2024", "2025"]
    late = _text(visitor, "/informasi/belum-terbit/")
    assert "Kamis, 30 Januari 2025" in late
    assert "Ditjen Perhubungan Laut" in late
    file = visitor.get(f"/informasi/daftar/{item.pk}/berkas/{item.editions.get().pk}/")
    assert b"".join(file) == CONTENT  # type: ignore[arg-type]


def test_what_is_exempted_is_behind_no_address_search_feed_or_cache(office: Office) -> None:
    item = item_with_file(office.jaya, office.house.sea)
    edition = item.editions.get()
    file = f"/informasi/daftar/{item.pk}/berkas/{edition.pk}/"
    visitor = Client()
    page = visitor.get(f"/informasi/daftar/{item.pk}/")
    exemption = exempted(office.jaya, office.galih, item)
    # A copy that somebody kept is not confirmed.
    again = visitor.get(f"/informasi/daftar/{item.pk}/", headers={"If-None-Match": page["ETag"]})
    assert again.status_code == 451
    assert visitor.get(file).status_code == 404
    kept = visitor.get("/informasi/daftar.json")
    assert "no-cache" in kept["Cache-Control"]
    told = [again.content.decode(), kept.content.decode()]
    addresses = (
        "/",
        "/informasi/",
        "/informasi/?cari=Lentera",
        "/informasi/daftar.csv",
        "/informasi/belum-terbit/",
        "/informasi/dikecualikan/",
        f"/informasi/dikecualikan/{exemption.pk}/",
        f"/minta-informasi/?pengecualian={exemption.pk}",
        "/cari/?q=Bayangan",
        "/cari/?q=Lentera",
        "/api/v1/openapi.json",
    )
    told += [visitor.get(address).content.decode() for address in addresses]
    for said_there in told:
        for secret in (TITLE, SUMMARY, "saksi.txt", "Hasilnya diumumkan", edition.sha256):
            assert secret not in said_there
    assert NAME in told[0]
    assert "Pasal 17 huruf a" in told[0]
    # Other staff do not find it either; the unit's own do, and that is on record.
    stranger = _as(office.house.tirta)
    for address in (f"{ROOM}{item.pk}/", f"{ROOM}terbitan/{edition.pk}/"):
        assert stranger.get(address).status_code == 404
    own = _as(office.jaya).get(f"{ROOM}terbitan/{edition.pk}/")
    assert b"".join(own) == CONTENT  # type: ignore[arg-type]
    assert Entry.objects.filter(action=Act.FILE_READ, subject=item.subject).count() == 1
    # And it is still there when it opens again.
    sweep(clock.now())
    services.lift(by=office.galih, exemption=exemption, note="Perkara sudah diputus.")
    assert b"".join(visitor.get(file)) == CONTENT  # type: ignore[arg-type]
    assert visitor.get(f"/informasi/dikecualikan/{exemption.pk}/").status_code == 302


def test_the_unit_enters_publishes_and_proposes_and_the_officer_decides(office: Office) -> None:
    jaya, galih = _as(office.jaya), _as(office.galih)
    given = {
        "title": TITLE,
        "summary": SUMMARY,
        "category": "periodic",
        "period": "",
        "due_days": "30",
        "begins_on": "2025-01-01",
        "unit": office.house.sea.pk,
        "form": "file",
    }
    wrong = jaya.post(f"{ROOM}baru/", given)
    assert wrong.status_code == 422
    assert "Pilih seberapa sering" in wrong.content.decode()
    jaya.post(f"{ROOM}baru/", {**given, "period": "year"})
    item = Item.objects.get()
    assert f"{TITLE}, 2025" in _text(_as(office.laksmi), ROOM)
    jaya.post(
        f"{ROOM}{item.pk}/terbitkan/",
        {"period_start": "2025-01-01", "file": SimpleUploadedFile("kinerja.csv", CONTENT)},
    )
    assert Edition.objects.get().period_start.isoformat() == "2025-01-01"  # type: ignore[union-attr]
    assert "Tidak ada yang terlambat" in _text(jaya, ROOM)
    ground = closing().ground.pk
    address = f"{ROOM}{item.pk}/kecualikan/"
    assert jaya.post(address, {**TEST, "uji-harm": "", "uji-ground": ground}).status_code == 422
    jaya.post(address, {**TEST, "uji-ground": ground})
    exemption = Exemption.objects.get()
    decide = f"{ROOM}pengecualian/{exemption.pk}/"
    assert 'value="approve"' not in _text(jaya, decide)
    assert jaya.post(decide, {"do": "approve"}).status_code == 403
    assert NAME in _text(galih, ROOM)
    assert galih.post(decide, {"do": "refuse"}).status_code == 422
    assert galih.post(decide, {"do": "approve"}).status_code == 302
    assert _text(Client(), f"/informasi/daftar/{item.pk}/", 451)
    # The head of the unit sees what it holds, and changes nothing.
    head = _as(office.laksmi)
    assert TITLE in _text(head, f"{ROOM}{item.pk}/")
    assert head.post(f"{ROOM}{item.pk}/", given).status_code == 403


def test_something_new_may_be_exempted_from_the_start(office: Office) -> None:
    given = {
        "title": TITLE,
        "summary": SUMMARY,
        "category": "request",
        "due_days": "30",
        "begins_on": "2026-11-18",
        "unit": office.house.sea.pk,
        "form": "paper",
        "close": "1",
        **TEST,
    }
    jaya = _as(office.jaya)
    assert jaya.post(f"{ROOM}baru/", given).status_code == 422
    assert not Item.objects.exists()
    jaya.post(f"{ROOM}baru/", {**given, "uji-ground": closing().ground.pk})
    page = _text(Client(), "/informasi/")
    assert NAME in page
    assert TITLE not in page


def test_a_request_for_it_knows_the_exemption(office: Office) -> None:
    item = item_with_file(office.jaya, office.house.sea)
    exemption = exempted(office.jaya, office.galih, item)
    visitor = Client()
    form = _text(visitor, f"/minta-informasi/?pengecualian={exemption.pk}")
    assert f'name="pengecualian" value="{exemption.pk}"' in form
    assert (
        visitor.post("/minta-informasi/", {**SAID, "pengecualian": exemption.pk}).status_code == 303
    )
    assert Request.objects.get().exemption == exemption
    for nonsense in ("9" * 30, "x", "0"):
        assert visitor.get(f"/minta-informasi/?pengecualian={nonsense}").status_code == 200
