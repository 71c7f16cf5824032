"""The pages: who asks, without an account; the desk that takes it down; officer and superior."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from hubung.cases import services as registry
from hubung.cases.choices import Channel, Kind
from hubung.cases.models import Case
from hubung.cases.services import ReporterDetails
from hubung.disclosure.requests import services
from hubung.disclosure.requests.models import Offered, Reply, Request
from hubung.kernel import clock
from tests.integration.disclosure.asking import (
    DETAILS,
    FRIDAY,
    NIK,
    PURPOSE,
    RINAI,
    Disclosing,
    ask,
    given,
    ministry_that_discloses,
)
from tests.support.accounts import sign_in

pytestmark = pytest.mark.django_db

ASK = "/minta-informasi/"
ROOM = "/desk/permohonan/"
SAID = {
    "details": DETAILS,
    "purpose": PURPOSE,
    "obtain": "soft",
    "delivery": "page",
    "applicant": "person",
    "name": RINAI.name,
    "nik": NIK,
    "address": RINAI.address,
    "phone": "0812 3456 7890",
    "email": RINAI.email,
    "submission": "0b9a1c8e-7d52-4a0b-9c5e-2f1d3b4a5c6d",
}


@pytest.fixture
def here() -> Iterator[Disclosing]:
    cache.clear()
    with clock.travel(FRIDAY):
        yield ministry_that_discloses()


def texts(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def opened(case: Case) -> Client:
    client = Client()
    answer = client.post("/lacak/", {"number": case.number, "code": case.code})
    assert answer.status_code == 303
    return client


def passing(page: Any) -> str:
    found = re.search(r'name="pass" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def test_a_form_without_an_account_and_twice_is_once(here: Disclosing) -> None:
    client = Client()
    # One date is promised, since one limit runs: that of the reply.
    form = texts(client.get(ASK))
    assert "Jumat, 4 Desember 2026" in form
    assert "Rabu, 25 November 2026" not in form
    first = client.post(ASK, SAID)
    assert (first.status_code, client.post(ASK, SAID).status_code) == (303, 303)
    request = Request.objects.get()
    receipt = texts(client.get(first["Location"]))
    assert request.case.number in receipt
    assert request.case.code in receipt
    assert "10 hari kerja" in receipt
    assert NIK not in request.case.text + str(request.case.external_id)
    wrong = client.post(ASK, {**SAID, "nik": "123", "email": "", "delivery": "email"})
    assert wrong.status_code == 422
    assert "NIK terdiri" in texts(wrong)
    assert "alamat surel tujuan" in texts(wrong)
    # What was typed before the choice of a legal entity goes no further.
    body = {"applicant": "entity", "name": "Yayasan Layar Rekaan", "decree": "AHU-1.AH.01.04"}
    entity = client.post(ASK, {**SAID, **body})
    assert entity.status_code == 303
    made = Request.objects.exclude(pk=request.pk).get()
    assert made.decree.reveal() == "AHU-1.AH.01.04"
    assert made.case.reporter is not None
    assert not hasattr(made.case.reporter, "nik")


def test_the_page_says_what_is_next_and_which_right_until_when(here: Disclosing) -> None:
    request = ask()
    case = request.case
    client = opened(case)
    assert client.get(f"/lacak/{case.number}/")["Location"] == f"{ASK}{case.number}/"
    page = texts(client.get(f"{ASK}{case.number}/"))
    for said in ("Jumat, 4 Desember 2026", "Selasa, 15 Desember 2026", "UU 14/2008 ps. 22"):
        assert said in page
    assert "bila tidak ada kabar sampai Jumat, 4 Desember 2026" in page
    stranger = Client().get(f"{ASK}{case.number}/")
    assert stranger["Location"] == f"/lacak/?nomor={case.number}"
    services.reply(actor=here.officer, request=request, given=given())
    replied = client.get(f"{ASK}{case.number}/")
    for said in ("Jadwalnya kami lampirkan.", "Bentuk: Salinan berupa berkas.", "Tanpa biaya."):
        assert said in texts(replied)
    said = {"pass": passing(replied), "ground": "d", "reason": "Bukan yang saya minta."}
    early = client.post(f"{ASK}{case.number}/sengketa/", said)
    assert early.status_code == 422
    assert client.post(f"{ASK}{case.number}/keberatan/", {"pass": said["pass"]}).status_code == 422
    assert client.post(f"{ASK}{case.number}/keberatan/", said).status_code == 303
    objected = texts(client.get(f"{ASK}{case.number}/"))
    assert here.superior.name in objected
    assert "Bukan yang saya minta." in objected
    forged = client.post(f"{ASK}{case.number}/keberatan/", {**said, "pass": "x"})
    assert forged["Location"].startswith("/lacak/")


def test_the_counter_takes_one_down_and_reads_out_number_and_code(here: Disclosing) -> None:
    client = Client()
    sign_in(client, here.ministry.ratih)
    said = {**SAID, "channel": "phone", "language": "id", "received_on": ""}
    assert client.post(f"{ROOM}baru/", {**said, "address": ""}).status_code == 422
    taken = client.post(f"{ROOM}baru/", said)
    assert taken.status_code == 302
    request = Request.objects.get()
    assert (request.case.channel, request.case.unit) == (Channel.PHONE, here.ministry.root)
    read_out = texts(client.get(taken["Location"]))
    assert request.case.number in read_out
    assert request.case.code in read_out
    assert client.get(f"{ROOM}{request.case.number}/").status_code == 403


def test_a_mail_is_turned_into_one_with_its_fields_asked_for(here: Disclosing) -> None:
    mail = registry.receive_case(
        channel=Channel.MAIL,
        text="Saya minta dokumen jadwal kapal perintis.",
        kind=Kind.INFORMATION_REQUEST,
        reporter=ReporterDetails(email=RINAI.email),
    )
    client = Client()
    sign_in(client, here.ministry.ratih)
    assert (
        f"{ROOM}dari/{mail.number}/" in client.get(f"/desk/laporan/{mail.number}/").content.decode()
    )
    form = client.get(f"{ROOM}dari/{mail.number}/")
    assert RINAI.email in form.content.decode()
    assert client.post(f"{ROOM}dari/{mail.number}/", {**SAID, "purpose": ""}).status_code == 422
    assert client.post(f"{ROOM}dari/{mail.number}/", SAID).status_code == 302
    assert Request.objects.get().case.number == mail.number
    assert client.get(f"{ROOM}dari/{mail.number}/").status_code == 404


def test_the_officer_replies_and_everybody_reads_it_without_the_asker(here: Disclosing) -> None:
    case = ask().case
    client = Client()
    sign_in(client, here.officer)
    assert case.title in texts(client.get(ROOM))
    address = f"{ROOM}{case.number}/"
    page = client.get(address).content.decode()
    assert NIK not in page
    said = {
        "decision": "granted",
        "text": "Jadwal kami lampirkan.",
        "form": "soft",
        "offer": "on",
        "question": f"Jadwal untuk {RINAI.name}",
        "offer_files": "on",
        "attachments": SimpleUploadedFile("jadwal.csv", b"lintas;hari\nBitung;Senin\n"),
    }
    named = client.post(f"{address}jawab/", said)
    assert named.status_code == 422
    assert "menyebut pemohon" in texts(named)
    said["question"] = "Jadwal kapal perintis lintas Bitung"
    said["attachments"] = SimpleUploadedFile("jadwal.csv", b"lintas;hari\nBitung;Senin\n")
    assert client.post(f"{address}jawab/", said).status_code == 302
    offered = Offered.objects.get()
    visitor = Client()
    listing = visitor.get("/informasi/jawaban/?cari=perintis bitung")
    assert offered.question in texts(listing)
    one = visitor.get(f"/informasi/jawaban/{offered.pk}/")
    file = visitor.get(f"/informasi/jawaban/{offered.pk}/berkas/{offered.files.get().pk}/")
    assert b"Bitung;Senin" in file.getvalue()  # type: ignore[attr-defined]
    for told in (listing.content.decode(), one.content.decode()):
        for secret in (RINAI.name, RINAI.email, RINAI.address, NIK, case.number, case.code):
            assert secret not in told
    assert client.post(f"{ROOM}jawaban/{offered.pk}/tarik/").status_code == 302
    assert visitor.get(f"/informasi/jawaban/{offered.pk}/").status_code == 404
    gone = f"/informasi/jawaban/{offered.pk}/berkas/{offered.files.get().pk}/"
    assert visitor.get(gone).status_code == 404
    assert offered.question not in texts(visitor.get("/informasi/jawaban/"))


def test_an_agent_takes_an_objection_down_once_there_is_something_to_object_to(
    here: Disclosing,
) -> None:
    request, agent = ask(), Client(headers={"accept-language": "id"})
    sign_in(agent, here.ministry.kirana)
    address = f"{ROOM}keberatan/{request.case.number}/"
    assert address in agent.get(f"/desk/laporan/{request.case.number}/").content.decode()
    assert "jika sampai Jumat, 4 Desember 2026" in texts(agent.get(address))
    services.reply(actor=here.officer, request=request, given=given())
    empty = agent.post(address, {"reason": "Lampirannya kosong."})
    assert empty.status_code == 422
    assert "Lampirannya kosong." in empty.content.decode()
    done = agent.post(address, {"ground": "d", "reason": "Lampirannya kosong."})
    assert done.status_code == 302
    request = Request.objects.get(pk=request.pk)
    assert request.objection.taken_by == here.ministry.kirana
    assert request.case.tier == 3
    assert "tidak ada keberatan" in texts(agent.get(address))


def test_the_superior_decides_on_the_same_page(here: Disclosing) -> None:
    request = ask()
    services.reply(actor=here.officer, request=request, given=given())
    services.object_to(request=request, ground="d", reason="Bukan yang saya minta.")
    client = Client()
    sign_in(client, here.superior)
    first = client.get("/desk/pejabat/", follow=True)
    address = f"{ROOM}{request.case.number}/"
    assert first.redirect_chain[-1][0] == address
    said = {
        "decision": "granted",
        "text": "Keberatan diterima.",
        "form": "soft",
        "kept_because": "Isinya menyangkut pemohon sendiri.",
    }
    assert client.post(f"{address}jawab/", said).status_code == 302
    decision = Reply.objects.get(objection__isnull=False)
    assert decision.answer.author == here.superior


def test_the_year_is_told_in_figures_as_page_and_file(here: Disclosing) -> None:
    for n in range(3):
        request = ask(external_id=f"x:{n}")
        if n:
            with clock.travel(FRIDAY + timedelta(days=n + 2)):
                services.reply(actor=here.officer, request=request, given=given())
    services.object_to(request=request, ground="d")
    client = Client()
    sign_in(client, here.officer)
    assert "Laporan tahun" in texts(client.get(f"{ROOM}laporan/"))
    table = client.get(f"{ROOM}laporan/?tahun=2026&bentuk=csv").content.decode("utf-8-sig")
    rows = {name: value for _part, name, value in csv.reader(io.StringIO(table))}
    assert rows["Diterima"] == "3"
    assert rows["Diberikan seluruhnya"] == "2"
    assert rows["Menunggu jawaban"] == "1"
    assert rows["Hari kerja sampai dijawab, median"] == "1.5"
    assert rows["Keberatan: Ditanggapi tidak sebagaimana yang diminta"] == "1"
    book = load_workbook(io.BytesIO(client.get(f"{ROOM}laporan/?bentuk=xlsx").content))
    cells = {row[1].value: row[2].value for row in book.worksheets[0].iter_rows()}
    assert cells["Diterima"] == 3
