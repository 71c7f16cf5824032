"""Nobody can learn who an anonymous reporter is: marks are planted, and looked for everywhere."""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path
from typing import Any

import click
import pytest
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from hubung.api.models import Application, Scope
from hubung.api.tokens import issue_token, register_application
from hubung.audit.models import Entry
from hubung.cases import commands, originals, services
from hubung.cases.models import Attachment, Case
from hubung.cases.search import find
from hubung.directory.models import Person
from hubung.kernel import clock
from tests.support import documents, leaks
from tests.support.accounts import sign_in
from tests.support.leaks import Marks
from tests.support.ministry import Ministry, build

pytestmark = pytest.mark.django_db

SAID = "Petugas pelabuhan meminta uang tanpa karcis kepada setiap penumpang."
MORE = "Kejadiannya pukul tujuh malam di loket dua."
DEVICE = "198.51.100.23"
FILES = {
    "foto": ("jpg", "image/jpeg", documents.photo),
    "pindai": ("pdf", "application/pdf", documents.pdf),
    "surat": ("docx", "application/octet-stream", documents.docx),
    "suara": ("ogg", "audio/ogg", documents.voice),
    "film": ("mp4", "video/mp4", documents.film),
}


def marks() -> Marks:
    def mark(name: str) -> str:
        return f"Zq{name}{uuid.uuid4().hex[:8]}"

    names = ("nama", "alamat", "perangkat", "rujukan", "kuki", "kueri", "berkas", "isi", "bagian")
    planted = Marks({name: mark(name) for name in names})
    planted |= {"surel": f"{mark('surel')}@contoh.id", "telepon": "081355501412"}
    return Marks(
        planted | {"telepon E.164": "6281355501412", "IP": DEVICE, "IP proksi": "203.0.113.77"}
    )


@pytest.fixture
def ministry() -> Ministry:
    cache.clear()
    return build()


def visitor(planted: Marks) -> Client:
    """A browser that gives away whatever a browser can."""
    browser = Client(
        REMOTE_ADDR=DEVICE,
        headers={
            "User-Agent": f"Mozilla/5.0 ({planted['perangkat']})",
            "X-Forwarded-For": f"{planted['IP']}, {planted['IP proksi']}",
            "Forwarded": f"for={planted['IP']}",
            "X-Real-IP": planted["IP"],
            "Referer": f"https://contoh.id/{planted['rujukan']}",
            "Accept-Language": "id",
            "Sec-CH-UA-Model": planted["perangkat"],
            "From": planted["surel"],
        },
    )
    browser.cookies["kenal"] = planted["kuki"]
    return browser


def uploads(planted: Marks, *kinds: str) -> list[SimpleUploadedFile]:
    """Files with a mark in their name, their type and their inside."""
    made = []
    for kind in kinds:
        extension, media_type, make = FILES[kind]
        upload = SimpleUploadedFile(
            f"{planted['berkas']} {kind}.{extension}", make(planted["isi"]), media_type
        )
        upload.content_type_extra = {"name": planted["bagian"]}
        made.append(upload)
    return made


def old_letter(planted: Marks) -> SimpleUploadedFile:
    """A document of a kind that nobody can clean."""
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + planted["isi"].encode()
    return SimpleUploadedFile(f"{planted['berkas']}.doc", ole, "application/msword")


def filled(planted: Marks, **more: Any) -> dict[str, Any]:
    """The web form of somebody who typed who they are, and then thought better of it."""
    return {
        "submission": planted["kueri"],
        "text": SAID,
        "place": "Pelabuhan Bitung",
        "happened_on": "2026-01-22",
        "happened_at": "19.30",
        "kind": "complaint",
        "sector": "laut",
        "privacy": "anonymous",
        "name": planted["nama"],
        "phone": planted["telepon"],
        "email": planted["surel"],
        "address": planted["alamat"],
        "true": "on",
        "website": "",
        **more,
    }


