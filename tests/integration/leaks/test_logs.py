"""Nothing personal in any log line: marks go through every door, also where things go wrong."""

from __future__ import annotations

import http.client
import io
import json
import logging
import re
import smtplib
import uuid
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from hubung.api.models import Scope
from hubung.api.tokens import issue_token
from hubung.cases.events import CaseReceived
from hubung.cases.models import Case, Reporter
from hubung.directory.accounts.services import set_password
from hubung.kernel import tasks
from hubung.kernel.events import _handlers, handles, name_of
from tests.integration.email.conftest import OFFICE, RunningDoors, letter
from tests.support import documents, leaks
from tests.support.accounts import PASSWORD, sign_in
from tests.support.leaks import Marks
from tests.support.ministry import Ministry, build
from tests.support.server import Server

#: A NIK that no register gave: the region does not exist.
NIK = "9917054107900003"


@pytest.fixture
def ministry(transactional_db: None) -> Ministry:
    cache.clear()
    return build()


def marks() -> Marks:
    def mark(name: str) -> str:
        return f"Zq{name}{uuid.uuid4().hex[:8]}"

    planted = Marks({name: mark(name) for name in ("nama", "isi", "berkas", "sandi", "alamat")})
    planted |= {"surel": f"{mark('surel')}@contoh.id", "telepon": "081355501412", "NIK": NIK}
    return Marks(planted | {"telepon E.164": "6281355501412", "IP": "198.51.100.23"})


def filled(planted: Marks, **more: Any) -> dict[str, Any]:
    return {
        "submission": str(uuid.uuid4()),
        "text": f"Nama saya {planted['nama']}, NIK {NIK}. {planted['isi']}",
        "place": planted["alamat"],
        "happened_on": "2026-01-22",
        "kind": "complaint",
        "sector": "laut",
        "privacy": "named",
        "name": planted["nama"],
        "phone": planted["telepon"],
        "email": planted["surel"],
        "true": "on",
        "attachments": SimpleUploadedFile(
            f"{planted['berkas']}.pdf", documents.pdf(planted["isi"]), "application/pdf"
        ),
        **more,
    }


def by_the_web(planted: Marks) -> Case:
    """Reports good and bad, and somebody who guesses codes."""
    browser = Client(REMOTE_ADDR=planted["IP"], raise_request_exception=False)
    assert browser.post("/lapor/", filled(planted)).status_code == 303
    case = Case.objects.get()
    assert browser.post("/lapor/", filled(planted, phone=f"{NIK}1")).status_code == 422
    file = SimpleUploadedFile(f"{planted['berkas']}.zip", b"PK\x03\x04" + NIK.encode())
    assert browser.post("/lapor/berkas/", {"file": file}).status_code == 200
    for code in (planted["sandi"], "AAAA-BBBB-CCCC"):
        browser.post("/lacak/", {"number": case.number, "code": code})
    browser.post("/lacak/", {"number": NIK, "code": planted["nama"]})
    browser.get("/lacak/", {"nomor": planted["nama"]})
    opened = browser.post("/lacak/", {"number": case.number, "code": case.code}, follow=True)
    assert opened.status_code == 200
    return case


def at_the_desk(ministry: Ministry, planted: Marks, case: Case) -> None:
    """A call taken down, a search, the reporter's contact data, and sign-ins that fail."""
    desk = Client(raise_request_exception=False)
    sign_in(desk, ministry.ratih)
    given = filled(planted, channel="phone", address=planted["alamat"], take="on")
    assert desk.post("/desk/baru/", given).status_code == 302
    assert desk.post("/desk/baru/", given | {"phone": NIK + "1"}).status_code == 422
    desk.get("/desk/", {"q": planted["nama"]})
    desk.get(f"/desk/laporan/{case.number}/")
    desk.post(f"/desk/laporan/{case.number}/kontak/", {"reason": planted["isi"]})
    desk.post(f"/desk/laporan/{case.number}/lakukan/catat/", {"text": planted["isi"]})
    stranger = Client(REMOTE_ADDR=planted["IP"], raise_request_exception=False)
    set_password(ministry.bima, PASSWORD)
    for login in (planted["surel"], ministry.bima.email):
        stranger.post("/akun/masuk/", {"login": login, "password": planted["sandi"]})


