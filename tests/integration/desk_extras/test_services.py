"""`/desk/layanan/`: a unit enters a service, hands in its times, and the portal tells them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hubung.audit.choices import Act
from hubung.audit.models import Entry
from hubung.directory.models import Person
from hubung.insight.models import Served, Service
from hubung.kernel import clock
from hubung.portal.content import caching
from hubung.portal.content.models import ServicePage
from tests.integration.portal.content.pages import publish, section
from tests.support.accounts import sign_in
from tests.support.ministry import Ministry, build

pytestmark = pytest.mark.django_db
ROOM = "/desk/layanan/"


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    caching.forget()
    with clock.travel(datetime(2026, 11, 23, 5, tzinfo=UTC)):
        yield


@pytest.fixture
def ministry() -> Ministry:
    return build()


@pytest.fixture
def book(ministry: Ministry) -> Service:
    return Service.objects.create(code="buku-pelaut", name="Buku pelaut", unit=ministry.bitung)


def _as(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    sign_in(client, person)
    return client


def _text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return re.sub(r"[ \n]+", " ", answer.content.decode())


def _file(count: int = 12, until: str = "2026-11-11") -> SimpleUploadedFile:
    lines = ["nomor;berkas lengkap;selesai"]
    lines += [f"BP-{number};2026-11-02;2026-11-04" for number in range(count - 2)]
    lines += [f"BP-{count + number};2026-11-02;{until}" for number in range(2)]
    return SimpleUploadedFile("selesai.csv", "\n".join(lines).encode())


def test_a_service_is_entered_and_its_times_handed_in(ministry: Ministry) -> None:
    jaya = _as(ministry.jaya)
    assert "No service yet" in _text(jaya, ROOM)
    given = {"name": "Buku pelaut", "code": "Buku Pelaut", "unit": ministry.bitung.pk}
    refused = jaya.post(f"{ROOM}baru/", given)
    assert refused.status_code == 422
    assert "Small letters" in refused.content.decode()
    kept = jaya.post(f"{ROOM}baru/", given | {"code": "buku-pelaut"})
    service = Service.objects.get()
    page = f"{ROOM}{service.pk}/"
    assert kept.headers["Location"] == page
    assert "Nothing was handed in yet" in _text(jaya, page)
    assert jaya.post(page, {"file": _file()}).status_code == 302
    said = _text(jaya, page)
    assert "12 applications taken over" in said
    assert "12, from Wednesday, 4 November 2026 to Wednesday, 11 November 2026" in said
    acts = Entry.objects.filter(action=Act.SERVICE_CHANGED, subject="service:buku-pelaut")
    assert [entry.data for entry in acts.order_by("pk")] == [
        {"did": "added"},
        {"created": 12, "changed": 0, "known": 0},
    ]
    jaya.post(f"{page}ubah/", given | {"code": "buku-pelaut", "name": "Buku pelaut baru"})
    assert "Buku pelaut baru" in _text(jaya, ROOM)


def test_a_wrong_file_says_what_to_mend(ministry: Ministry, book: Service) -> None:
    jaya = _as(ministry.jaya)
    answer = jaya.post(f"{ROOM}{book.pk}/", {"file": _file(until="2026-12-11")})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "2 things have to be put right" in said
    assert "This day is yet to come" in said
    assert not Served.objects.exists()
    assert "Choose a file first" in jaya.post(f"{ROOM}{book.pk}/").content.decode()


def test_whose_the_room_is(ministry: Ministry, book: Service) -> None:
    page = f"{ROOM}{book.pk}/"
    # The official above sees and changes nothing; others find nothing.
    laksmi = _as(ministry.laksmi)
    assert "Hand in what was finished" not in _text(laksmi, page)
    assert laksmi.post(page, {"file": _file()}).status_code == 404
    assert laksmi.get(f"{page}ubah/").status_code == 404
    for stranger in (ministry.tirta, ministry.ratih):
        assert _as(stranger).get(ROOM).status_code == 403
        assert _as(stranger).get(page).status_code == 404
    assert not Served.objects.exists()


def test_the_portal_tells_promise_and_truth(ministry: Ministry, book: Service) -> None:
    room = section(ministry.sea, "Laut")
    page = publish(ServicePage(title="Buku pelaut", promised_days=3, measured=book), room)
    publish(ServicePage(title="Pas kecil", promised_days=1), room)
    visitor = Client(headers={"accept-language": "en"})
    assert "Too few applications are known" in _text(visitor, page.url)
    _as(ministry.jaya).post(f"{ROOM}{book.pk}/", {"file": _file()})
    caching.forget()
    said = _text(visitor, page.url)
    assert "nine of ten no longer than 7 working days" in said
    assert "The promise was kept for 83\u00a0%." in said
    assert "The unit has not told yet" in _text(visitor, "/laut/pas-kecil/")
    listed = _text(visitor, "/kinerja/layanan/")
    assert "Of one service nothing is known" in listed
    assert "83.3 %" in listed
    rows = list(csv.DictReader(visitor.get("/kinerja/layanan.csv").content.decode().splitlines()))
    assert [row["median_working_days"] for row in rows] == ["2", ""]
    assert rows[0]["share_in_promised_time"] == "0.8333"
    assert rows[0]["applications"] == "12"