def follow(browser: Client, case: Case) -> str:
    """The reporter's own page, by number and code."""
    answer = browser.post("/lacak/", {"number": case.number, "code": case.code}, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def pass_in(page: str) -> str:
    found = re.search(r'name="pass" value="([^"]+)"', page)
    assert found
    return found[1]


def signed_in(person: Person) -> Client:
    client = Client()
    sign_in(client, person)
    return client


@pytest.mark.parametrize("form", ["json", pytest.param("console", marks=pytest.mark.once)])
def test_nothing_that_is_kept_or_said_holds_a_mark(
    ministry: Ministry,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
    form: str,
) -> None:
    planted = marks()
    browser = visitor(planted)
    files_before = leaks.stored_files()
    with leaks.everything_logged(monkeypatch, form) as logged:
        with django_capture_on_commit_callbacks(execute=True):
            sent = browser.post(
                f"/lapor/?dari={planted['kueri']}",
                filled(
                    planted,
                    attachments=[*uploads(planted, *FILES), old_letter(planted)],
                    kept=planted["kueri"],
                ),
            )
        assert sent.status_code == 303, sent.content.decode()
        case = Case.objects.get()
        receipt = browser.get(sent["Location"]).content.decode()
        assert case.code in receipt
        assert "1 berkas terkunci" in receipt
        # Asked, the reporter answers by number and code, with another file.
        services.take_case(actor=ministry.ratih, case=case)
        services.ask_reporter(actor=ministry.ratih, case=case, question="Pukul berapa?")
        page = follow(browser, case)
        assert "Pukul berapa?" in page
        with django_capture_on_commit_callbacks(execute=True):
            said = browser.post(
                f"/lacak/{case.number}/tambah/",
                {
                    "pass": pass_in(page),
                    "text": MORE,
                    "name": planted["nama"],
                    "attachments": uploads(planted, "foto"),
                },
                follow=True,
            )
        own = said.content.decode()
        assert MORE in own
        # Whoever may see the case sees all that anybody can see of it.
        desk = signed_in(ministry.ratih)
        shown: list[object] = [receipt, own, desk.get(f"/desk/laporan/{case.number}/").content]
        opened = 0
        for attachment in Attachment.objects.filter(case=case):
            got = desk.get(f"/desk/laporan/{case.number}/lampiran/{attachment.pk}/")
            assert (got.status_code == 404) == attachment.withheld
            if got.status_code == 200:
                opened += 1
                shown += leaks.unpacked(got.content)
        assert opened == len(FILES) + 1
    assert MORE in desk.get(f"/desk/laporan/{case.number}/").content.decode()
    case.refresh_from_db()
    assert case.reporter is None
    assert [each.name for each in Attachment.objects.all()] == [
        f"lampiran-{number}.{extension}"
        for number, extension in enumerate(("jpg", "pdf", "docx", "ogg", "mp4", "doc", "jpg"), 1)
    ]
    assert planted.found_in(logged.getvalue()) == []
    assert len(logged.getvalue()) > 10_000  # it was talkative indeed
    assert planted.found_in(*shown) == []
    assert leaks.marked_rows(planted) == {}
    assert leaks.marked_files(planted, leaks.stored_files() - files_before) == {}
    for value in planted.values():
        assert not find(ministry.ratih, value).cases.exists()
    assert find(ministry.ratih, "karcis").cases.get() == case


@pytest.mark.once
def test_originals_are_kept_and_only_the_private_key_opens_them(
    ministry: Ministry,
    django_capture_on_commit_callbacks: Any,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    planted = marks()
    files = uploads(planted, "foto", "pindai")
    contents = [file.read() for file in files]
    for file in files:
        file.seek(0)
    with django_capture_on_commit_callbacks(execute=True):
        visitor(planted).post("/lapor/", filled(planted, attachments=[*files, old_letter(planted)]))
    path = originals.private_path()
    key = originals.private_key(path.read_bytes())
    kept = list(Attachment.objects.all())
    assert [b"".join(originals.unseal(file, key)) for file in kept[:2]] == contents
    assert planted["isi"].encode() in b"".join(originals.unseal(kept[2], key))
    assert [file.withheld for file in kept] == [False, False, True]
    # At the command line, with the key, for a reason, on record, and into a new file only.
    number, target = kept[0].case.number, tmp_path / "asli.jpg"
    foreign = tmp_path / "lain.key"
    foreign.write_bytes(
        X25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    commands.original(number, None, None, "", None)
    assert "lampiran-3.doc, seen by nobody\n3 sealed originals" in capsys.readouterr().out
    for why, opener in (
        ("", path),
        ("Uji keaslian", foreign),
        ("Uji keaslian", files_key(tmp_path)),
    ):
        with pytest.raises(click.ClickException):
            commands.original(number, kept[0].pk, opener, why, tmp_path / f"{opener.name}{why}.x")
    before = Entry.objects.count()
    commands.original(number, kept[0].pk, path, "Uji keaslian", target)
    assert target.read_bytes() == contents[0]
    entry = Entry.objects.latest("pk")
    assert (Entry.objects.count(), entry.why) == (before + 1, "Uji keaslian")
    assert entry.data == {"what": f"file:{kept[0].pk}", "original": True}
    with pytest.raises(click.ClickException, match="exists already"):
        commands.original(number, kept[0].pk, path, "Uji keaslian", target)


def files_key(folder: Path) -> Path:
    """A file that is no key at all."""
    path = folder / "bukan.key"
    path.write_text("bukan kunci")
    return path


@pytest.mark.once
def test_a_named_reporter_keeps_file_names_and_may_send_what_cannot_be_cleaned(
    ministry: Ministry, django_capture_on_commit_callbacks: Any
) -> None:
    planted = marks()
    with django_capture_on_commit_callbacks(execute=True):
        sent = visitor(planted).post(
            "/lapor/",
            filled(planted, privacy="named", attachments=[old_letter(planted)]),
        )
    assert sent.status_code == 303
    file = Attachment.objects.get()
    assert file.name == f"{planted['berkas']}.doc"
    desk = signed_in(ministry.ratih)
    got = desk.get(f"/desk/laporan/{file.case.number}/lampiran/{file.pk}/")
    assert planted["isi"].encode() in got.content


#: What a report changes; nothing in it says which browser it came from.
OF_A_REPORT = {
    *("cases_case", "cases_clock", "cases_entry", "cases_attachment", "kernel_event", "cache"),
    *("cases_search", "cases_search_data", "cases_search_docsize", "cases_search_content"),
    *("cases_search_idx", "sqlite_sequence"),
}


def test_somebody_on_the_staff_who_reports_in_their_own_browser_leaves_no_trace(
    ministry: Ministry,
) -> None:
    planted = marks()
    browser = signed_in(ministry.bima)
    session = browser.cookies["sessionid"].value
    UserSession.objects.create(
        user=ministry.bima, session_key=session, ip="10.0.0.7", last_seen_at=clock.now()
    )
    before = leaks.tables()
    sent = browser.post("/lapor/", filled(planted, submission=str(uuid.uuid4())))
    case = Case.objects.get()
    assert case.code in browser.get(sent["Location"]).content.decode()
    follow(browser, case)
    assert leaks.changed(before, leaks.tables()) <= OF_A_REPORT
    rows = leaks.tables()
    new = {name: set(rows[name]) - set(before[name]) for name in OF_A_REPORT & set(rows)}
    assert Marks(session=session, name=ministry.bima.name).found_in(new) == []


def taken_at_the_desk(ministry: Ministry, planted: Marks) -> None:
    given = filled(planted, channel="phone", anonymous="on", submission=str(uuid.uuid4()))
    sent = signed_in(ministry.ratih).post("/desk/baru/", given)
    assert sent.status_code == 302, sent.content.decode()


def through_the_api(ministry: Ministry, planted: Marks) -> None:
    _token, secret = issue_token(name="t", scopes=tuple(Scope), days=9, person=ministry.ratih)
    caller = visitor(planted)
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": uuid.uuid4().hex}
    report = {"text": SAID, "channel": "web", "anonymous": True}
    known = {"name": planted["nama"], "email": planted["surel"], "phone": planted["telepon"]}
    for body, status in ((report | {"reporter": known}, 422), (report, 201)):
        headers["Idempotency-Key"] = uuid.uuid4().hex
        sent = caller.post(
            "/api/v1/cases", json.dumps(body), content_type="application/json", headers=headers
        )
        assert sent.status_code == status, sent.content.decode()


def from_a_civic_application(ministry: Ministry, planted: Marks) -> None:
    application: Application = register_application(name="Lapor Kota", units=[ministry.root])
    _token, key = issue_token(
        name="t", scopes=(Scope.CASES_WRITE,), days=9, application=application
    )
    caller = visitor(planted)
    services_of = caller.get("/open311/v2/services.json").json()
    sent = caller.post(
        "/open311/v2/requests.json",
        {
            "api_key": key,
            "service_code": services_of[0]["service_code"],
            "description": SAID,
            "address_string": "Pelabuhan Bitung",
            "attribute[anonymous]": "yes",
            "first_name": planted["nama"],
            "email": planted["surel"],
            "phone": planted["telepon"],
            "device_id": planted["perangkat"],
            "account_id": planted["kuki"],
        },
    )
    assert sent.status_code == 200, sent.content.decode()


@pytest.mark.parametrize(
    "door", [taken_at_the_desk, through_the_api, from_a_civic_application], ids=lambda d: d.__name__
)
def test_at_every_door_nothing_of_an_anonymous_reporter_is_kept(
    ministry: Ministry, monkeypatch: pytest.MonkeyPatch, door: Any
) -> None:
    planted = marks()
    with leaks.everything_logged(monkeypatch, "json") as logged:
        door(ministry, planted)
    case = Case.objects.get()
    assert (case.anonymous, case.reporter) == (True, None)
    held = leaks.marked_rows(planted)
    # An agent's own address stands on the access log, where the agent acted.
    held.pop("audit_entry", None)
    assert held == {}
    assert planted.found_in(logged.getvalue()) == []


def test_a_search_for_marks_finds_what_is_there() -> None:
    """The tests above would be worth nothing if this could not fail."""
    planted = marks()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_reporter (name, email, phone, address, language, wants_notices,"
            " created_at) VALUES (%s, '', '', '', 'id', %s, '2026-01-01')",
            [f"Ibu {planted['nama'].upper()}", True],
        )
    assert leaks.marked_rows(planted) == {"cases_reporter": ["nama"]}
    assert planted.found_in(*leaks.unpacked(documents.docx(planted["isi"]))) == ["isi"]