def by_programs(ministry: Ministry, planted: Marks) -> list[Any]:
    """Calls of the API, right and wrong; returns the problems."""
    _token, secret = issue_token(name="t", scopes=tuple(Scope), days=9, person=ministry.ratih)
    client = Client(raise_request_exception=False)
    report = {
        "text": planted["isi"],
        "channel": "web",
        "reporter": {"name": planted["nama"], "email": planted["surel"], "phone": "+6281355501412"},
    }
    wrong = [
        json.dumps(report | {"kind": planted["isi"]}),
        json.dumps(report | {"nik": NIK}),
        json.dumps(report | {"reporter": {"phone": NIK, "email": planted["nama"]}}),
        f'{{"text": "{planted["isi"]}',
    ]

    def send(body: str, token: str = secret) -> Any:
        return client.post(
            "/api/v1/cases",
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}", "Idempotency-Key": uuid.uuid4().hex},
        )

    assert send(json.dumps(report)).status_code == 201
    problems = [send(body) for body in wrong]
    problems += [
        send(json.dumps(report), token=planted["sandi"]),
        client.get(f"/api/v1/cases/{planted['nama']}", headers={"Authorization": secret}),
        client.get(f"/open311/v2/requests/{planted['nama']}.json"),
        client.post("/open311/v2/requests.json", {"api_key": planted["sandi"], "email": NIK}),
    ]
    assert all(400 <= each.status_code < 500 for each in problems)
    return problems


def by_mail(open_doors: RunningDoors, planted: Marks) -> None:
    """Mail as people write it, and as those who mean no good do."""
    with open_doors.smtp() as client:
        client.ehlo(planted["nama"])
        client.send_message(
            letter(planted["isi"], planted["surel"], subject=f"{planted['nama']} {NIK}")
        )
        for command in (
            planted["isi"],
            f"MAIL FROM:<{planted['isi']}",
            f"VRFY {planted['surel']}",
            f"AUTH PLAIN {planted['sandi']}",
        ):
            client.docmd(command)
        client.rset()
        with suppress(smtplib.SMTPRecipientsRefused):
            client.sendmail(planted["surel"], [planted["surel"]], b"x")
    hostile = (
        f'From: "{planted["nama"]}" <{planted["surel"]}>\r\nSubject: =?utf-8?Q?{planted["isi"]}\r\n'
        f"Content-Type: multipart/mixed; boundary=\r\nDate: {NIK}\r\n\r\n--\r\n{planted['isi']}"
    ).encode()
    bomb = b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\n\r\n" * 3000
    with open_doors.lmtp() as client:
        client.sendmail(planted["surel"], [OFFICE], hostile)
        client.sendmail(planted["surel"], [OFFICE], hostile[:60] + b"\xff\0" + bomb)


def by_raw_requests(server: Server, planted: Marks) -> Iterator[bytes]:
    """Requests that no browser makes; gives what was answered."""
    place = urlsplit(server.url).netloc
    nama, isi = planted["nama"], planted["isi"]
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    requests: list[tuple[str, str, bytes, dict[str, str]]] = [
        ("GET", f"/{nama}/?a={isi}", b"", {}),
        ("GET", f"/lapor/terkirim/{nama}/", b"", {}),
        ("GET", f"/lacak/{nama}/berkas/1/", b"", {"Cookie": f"lacak={isi}; sessionid={nama}"}),
        ("GET", f"/desk/laporan/{nama}/", b"", {}),
        ("GET", f"/{quote(nama)}%00%ff{quote('../' + isi)}", b"", {}),
        (nama.upper(), f"/{isi}", b"", {}),
        ("DELETE", f"/lapor/?nama={nama}", b"", {}),
        ("GET", "/", b"", {"Host": f"{nama}.contoh.id", "X-Forwarded-For": planted["IP"]}),
        ("POST", "/akun/masuk/", f"login={nama}&password={isi}".encode(), form),
        ("POST", "/lapor/", isi.encode(), {"Content-Type": f"multipart/form-data; a={nama}"}),
        ("POST", "/lapor/", b"a=1&" * 3000 + isi.encode(), form),
        ("POST", "/i18n/setlang/", f"language={nama}&next=//{isi}".encode(), form),
        ("GET", "/static/" + nama, b"", {"If-Modified-Since": isi}),
        ("GET", "/healthz", b"", {"User-Agent": nama}),
        ("GET", "/readyz", b"", {"User-Agent": nama}),
    ]
    for method, path, body, headers in requests:
        talk = http.client.HTTPConnection(place, timeout=30)
        talk.request(method, path, body, headers)
        answer = talk.getresponse()
        yield str(answer.headers).encode() + answer.read()
        talk.close()


