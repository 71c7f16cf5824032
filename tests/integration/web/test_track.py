"""Following a report with number and code: what is shown, what may be done, what stays hidden."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hubung.cases import services
from hubung.cases.choices import EntryKind, Outcome, Status
from hubung.cases.models import Attachment, Case
from hubung.channels.web import opening
from hubung.kernel import clock, files, numbers
from tests.integration.web.conftest import STORY, filled
from tests.integration.web.test_report import photo
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db

NOT_TOGETHER = "Nomor dan kode tidak cocok"


def report(visitor: Client, **more: object) -> Case:
    answer = visitor.post("/lapor/", filled(**more))
    assert answer.status_code == 303, answer.content.decode()
    return Case.objects.order_by("-pk")[0]


def opened(visitor: Client, case: Case) -> str:
    """The page of a case that the visitor opens with number and code."""
    answer = visitor.post("/lacak/", {"number": case.number, "code": case.code}, follow=True)
    assert answer.status_code == 200
    assert answer.request["PATH_INFO"] == f"/lacak/{case.number}/"
    return str(answer.content.decode())


def pass_in(page: str) -> str:
    found = re.search(r'name="pass" value="([^"]+)"', page)
    assert found
    return found[1]


def act(visitor: Client, case: Case, action: str, **said: object) -> str:
    answer = visitor.post(
        f"/lacak/{case.number}/{action}/",
        {"pass": pass_in(opened(visitor, case)), **said},
        follow=True,
    )
    case.refresh_from_db()
    return str(answer.content.decode())


def content_of(answer: Any) -> bytes:
    """What a streamed file holds."""

    async def read() -> bytes:
        return b"".join([chunk async for chunk in answer.streaming_content])

    return asyncio.run(read())


def answered(ministry: Ministry, case: Case, text: str = "Sudah dibetulkan.") -> Case:
    """Answered by Laksmi, the official at tier 3."""
    if case.tier < 3:
        services.move_case(
            actor=ministry.kirana, case=case, tier=3, unit=ministry.sea, reason="Perlu direktur."
        )
    return services.answer_case(
        actor=ministry.laksmi, case=case, text=text, outcome=Outcome.RESOLVED
    )


# ---------- Opening


def test_number_and_code_open_the_report(ministry: Ministry, visitor: Client) -> None:
    case = report(visitor)
    page = opened(visitor, case)
    assert case.number in page
    assert "Pusat Kontak 151" in page
    assert case.code not in page
    # Loading it again needs no code; another browser has to bring it.
    assert visitor.get(f"/lacak/{case.number}/").status_code == 200
    elsewhere = Client().get(f"/lacak/{case.number}/")
    assert elsewhere.status_code == 303
    assert elsewhere["Location"] == f"/lacak/?nomor={case.number}"


def test_a_number_that_was_dictated_and_a_code_in_small_letters(
    ministry: Ministry, visitor: Client
) -> None:
    case = report(visitor)
    spoken = numbers.dictate(case.number, "id")
    typed = case.code.lower().replace("-", " ")
    answer = visitor.post("/lacak/", {"number": spoken, "code": typed})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Ketik nomor laporan Anda."),
        ("halo", "dengan angka"),
        ("151-26-0000", "kurang beberapa angka"),
        ("151-26-0000-0001-0", "salah ketik"),
        ("152-26-0000-0001-4", "berawalan 151"),
        ("151-26-0000-0001-4-99", "terlalu banyak"),
        ("9" * 200, "Ketik nomornya saja"),
    ],
)
def test_a_typing_error_is_told_without_asking_the_registry(
    ministry: Ministry, visitor: Client, typed: str, sentence: str
) -> None:
    answer = visitor.post("/lacak/", {"number": typed, "code": "AAAA-BBBB-CCCC"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_wrong_number_and_wrong_code_cannot_be_told_apart(
    ministry: Ministry, visitor: Client
) -> None:
    case = report(visitor)
    no_case = numbers.case_number("151", case.year, case.pk + 1000)
    seen = []
    for number in (case.number, no_case):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = visitor.post("/lacak/", {"number": number, "code": "AAAA-BBBB-CCCC"})
        page = answer.content.decode().replace(number, "NOMOR")
        seen.append((answer.status_code, page, len(queries)))
        assert NOT_TOGETHER in page
    assert seen[0] == seen[1]


def test_guessing_is_slowed_down_by_address_and_by_number(
    ministry: Ministry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By whatever number is set; that of addresses is tried out in tests/integration/security."""
    monkeypatch.setattr(opening, "ATTEMPTS_BY_ADDRESS", 6)
    monkeypatch.setattr(opening, "ATTEMPTS_BY_NUMBER", 12)
    case = report(Client())
    wrong = {"number": case.number, "code": "AAAA-BBBB-CCCC"}
    right = {"number": case.number, "code": case.code}
    for _n in range(opening.ATTEMPTS_BY_ADDRESS):
        assert Client().post("/lacak/", wrong, REMOTE_ADDR="203.0.113.5").status_code == 422
    assert Client().post("/lacak/", right, REMOTE_ADDR="203.0.113.5").status_code == 429
    assert Client().post("/lacak/", right, REMOTE_ADDR="203.0.113.6").status_code == 303
    cache.clear()
    for n in range(opening.ATTEMPTS_BY_NUMBER):
        assert Client().post("/lacak/", wrong, REMOTE_ADDR=f"198.51.100.{n}").status_code == 422
    assert Client().post("/lacak/", wrong, REMOTE_ADDR="203.0.113.7").status_code == 429


