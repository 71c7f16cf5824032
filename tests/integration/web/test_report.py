"""A report by web, with a plain form: what is kept, what comes back, what is refused."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings

from hubung.cases.choices import Kind
from hubung.cases.models import Attachment, Case, Reporter
from hubung.kernel import clock, files
from tests.integration.web.conftest import STORY, filled
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db


def photo(name: str = "pintu.jpg", *, position: bool = False) -> SimpleUploadedFile:
    content = BytesIO()
    exif = Image.Exif()
    if position:
        exif[0x8825] = {1: "S", 2: (7.0, 56.0, 1.0)}
        exif[0x010F] = "Telepon Rekaan"
    Image.new("RGB", (64, 48), "#0b5972").save(content, "JPEG", exif=exif)
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def kept_in(page: str) -> list[str]:
    """The references in a form that came back; the empty one is the script's template."""
    return [found for found in re.findall(r'name="kept" value="([^"]*)"', page) if found]


def test_a_report_becomes_a_case_and_its_receipt_shows_number_and_code(
    ministry: Ministry, visitor: Client
) -> None:
    answer = visitor.post("/lapor/", filled())
    assert answer.status_code == 303
    case = Case.objects.get()
    assert (case.text, case.kind, case.sector) == (STORY, "complaint", "darat")
    assert (case.unit, case.language) == (ministry.centre, "id")
    assert case.reporter
    assert case.reporter.phone == "+6281355501412"
    assert case.reporter.email == "sekarwangi@contoh.id"
    page = visitor.get(answer["Location"])
    body = page.content.decode()
    assert case.number in body
    assert case.code in body
    assert case.code not in answer["Location"]
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]


def test_the_receipt_closes_and_takes_no_other_token(ministry: Ministry, visitor: Client) -> None:
    address = visitor.post("/lapor/", filled())["Location"]
    case = Case.objects.get()
    assert case.code in visitor.get(address).content.decode()
    forged = visitor.get("/lapor/terkirim/bukan-tanda/")
    assert forged.status_code == 410
    with clock.travel(clock.now() + timedelta(minutes=31)):
        late = visitor.get(address)
    assert late.status_code == 410
    assert case.code not in late.content.decode()


def test_the_form_works_in_english_too(ministry: Ministry) -> None:
    visitor = Client(headers={"accept-language": "en"})
    assert "Send your report" in visitor.get("/lapor/").content.decode()
    visitor.post("/lapor/", filled())
    assert Case.objects.get().language == "en"


# ---------- Once


def test_a_double_click_makes_one_case(ministry: Ministry, visitor: Client) -> None:
    twice = filled()
    first, second = visitor.post("/lapor/", twice), visitor.post("/lapor/", twice)
    assert (first.status_code, second.status_code) == (303, 303)
    assert Case.objects.count() == 1


def test_a_corrected_report_is_not_swallowed(ministry: Ministry, visitor: Client) -> None:
    submission = str(uuid.uuid4())
    visitor.post("/lapor/", filled(submission=submission))
    visitor.post(
        "/lapor/", filled(submission=submission, text="Bukan Arjosari, tetapi Landungsari")
    )
    assert Case.objects.count() == 2


def test_a_foreign_id_without_its_words_shows_nobody_elses_receipt(
    ministry: Ministry, visitor: Client
) -> None:
    submission = str(uuid.uuid4())
    visitor.post("/lapor/", filled(submission=submission))
    secret = Case.objects.get().code
    other = visitor.post("/lapor/", filled(submission=submission, text="Mencoba saja"), follow=True)
    assert secret not in other.content.decode()


# ---------- What comes back


