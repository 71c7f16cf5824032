"""The pages: who asks, without an account; and the officer who carries it out."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from hubung.audit.choices import Act
from hubung.audit.models import Entry as Reading
from hubung.cases.choices import Kind, Status
from hubung.cases.models import Case
from hubung.cases.policies import can_see
from hubung.kernel import clock
from hubung.privacy.choices import Proof, Right
from hubung.privacy.models import Hold, Request, Restriction
from hubung.privacy.services.giving import make
from tests.integration.privacy.story import RINAI, Story
from tests.support.accounts import sign_in

ASK = "/data-pribadi/"
ROOM = "/desk/data-pribadi/"
SUBMISSION = "0b9a1c8e-7d52-4a0b-9c5e-2f1d3b4a5c6d"


def texts(response: object) -> str:
    content = response.content.decode()  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content))


def test_number_and_code_are_enough_and_twice_is_once(story: Story) -> None:
    cache.clear()
    client = Client()
    said = {
        "right": Right.ERASURE,
        "number": story.lone.number,
        "code": story.lone.code,
        "submission": SUBMISSION,
    }
    first = client.post(ASK, said)
    assert first.status_code == 303
    assert client.post(ASK, said).status_code == 303
    request = Request.objects.get()
    assert (request.right, request.case.reporter) == (Right.ERASURE, story.lone.reporter)
    receipt = client.get(first["Location"])
    assert request.case.number in texts(receipt)
    assert request.case.code in texts(receipt)
    assert "3 × 24 jam" in texts(receipt)
    wrong = client.post(ASK, {**said, "code": "0000-0000-0000"})
    assert wrong.status_code == 422
    assert "Nomor dan kode tidak cocok" in texts(wrong)
    assert Request.objects.count() == 1


def test_from_the_reports_own_page_nothing_need_be_typed(story: Story) -> None:
    cache.clear()
    client = Client()
    opened = client.post("/lacak/", {"number": story.lone.number, "code": story.lone.code})
    page = client.get(opened["Location"]).content.decode()
    (seal,) = set(re.findall(r'name="pass" value="([^"]+)"', page))
    passed = {"laporan": story.lone.number, "pass": seal}
    shown = client.post(ASK, passed)
    assert shown.status_code == 200
    assert "terbukti milik Anda" in texts(shown)
    assert 'name="email"' not in shown.content.decode()
    assert client.post(ASK, {**passed, "right": Right.ACCESS}).status_code == 303
    assert Request.objects.get().belongings.get().proof == Proof.CODE
    # Another report's pass is no pass.
    other = {"laporan": story.his.number, "pass": seal, "right": Right.ACCESS}
    assert client.post(ASK, other).status_code == 422


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, "Pilih apa yang Anda minta"),
        (
            {"right": "correction", "name": "Rinai", "email": RINAI.email},
            "apa yang perlu diperbaiki",
        ),
        ({"right": "access", "name": "Rinai"}, "nomor ponsel atau alamat surel"),
        ({"right": "access", "email": RINAI.email}, "Tulis nama Anda"),
        ({"right": "access", "number": "151"}, "kurang"),
        ({"right": "access", "code": "K7QM-2V8D-9XTA"}, "Ketik nomor laporan"),
    ],
)
def test_what_is_missing_is_said(db: None, said: dict[str, str], wrong: str) -> None:
    cache.clear()
    answer = Client().post(ASK, said)
    assert answer.status_code == 422
    assert wrong in texts(answer)
    assert not Request.objects.exists()


def officer(story: Story) -> Client:
    client = Client(headers={"accept": "text/html"})
    sign_in(client, story.officer)
    return client


def test_the_officer_gives_the_file_step_by_step(story: Story) -> None:
    cache.clear()
    asked = {"right": Right.ACCESS, "name": RINAI.name, "email": RINAI.email}
    visitor = Client()
    visitor.post(ASK, {**asked, "text": "Semua data saya."})
    request = Request.objects.get()
    client, case = officer(story), request.case
    assert case.number in texts(client.get(ROOM))
    page = f"{ROOM}{case.number}/"
    shown = texts(client.get(page))
    assert story.lone.number in shown
    assert RINAI.email not in shown
    refused = client.post(f"{page}laporan/", {"report": story.lone.pk})
    assert refused.status_code == 422
    assert client.post(f"{page}kenali/", {"how": "KTP 3171234567890001"}).status_code == 422
    assert client.post(f"{page}kenali/", {"how": "KTP dilihat"}).status_code == 302
    chosen = {"report": [story.lone.pk, story.hers.pk]}
    assert client.post(f"{page}laporan/", chosen).status_code == 302
    assert client.get(f"{page}berkas/").status_code == 404
    assert client.post(f"{page}susun/").status_code == 302
    make.call(request.pk)
    package = client.get(f"{page}berkas/")
    assert b"".join(package.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    assert Reading.objects.filter(action=Act.EXPORTED, actor=story.officer).count() == 2
    assert client.post(f"{page}jalankan/", {"text": ""}).status_code == 422
    assert client.post(f"{page}jalankan/", {"text": "Terlampir."}).status_code == 302
    case.refresh_from_db()
    assert case.status == Status.ANSWERED
    opened = visitor.post("/lacak/", {"number": case.number, "code": case.code})
    tracked = visitor.get(opened["Location"])
    assert "data-pribadi.zip" in tracked.content.decode()
    (file,) = set(re.findall(rf'"(/lacak/{case.number}/berkas/\d+/)"', tracked.content.decode()))
    assert visitor.get(file).status_code == 200


def test_restricting_lifting_and_holding_by_the_pages(story: Story) -> None:
    cache.clear()
    client = officer(story)
    proof = {"number": story.lone.number, "code": story.lone.code}
    Client().post(ASK, {"right": Right.RESTRICTION, **proof})
    page = f"{ROOM}{Request.objects.get().case.number}/"
    assert client.post(f"{page}jalankan/", {"text": "Dibatasi."}).status_code == 302
    kirana = story.ministry.kirana
    assert not can_see(kirana, Case.objects.get(pk=story.lone.pk))
    restriction = Restriction.objects.get()
    assert client.post(f"{ROOM}pembatasan/{restriction.pk}/cabut/").status_code == 302
    assert can_see(kirana, Case.objects.get(pk=story.lone.pk))
    Case.objects.filter(pk=story.linked.pk).update(kind=Kind.MISCONDUCT, confidential=True)
    unknown = client.post(f"{ROOM}penahanan/", {"number": story.linked.number, "reason": "Gugatan"})
    assert unknown.status_code == 422
    held = client.post(f"{ROOM}penahanan/", {"number": story.lone.number, "reason": "Gugatan"})
    assert held.status_code == 302
    Client().post(ASK, {"right": Right.ERASURE, **proof})
    page = f"{ROOM}{Request.objects.latest('pk').case.number}/"
    assert "proses hukum" in texts(client.get(page))
    assert client.post(f"{page}jalankan/", {"text": "Dihapus."}).status_code == 422
    assert client.post(f"{page}tolak/", {"ground": "held"}).status_code == 302
    hold = Hold.objects.get()
    assert client.post(f"{ROOM}penahanan/{hold.pk}/lepas/").status_code == 302
    hold.refresh_from_db()
    assert hold.lifted_at is not None
    assert hold.lifted_at <= clock.now()


def test_a_caller_asks_and_whoever_wrote_it_down_sees_it_no_more(story: Story) -> None:
    cache.clear()
    client = Client(headers={"accept": "text/html"})
    sign_in(client, story.ministry.ratih)
    told = {
        "channel": "phone",
        "text": "Ia minta salinan semua datanya.",
        "kind": Kind.PERSONAL_DATA,
        "phone": "0811 5555 0188",
        "name": RINAI.name,
        "language": "id",
        "take": "on",
        "submission": SUBMISSION,
    }
    taken = client.post("/desk/baru/", told, follow=True)
    case = Case.objects.latest("pk")
    assert (case.kind, case.tier, case.unit, case.owner) == (
        Kind.PERSONAL_DATA,
        2,
        story.ministry.root,
        None,
    )
    assert case.code in taken.content.decode()
    assert not can_see(story.ministry.ratih, case)
    assert case.next_due_at == case.created_at + timedelta(hours=72)
    assert case.number in texts(officer(story).get(ROOM))


def test_the_case_page_leads_the_officer_to_the_request(story: Story) -> None:
    cache.clear()
    Client().post(ASK, {"right": Right.ACCESS, "name": RINAI.name, "email": RINAI.email})
    case = Request.objects.get().case
    page = officer(story).get(f"/desk/laporan/{case.number}/").content.decode()
    assert f'href="{ROOM}{case.number}/"' in page
    changed = officer(story).post(f"{ROOM}{case.number}/hak/", {"right": Right.ERASURE})
    assert changed.status_code == 302
    assert Request.objects.get().right == Right.ERASURE
    told = texts(officer(story).get(f"/desk/laporan/{case.number}/"))
    assert "Hapus data saya" in told