def test_a_case_stays_open_for_a_while_and_can_be_closed_here(
    ministry: Ministry, visitor: Client
) -> None:
    case = report(visitor)
    opened(visitor, case)
    address = f"/lacak/{case.number}/"
    cookie = visitor.cookies["lacak"]
    assert cookie["httponly"]
    assert cookie["path"] == "/"
    assert case.code not in cookie.value
    with clock.travel(clock.now() + timedelta(minutes=31)):
        assert visitor.get(address).status_code == 303
    opened(visitor, case)
    visitor.post(f"{address}tutup/")
    assert visitor.get(address).status_code == 303


def test_nobody_acts_without_the_pass_and_their_words_are_kept(
    ministry: Ministry, visitor: Client
) -> None:
    case, other = report(visitor), report(visitor)
    page = opened(visitor, other)
    for token in ("", "palsu", pass_in(page)):
        answer = visitor.post(
            f"/lacak/{case.number}/tambah/", {"pass": token, "text": "Tulisan panjang saya"}
        )
        assert answer.status_code == 403
        assert "Tulisan panjang saya" in answer.content.decode()
    assert case.timeline.count() == 1
    # With number and code the words are back in their place.
    answer = visitor.post(
        "/lacak/", {"number": case.number, "code": case.code, "words": "Tulisan panjang saya"}
    )
    assert answer.status_code == 200
    assert "Tulisan panjang saya</textarea>" in answer.content.decode()


# ---------- What is shown


def test_internal_words_and_names_stay_inside(ministry: Ministry, visitor: Client) -> None:
    case = report(visitor, sector="laut")
    services.take_case(actor=ministry.ratih, case=case)
    services.add_note(actor=ministry.ratih, case=case, text="Catatan dapur.")
    services.move_case(
        actor=ministry.ratih, case=case, tier=2, unit=ministry.sea, reason="Perlu manifes."
    )
    services.take_case(actor=ministry.damar, case=case)
    services.tell_reporter(actor=ministry.damar, case=case, text="Manifes sedang kami minta.")
    services.answer_case(
        actor=ministry.damar, case=case, text="Sudah dicatat.", outcome=Outcome.EXPLAINED
    )
    page = opened(visitor, case)
    assert "Manifes sedang kami minta." in page
    assert "Perlu manifes." in page
    assert "Ditjen Perhubungan Laut" in page
    assert "Sudah dicatat." in page
    for hidden in ("Catatan dapur", "Ratih", "Damar", "Kirana"):
        assert hidden not in page