def test_errors_keep_every_word_and_every_file(ministry: Ministry, visitor: Client) -> None:
    answer = visitor.post(
        "/lapor/", filled(phone="0813 555", attachments=[photo("a.jpg"), photo("b.jpg")])
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nomor kurang sedikitnya 3 angka. Periksa angka setelah 0813." in page
    assert STORY in page
    references = kept_in(page)
    assert len(references) == 2
    assert not Case.objects.exists()
    again = visitor.post("/lapor/", filled(kept=references))
    assert again.status_code == 303
    assert sorted(Attachment.objects.values_list("name", flat=True)) == ["a.jpg", "b.jpg"]


def test_a_forged_reference_is_left_out(ministry: Ministry, visitor: Client) -> None:
    assert visitor.post("/lapor/", filled(kept=["x:y:z", ""])).status_code == 303
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text", "", "Ceritakan apa yang terjadi"),
        ("text", "\0 \0", "Ceritakan apa yang terjadi"),
        ("text", "x" * 20_001, "Kurangi 1 huruf"),
        ("place", "x" * 201, "paling banyak 200 huruf"),
        ("happened_on", "31-02-2026", "hari-bulan-tahun"),
        ("happened_on", "besok", "hari-bulan-tahun"),
        ("happened_on", "2999-01-01", "Hari itu belum tiba"),
        ("happened_on", "0026-01-01", "Periksa tahun"),
        ("phone", "telepon saya", "dengan angka"),
        ("phone", "0813-5555-0141-222", "kelebihan 2 angka"),
        ("email", "bayu@", "Periksa alamat surel"),
        ("name", "", "Tulis nama Anda"),
        ("privacy", "", "Pilih bagaimana nama Anda"),
        ("true", "", "Centang bahwa isi"),
    ],
)
def test_errors_say_what_to_do(
    ministry: Ministry, visitor: Client, field: str, value: str, sentence: str
) -> None:
    answer = visitor.post("/lapor/", filled(**{field: value}))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Case.objects.exists()


def test_somebody_must_be_reachable_unless_anonymous(ministry: Ministry, visitor: Client) -> None:
    silent = {"phone": "", "email": ""}
    assert visitor.post("/lapor/", filled(**silent)).status_code == 422
    assert visitor.post("/lapor/", filled(privacy="confidential", **silent)).status_code == 422
    assert visitor.post("/lapor/", filled(privacy="anonymous", **silent)).status_code == 303


# ---------- Privacy


def test_an_anonymous_report_keeps_no_trace_of_its_reporter(
    ministry: Ministry, visitor: Client
) -> None:
    answer = visitor.post(
        "/lapor/",
        filled(privacy="anonymous", phone="0812", name="Bayu Rahasia"),
        headers={"user-agent": "TelepoTest/9"},
        REMOTE_ADDR="203.0.113.77",
    )
    assert answer.status_code == 303
    case = Case.objects.get()
    assert case.anonymous
    assert case.reporter is None
    assert not Reporter.objects.exists()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            rows = str(cursor.fetchall())
            for trace in ("203.0.113.77", "TelepoTest", "Bayu Rahasia"):
                assert trace not in rows, table


def test_misconduct_is_confidential_and_goes_to_the_inspectorate(
    ministry: Ministry, visitor: Client
) -> None:
    visitor.post("/lapor/", filled(kind="misconduct"))
    case = Case.objects.get()
    assert (case.unit, case.confidential) == (ministry.inspectorate, True)


def test_the_words_choose_the_kind_only_when_asked_to(ministry: Ministry, visitor: Client) -> None:
    answer = visitor.post("/lapor/", filled(kind="", sector=""), follow=True)
    case = Case.objects.get()
    assert (case.kind, case.sector) == (Kind.MISCONDUCT, "darat")
    assert "tanpa karcis" in answer.content.decode()
    answer = visitor.post("/lapor/", filled(kind="praise"), follow=True)
    assert Case.objects.get(kind=Kind.PRAISE)
    assert "Pelanggaran petugas" in answer.content.decode()


# ---------- Files


def test_the_position_is_gone_from_the_stored_photo(ministry: Ministry, visitor: Client) -> None:
    given = photo(position=True)
    assert b"Telepon Rekaan" in given.read()
    given.seek(0)
    visitor.post("/lapor/", filled(attachments=[given]))
    stored = Attachment.objects.get()
    assert stored.media_type == "image/jpeg"
    with files.open_blob(stored.sha256) as content:
        found = content.read()
        assert b"Telepon Rekaan" not in found
        content.seek(0)
        assert not Image.open(content).getexif().get_ifd(0x8825)
    assert stored.size == len(found)


def test_a_file_is_what_it_holds_and_not_what_it_is_called(
    ministry: Ministry, visitor: Client
) -> None:
    page = SimpleUploadedFile("foto.jpg", b"<html><script>alert(1)</script></html>", "image/jpeg")
    visitor.post("/lapor/", filled(attachments=[page]))
    stored = Attachment.objects.get()
    assert stored.media_type == "text/html"
    assert stored.name.endswith(".html")