def failing(ministry: Ministry, planted: Marks) -> Iterator[bytes]:
    """Faults in the database and in the program, whose exceptions hold what somebody wrote."""
    browser = Client(REMOTE_ADDR=planted["IP"], raise_request_exception=False)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE UNIQUE INDEX once ON cases_reporter (name) WHERE email LIKE 'lain%%'", []
        )
    for which, status in ((1, 303), (2, 503)):
        again = filled(planted, email=f"lain{which}-{planted['surel']}")
        assert browser.post("/lapor/", again).status_code == status
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX once")
        cursor.execute("ALTER TABLE cases_clock RENAME TO cases_clock_away")
    desk = Client(raise_request_exception=False)
    sign_in(desk, ministry.ratih)
    number = Case.objects.order_by("pk")[0].number
    broken = desk.get(f"/desk/laporan/{number}/", {"q": planted["nama"]})
    assert broken.status_code == 500
    yield broken.content
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_clock_away RENAME TO cases_clock")


@pytest.fixture
def clumsy_handler() -> Iterator[None]:
    """Part of a program that says too much when it fails."""

    @handles(CaseReceived)
    def stumble(event: CaseReceived) -> None:
        case = Case.objects.get(pk=event.case_id)
        raise ValueError(f"{case.text} {case.reporter}")

    yield
    handlers = _handlers[name_of(CaseReceived)]
    for name in [name for name in handlers if name.endswith("stumble")]:
        del handlers[name]


@pytest.mark.usefixtures("clumsy_handler")
def test_no_log_line_health_page_or_error_page_holds_a_mark(
    ministry: Ministry,
    open_doors: RunningDoors,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    planted = marks()
    with leaks.everything_logged(monkeypatch, "json") as logged:
        case = by_the_web(planted)
        at_the_desk(ministry, planted, case)
        pages = [each.content for each in by_programs(ministry, planted)]
        by_mail(open_doors, planted)
        tasks.run_until_idle(rounds=3)
        pages += by_raw_requests(server, planted)
        pages += failing(ministry, planted)
        said = logged.getvalue()
    assert Reporter.objects.filter(name=planted["nama"]).exists()
    assert Case.objects.filter(channel="mail").exists()
    # What had to be said was said: each of the faults, and the sentences of many speakers.
    for word in ("report not taken", "event handler failed", "sign-in failed", "in stumble"):
        assert word in said
    assert {json.loads(line)["logger"].split(".")[0] for line in said.splitlines()} >= {
        *("hubung", "django", "mail"),
    }
    assert planted.found_in(said) == []
    # A page may lead back to the address that was asked for; it says nothing else of the request.
    bare = [re.sub(rb'href="/ui/(language|theme)/[^"]*"', b"", page) for page in pages]
    assert planted.found_in(*bare) == []


@pytest.mark.once
def test_whatever_a_library_says_only_its_sentence_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = Marks(nama=f"Zq{uuid.uuid4().hex}")
    nama = planted["nama"]
    library, ours = logging.getLogger("pustaka"), logging.getLogger("hubung.contoh")

    def stumble() -> None:
        try:
            try:
                int(nama)
            except ValueError as error:
                raise KeyError(nama) from error
        except KeyError as error:
            raise ExceptionGroup(
                nama, [error, OSError(28, "No space left on device", nama)]
            ) from None

    for form in ("json", "console"):
        with leaks.everything_logged(monkeypatch, form) as logged:
            library.error("%s has %d of %r", nama, 7, {"a": nama}, extra={"siapa": nama})
            library.error("%(siapa)s is gone", {"siapa": nama})
            library.error(ValueError(nama))
            logging.getLogger("django.security.DisallowedHost").error(f"Invalid host: {nama}")
            ours.warning("told", extra={"case": 42, "whole": io.StringIO(nama)})
            try:
                stumble()
            except ExceptionGroup:
                ours.exception("failed")
        said = logged.getvalue()
        assert planted.found_in(said) == []
        assert "No space left on device" in said
        assert said.count("in stumble") == 3
        assert "7 of" in said
        assert "42" in said