def test_the_official_signs_and_the_rest_of_the_way(ministry: Ministry, visitor: Client) -> None:
    case = answered(ministry, report(visitor, sector="laut"))
    page = opened(visitor, case)
    assert "Laksmi Wandhani-Sagara" in page
    assert "Direktur Perkapalan dan Kepelautan" in page
    assert "Ombudsman" in page
    act(visitor, case, "keberatan", reason="Masih sama.")
    assert (case.status, case.objections) == (Status.REOPENED, 1)
    case = answered(ministry, case, "Kini benar.")
    page = opened(visitor, case)
    assert "/keberatan/" not in page
    assert "/buka/" in page
    act(visitor, case, "selesai", score="4", comment="Cepat.")
    assert case.status == Status.CLOSED
    assert case.rating.score == 4
    act(visitor, case, "buka", reason="Kambuh lagi.")
    assert case.status == Status.REOPENED


def test_a_second_objection_is_refused_with_the_next_step(
    ministry: Ministry, visitor: Client
) -> None:
    case = answered(ministry, report(visitor))
    act(visitor, case, "keberatan", reason="Belum.")
    case = answered(ministry, case)
    page = act(visitor, case, "keberatan", reason="Masih belum.")
    assert case.objections == 1
    assert "Ombudsman" in page


@pytest.mark.parametrize(("action", "field"), [("keberatan", "reason"), ("selesai", "score")])
def test_an_empty_form_says_what_is_missing(
    ministry: Ministry, visitor: Client, action: str, field: str
) -> None:
    case = answered(ministry, report(visitor))
    page = act(visitor, case, action, **{field: ""})
    assert 'role="alert"' in page
    assert case.status == Status.ANSWERED


def test_a_question_stops_the_clock_until_it_is_answered(
    ministry: Ministry, visitor: Client
) -> None:
    case = report(visitor)
    services.take_case(actor=ministry.ratih, case=case)
    services.ask_reporter(actor=ministry.ratih, case=case, question="Bus yang mana?")
    page = opened(visitor, case)
    assert "Bus yang mana?" in page
    assert "Hitungan berhenti selama kami menunggu Anda." in page
    act(visitor, case, "tambah", text="Bus Surya Rekaan.")
    assert case.status == Status.IN_PROGRESS
    assert case.timeline.filter(kind=EntryKind.MESSAGE_IN).get().text == "Bus Surya Rekaan."


def test_a_message_clicked_twice_stands_once(ministry: Ministry, visitor: Client) -> None:
    case = report(visitor)
    said = {"pass": pass_in(opened(visitor, case)), "text": "Tambahan."}
    for _click in range(2):
        assert visitor.post(f"/lacak/{case.number}/tambah/", said).status_code == 303
    assert case.timeline.filter(kind=EntryKind.MESSAGE_IN).count() == 1


def test_a_message_that_does_not_fit_comes_back(ministry: Ministry, visitor: Client) -> None:
    case = report(visitor)
    large = SimpleUploadedFile("film.mp4", bytes(26_000_000))
    page = act(visitor, case, "tambah", text="Ada film.", attachments=[large, photo()])
    assert "terlalu besar" in page
    assert "Ada film." in page
    assert 'name="kept"' in page
    assert not Attachment.objects.exists()


def test_mails_can_be_stopped_and_wanted_again(ministry: Ministry, visitor: Client) -> None:
    case = report(visitor)
    assert case.reporter
    act(visitor, case, "kabar", wants="no")
    case.refresh_from_db()
    assert not case.wants_notices
    act(visitor, case, "kabar", wants="yes")
    case.refresh_from_db()
    assert case.wants_notices


def test_a_late_report_says_so(ministry: Ministry, visitor: Client) -> None:
    case = report(visitor)
    with clock.travel(clock.now() + timedelta(days=40)):
        page = opened(visitor, case)
    assert "Lewat batas" in page
    assert "Batas waktu jawaban sudah lewat." in page
    assert "Ombudsman" in page


