"""What else is done with a case through the API: by the services' rules, and with files."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from hubung.api.models import Application
from hubung.cases.models import Attachment, Case, Link
from hubung.cases.services import receive_case
from hubung.channels.web.uploads import REFERENCE_LIFE
from hubung.kernel import clock
from hubung.kernel.files import open_blob
from tests.integration.api.conftest import Answer, Api, as_application, as_person
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db


def upload(api: Api, content: bytes, name: str = "bukti.txt") -> Answer:
    file = SimpleUploadedFile(name, content)
    found = api.client.post("/api/v1/uploads", {"file": file}, headers=api.headers)
    return Answer(found)  # type: ignore[arg-type]


def photo_with_a_place() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Kamera Rahasia"
    with BytesIO() as written:
        Image.new("RGB", (8, 8), "red").save(written, "jpeg", exif=exif)
        return written.getvalue()


DEEDS: list[tuple[str, dict[str, Any] | None, str]] = [
    ("verify", None, "verified"),
    ("assign", {"person": "Wulandari@dephub.go.id"}, "in_progress"),
    ("release", {"reason": "Cuti"}, "in_progress"),
    ("facts", {"title": "Manifes", "sector": None, "happened_on": None}, "in_progress"),
    ("reject", {"reason": "Bukan untuk kami"}, "rejected"),
    ("reopen", {"reason": "Keliru"}, "reopened"),
    ("pass-on", {"authority": "Dinas Kota", "reason": "Terminal tipe C"}, "outside_authority"),
    ("reopen", {"reason": "Keliru"}, "reopened"),
    ("withdraw", {"reason": "Diminta pelapor"}, "closed"),
]


def test_a_case_through_its_deeds(ministry: Ministry, case: Case) -> None:
    api, outsider = as_person(ministry.kirana), as_person(ministry.tirta)
    for at, (deed, body, status) in enumerate(DEEDS):
        path = f"/cases/{case.number}/{deed}"
        assert outsider.post(path, body).status in (403, 404)
        done = api.post(path, body, key=f"k{at}")
        assert (done.status, done.json["status"]) == (200, status), deed
        assert api.post(path, body, key=f"k{at}").json == done.json
    case.refresh_from_db()
    assert (case.owner, case.title, case.sector) == (None, "Manifes", "")
    assert api.post(f"/cases/{case.number}/withdraw", {"reason": "Lagi"}).status == 409


def test_how_cases_belong_together(ministry: Ministry, case: Case) -> None:
    api = as_person(ministry.ratih)
    other = receive_case(channel="web", text="Pelampung", sector="laut")
    body = {"other": other.number, "reason": "Kapal yang sama"}
    path = f"/cases/{case.number}"
    assert api.post(f"{path}/links", body).json["entry"] == 2
    assert Link.objects.count() == 1
    assert api.post(f"{path}/unmerge").kind == "conflict"
    assert api.post(f"{path}/merge", body).json["status"] == "closed"
    assert api.get(path).json["merged_into"] == other.number
    assert api.post(f"{path}/unmerge").json["status"] == "new"
    part = {"title": "Toilet", "text": "Toilet kotor", "reason": "Dua hal"}
    made = api.post(f"{path}/split", part).json["number"]
    assert made not in (case.number, other.number)
    assert api.get(f"/cases/{made}").json["created_at"] == api.get(path).json["created_at"]


def test_what_is_named_must_be_there(ministry: Ministry, case: Case) -> None:
    api = as_person(ministry.kirana)
    hidden = receive_case(channel="web", text="Setoran", kind="misconduct")
    path = f"/cases/{case.number}"
    for address in ("nobody@dephub.go.id", "arum@dephub.go.id", "bima@dephub.go.id"):
        told = api.post(f"{path}/assign", {"person": address})
        assert (told.status, told.json["errors"][0]["at"]) == (422, "/person")
    faults = [
        api.post(f"{path}/links", {"other": number, "reason": "x"}).json["errors"]
        for number in (hidden.number, "151-26-0047-1182-7", "x")
    ]
    assert faults[0] == faults[1] == faults[2]
    assert faults[0][0]["at"] == "/other"
    assert api.post("/cases", {"text": "x", "kind": "personal_data"}).status == 422


# Files --------------------------------------------------------------------------------------------


def test_files_go_with_words(ministry: Ministry, harbour: Application) -> None:
    partner, staff = as_application(harbour), as_person(ministry.ratih)
    photo = upload(partner, photo_with_a_place(), "../foto.jpg")
    assert photo.status == 201
    assert (photo.json["name"], photo.json["media_type"]) == ("foto.jpg", "image/jpeg")
    with open_blob(photo.json["sha256"]) as stored:
        assert b"Kamera Rahasia" not in stored.read()
    sent = partner.post("/cases", {"text": "Ini fotonya", "files": [photo.json["reference"]]})
    path = f"/cases/{sent.json['number']}"
    letter = upload(staff, b"Surat jawaban").json["reference"]
    for way, body in (
        ("notes", {"text": "x"}),
        ("messages", {"text": "x"}),
        ("answer", {"text": "x", "outcome": "resolved"}),
    ):
        assert staff.post(f"{path}/{way}", body | {"files": [letter]}).status == 200
    more = {"text": "Lagi", "files": [upload(partner, b"x").json["reference"]]}
    assert partner.post(f"{path}/additions", more).status == 200
    listed = [(each["entry"], each["public"]) for each in staff.get(f"{path}/attachments").json]
    assert listed == [(1, True), (2, False), (3, True), (4, True), (5, True)]
    assert len(partner.get(f"{path}/attachments").json) == 4


def test_files_that_are_not_taken(ministry: Ministry, case: Case, settings: Any) -> None:
    api = as_person(ministry.ratih)
    path = f"/cases/{case.number}/notes"
    assert upload(api, b"").kind == "invalid"
    assert api.client.post("/api/v1/uploads", headers=api.headers).status_code == 422
    assert upload(Api(), b"x").status == 401
    good = upload(api, b"x").json["reference"]
    forged = good[:-1] + ("A" if good[-1] != "A" else "B")
    wrong = api.post(path, {"text": "x", "files": [good, forged]})
    assert [fault["at"] for fault in wrong.json["errors"]] == ["/files/1"]
    assert api.post(path, {"text": "x", "files": [good] * 11}).status == 422
    with clock.travel(clock.now() + REFERENCE_LIFE + timedelta(hours=1)):
        assert api.post(path, {"text": "x", "files": [good]}).status == 422
    assert not Attachment.objects.exists()
    limits = settings.HUBUNG.limits.model_copy(update={"file_bytes": 3})
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"limits": limits})
    assert upload(api, b"four").kind == "too-large"
    broken = api.client.post(
        "/api/v1/uploads", b"x", content_type="multipart/form-data", headers=api.headers
    )
    assert (broken.status_code, broken["Content-Type"]) == (400, "application/problem+json")