def test_names_and_words_are_shown_and_never_run(ministry: Ministry, visitor: Client) -> None:
    evil = "<script>alert(1)</script>"
    upload = photo(f"../../{evil}\u202egpj.exe.jpg")
    answer = visitor.post(
        "/lapor/", filled(text=f"{evil} {STORY}", place=evil, phone="1", attachments=[upload])
    )
    page = answer.content.decode()
    assert evil not in page
    assert "&lt;script&gt;" in page
    answer = visitor.post("/lapor/", filled(text=f"{evil} {STORY}", place=evil, kept=kept_in(page)))
    case = Case.objects.get()
    assert "/" not in case.attachments.get().name
    assert "\u202e" not in case.attachments.get().name
    opened = visitor.post("/lacak/", {"number": case.number, "code": case.code}, follow=True)
    assert evil not in opened.content.decode()


def test_eleven_files_are_one_too_many(ministry: Ministry, visitor: Client) -> None:
    many = [photo(f"{n}.jpg") for n in range(11)]
    answer = visitor.post("/lapor/", filled(attachments=many))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Paling banyak 10 berkas: kurangi 1." in page
    assert visitor.post("/lapor/", filled(kept=kept_in(page)[:10])).status_code == 303
    assert Attachment.objects.count() == 10


def test_a_file_of_26_megabytes_is_named_and_the_rest_stays(
    ministry: Ministry, visitor: Client
) -> None:
    large = SimpleUploadedFile("rekaman.mp4", bytes(26_000_000), "video/mp4")
    empty = SimpleUploadedFile("kosong.txt", b"")
    answer = visitor.post("/lapor/", filled(attachments=[large, empty, photo()]))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“rekaman.mp4” terlalu besar: 26,0 MB dari batas 25,0 MB." in page
    assert "“kosong.txt” kosong." in page
    assert len(kept_in(page)) == 1


def test_a_file_ahead_of_its_report(ministry: Ministry, visitor: Client) -> None:
    answer = visitor.post("/lapor/berkas/", {"file": photo()})
    assert answer.status_code == 200
    visitor.post("/lapor/", filled(kept=[answer.json()["reference"]]))
    assert Attachment.objects.get().name == "pintu.jpg"
    refused = visitor.post("/lapor/berkas/", {"file": SimpleUploadedFile("a.txt", b"")})
    assert refused.status_code == 422
    assert refused.json()["error"] == "“a.txt” kosong. Pilih lagi berkasnya."
    assert visitor.post("/lapor/berkas/").status_code == 422


# ---------- The door


def test_nul_bytes_and_turned_text_are_taken_out(ministry: Ministry, visitor: Client) -> None:
    visitor.post("/lapor/", filled(text=f"a\0b\x1b\u202ec {STORY}\r\nbaris dua"))
    assert Case.objects.get().text == f"abc {STORY}\nbaris dua"


def test_no_token_can_expire_under_a_report(ministry: Ministry) -> None:
    visitor = Client(enforce_csrf_checks=True)
    assert visitor.post("/lapor/", filled()).status_code == 303


def test_another_site_cannot_send_but_loses_nothing(ministry: Ministry, visitor: Client) -> None:
    answer = visitor.post("/lapor/", filled(), headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 422
    assert STORY in answer.content.decode()
    assert not Case.objects.exists()


def test_the_trap_for_robots_asks_people_once_more(ministry: Ministry, visitor: Client) -> None:
    answer = visitor.post("/lapor/", filled(website="https://contoh.id"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert STORY in page
    assert "https://contoh.id" not in page


def test_too_many_reports_wait_with_their_words(
    ministry: Ministry, visitor: Client, settings: Settings
) -> None:
    limits = settings.HUBUNG.limits.model_copy(update={"reports_per_hour": 2})
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"limits": limits})
    for _n in range(2):
        assert visitor.post("/lapor/", filled()).status_code == 303
    answer = visitor.post("/lapor/", filled())
    assert answer.status_code == 429
    assert "Retry-After" in answer
    assert STORY in answer.content.decode()
    assert "telepon 151" in answer.content.decode()
    # Another address is not held up, nor is this one when the hour is over.
    assert visitor.post("/lapor/", filled(), REMOTE_ADDR="203.0.113.9").status_code == 303
    cache.clear()
    assert visitor.post("/lapor/", filled()).status_code == 303


def test_before_the_ministry_is_set_up_nothing_is_lost(visitor: Client) -> None:
    assert visitor.get("/lapor/").status_code == 200
    answer = visitor.post("/lapor/", filled())
    assert answer.status_code == 503
    assert STORY in answer.content.decode()


def test_a_full_disk_loses_no_words(
    ministry: Ministry, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno
    import tempfile

    def full(**_where: object) -> tuple[int, str]:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "mkstemp", full)
    answer = visitor.post("/lapor/", filled(attachments=[photo()]))
    assert answer.status_code == 503
    assert STORY in answer.content.decode()