# ---------- Two reports of one thing


def test_merged_reporters_share_the_progress_and_not_their_words(
    ministry: Ministry, visitor: Client
) -> None:
    first = report(
        visitor, text="Cerita pertama, milik orang lain.", attachments=[photo("satu.jpg")]
    )
    mine = report(visitor, text="Cerita kedua, milik saya.", attachments=[photo("dua.jpg")])
    services.merge_case(actor=ministry.kirana, case=mine, into=first, reason="Hal yang sama.")
    services.ask_reporter(actor=ministry.kirana, case=first, question="Siapa nama Anda, Pak?")
    services.add_information(case=first, text="Nama saya bukan urusan pelapor lain.")
    answered(ministry, first, "Jawaban untuk semua.")
    page = opened(visitor, mine)
    assert first.number in page
    assert "Jawaban untuk semua." in page
    assert "Cerita kedua, milik saya." in page
    for foreign in ("Cerita pertama", "satu.jpg", "Siapa nama Anda", "bukan urusan", "Perlu dir"):
        assert foreign not in page
    assert "/keberatan/" not in page
    act(
        visitor,
        mine,
        "tambah",
        text="Tambahan dari pelapor kedua.",
        attachments=[photo("tiga.jpg")],
    )
    assert "Tambahan dari pelapor kedua." in opened(visitor, mine)
    assert "tiga.jpg" in opened(visitor, mine)
    theirs = opened(visitor, first)
    for foreign in ("pelapor kedua", "Cerita kedua", "dua.jpg", "tiga.jpg"):
        assert foreign not in theirs


# ---------- Files


def test_files_open_for_their_reporter_only(ministry: Ministry, visitor: Client) -> None:
    case = report(visitor, attachments=[photo()])
    other = report(visitor)
    file = case.attachments.get()
    address = f"/lacak/{case.number}/berkas/{file.pk}/"
    assert visitor.get(address).status_code == 404
    opened(visitor, other)
    assert visitor.get(f"/lacak/{other.number}/berkas/{file.pk}/").status_code == 404
    opened(visitor, case)
    answer = visitor.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == 'inline; filename="pintu.jpg"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    with files.open_blob(file.sha256) as content:
        assert content_of(answer) == content.read()
    small = visitor.get(f"{address}kecil/")
    assert small["Content-Type"] == "image/webp"
    assert small.content[8:12] == b"WEBP"


def test_a_page_in_disguise_is_downloaded_and_never_shown(
    ministry: Ministry, visitor: Client
) -> None:
    page = SimpleUploadedFile("foto.jpg", b"<html><script>alert(1)</script></html>")
    case = report(visitor, attachments=[page])
    file = case.attachments.get()
    opened(visitor, case)
    answer = visitor.get(f"/lacak/{case.number}/berkas/{file.pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert visitor.get(f"/lacak/{case.number}/berkas/{file.pk}/kecil/").status_code == 404


def test_files_of_an_internal_note_stay_inside(ministry: Ministry, visitor: Client) -> None:
    case = report(visitor)
    stored = files.store([b"rahasia"])
    inside = services.NewAttachment(stored.sha256, "dapur.txt", "text/plain", stored.size)
    services.add_note(actor=ministry.kirana, case=case, text="Lihat.", attachments=[inside])
    page = opened(visitor, case)
    assert "dapur.txt" not in page
    file = case.attachments.get()
    assert visitor.get(f"/lacak/{case.number}/berkas/{file.pk}/").status_code == 404


def test_the_story_of_an_overfull_case_takes_few_queries(
    ministry: Ministry, visitor: Client
) -> None:
    case = report(visitor)
    for n in range(60):
        services.add_information(case=case, text=f"Kabar ke-{n}. {STORY}")
    opened(visitor, case)
    with CaptureQueriesContext(connection) as queries:
        page = visitor.get(f"/lacak/{case.number}/").content.decode()
    assert "Kabar ke-59" in page
    assert "Kabar ke-0." in page
    assert len(queries) <= 10, [query["sql"] for query in queries]
