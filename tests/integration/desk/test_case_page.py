"""The page of a case: what is on it, who may see it, what can be done there."""

from __future__ import annotations

import io
import re
import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from hubung.cases import services
from hubung.cases.choices import Kind
from hubung.cases.files import keep_file
from hubung.cases.models import Attachment, CannedAnswer, Case, Draft, Entry, Mention
from hubung.desk import presence
from hubung.directory.models import Role
from hubung.kernel import clock, models
from hubung.ui.downloads import SANDBOX
from tests.integration.desk.conftest import SIGNED_IN, report
from tests.support.accounts import sign_in
from tests.support.ministry import Ministry, build, person

#: Made anew for each page.
TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")


def address(case: Case, rest: str = "") -> str:
    return f"/desk/laporan/{case.number}/{rest}"


def picture() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (900, 600), "navy").save(file, "JPEG")
    file.seek(0)
    return file


def test_unknown_and_hidden_cases_look_alike(ministry: Ministry, client_of: SIGNED_IN) -> None:
    hidden = report(kind=Kind.MISCONDUCT)
    client = client_of(ministry.ratih)
    never = Case(pk=hidden.pk + 1, created_at=hidden.created_at)
    for rest in ("", "lampiran/1/", "templat/1/"):
        answers = [client.get(address(case, rest)) for case in (hidden, never)]
        assert [answer.status_code for answer in answers] == [404, 404]
        first, second = (TOKEN.sub("", answer.content.decode()) for answer in answers)
        assert first.replace(hidden.number, never.number) == second
    page = client.get(address(hidden)).content.decode()
    assert "Tidak ada laporan bernomor ini" in page
    for rest in ("lakukan/ambil/", "hadir/", "draf/jawab/"):
        assert client.post(address(hidden, rest)).status_code == 404


def test_the_page_tells_the_story(ministry: Ministry, client_of: SIGNED_IN) -> None:
    case = report()
    services.take_case(actor=ministry.ratih, case=case)
    services.add_note(actor=ministry.ratih, case=case, text="Sudah menelepon syahbandar.")
    services.move_case(
        actor=ministry.ratih, case=case, tier=2, unit=ministry.sea, reason="Perlu manifes."
    )
    page = client_of(ministry.ratih).get(address(case)).content.decode()
    for words in (
        case.number,
        "Sekarwangi Tunas-Lestari",
        "Sudah menelepon syahbandar.",
        "Diserahkan ke Tier 2, Ditjen Perhubungan Laut, Ratih Kembangsore",
        "hari kerja ke-14",
        "Naik sendiri ke Tier 3",
    ):
        assert words in page, words


def test_only_what_may_be_done_is_offered(ministry: Ministry, client_of: SIGNED_IN) -> None:
    case = report()
    assert "lakukan/ambil/" in client_of(ministry.ratih).get(address(case)).content.decode()
    auditor = client_of(ministry.gatra)
    page = auditor.get(address(case)).content.decode()
    assert "lakukan/" not in page
    refused = auditor.post(address(case, "lakukan/ambil/"))
    assert refused.status_code == 422
    case.refresh_from_db()
    assert case.owner is None


def test_the_cost_does_not_grow_with_the_case(ministry: Ministry, client_of: SIGNED_IN) -> None:
    case = report()
    client = client_of(ministry.ratih)
    client.post(address(case, "lakukan/ambil/"))

    def grow(number: int) -> None:
        other = report(text=f"Perkara lain nomor {number}.")
        services.link_cases(actor=ministry.ratih, case=case, other=other, reason="Sama")
        services.add_note(actor=ministry.ratih, case=case, text=f"Catatan {number}")
        services.tell_reporter(
            actor=ministry.ratih,
            case=case,
            text="Kabar",
            attachments=[keep_file(picture(), "a.jpg")],
        )

    def cost() -> int:
        client.get(address(case))
        with CaptureQueriesContext(connection) as asked:
            client.get(address(case), headers={"HX-Target": "main#main"})
        return len(asked)

    alone = cost()
    grow(0)
    few = cost()
    for number in range(1, 12):
        grow(number)
    # What is kept for some seconds may be asked for anew meanwhile.
    assert cost() <= few + 2
    # What a case lacks is not asked for one by one.
    assert alone < 18
    assert few <= 22


def test_what_is_missing_is_said_at_the_form_and_nothing_typed_is_lost(
    ministry: Ministry, client_of: SIGNED_IN
) -> None:
    case = report()
    response = client_of(ministry.ratih).post(
        address(case, "lakukan/jawab/?tulis=jawab"),
        {"text": "Manifes diperbaiki.", "outcome": "", "promise": "Kabar Jumat", "version": "1"},
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "Manifes diperbaiki." in page
    assert 'value="Kabar Jumat"' in page
    assert 'href="#jawab-outcome"' in page
    case.refresh_from_db()
    assert case.status == "new"


def test_an_answer_to_a_changed_case_waits_for_a_second_look(
    ministry: Ministry, client_of: SIGNED_IN
) -> None:
    case = report()
    client = client_of(ministry.ratih)
    given = {"text": "Sudah kami cek.", "outcome": "resolved", "version": case.version}
    services.add_information(case=case, text="Kapalnya sudah tiba.")
    first = client.post(address(case, "lakukan/jawab/"), given)
    page = first.content.decode()
    assert first.status_code == 422
    assert "Sudah kami cek." in page
    assert "Kapalnya sudah tiba." in page
    case.refresh_from_db()
    assert f'name="version" value="{case.version}"' in page
    again = client.post(address(case, "lakukan/jawab/"), given | {"version": case.version})
    assert again.status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_agents_take_one_case_at_once() -> None:
    ministry = build()
    case = report()
    clients = []
    for agent in (ministry.ratih, ministry.wulandari):
        client = Client()
        sign_in(client, agent)
        clients.append(client)
    barrier = threading.Barrier(2)
    answers: dict[int, int] = {}

    def take(number: int) -> None:
        barrier.wait()
        answers[number] = clients[number].post(address(case, "lakukan/ambil/")).status_code
        connections.close_all()

    threads = [threading.Thread(target=take, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers.values()) == [302, 422]
    case.refresh_from_db()
    loser = next(number for number, status in answers.items() if status == 422)
    page = clients[loser].post(address(case, "lakukan/ambil/")).content.decode()
    assert case.owner is not None
    assert f"{case.owner.name} " in page
    assert Entry.objects.filter(case=case, kind="taken").count() == 1


def test_a_case_is_handed_over_by_names(ministry: Ministry, client_of: SIGNED_IN) -> None:
    case = report()
    client = client_of(ministry.ratih)
    wrong = client.post(
        address(case, "lakukan/alih/"), {"tier": "2", "unit": "Direktorat", "reason": "Manifes"}
    )
    assert wrong.status_code == 422
    assert "Ditjen Perhubungan Laut (DJPL)" in wrong.content.decode()
    done = client.post(
        address(case, "lakukan/alih/"),
        {
            "tier": "2",
            "unit": "Ditjen Perhubungan Laut (DJPL)",
            "owner": f"Damar Wilis-Putra <{ministry.damar.email}>",
            "reason": "Manifes",
        },
    )
    assert done.status_code == 302
    case.refresh_from_db()
    assert (case.tier, case.unit, case.owner) == (2, ministry.sea, ministry.damar)


def test_units_and_colleagues_are_offered(ministry: Ministry, client_of: SIGNED_IN) -> None:
    client = client_of(ministry.ratih)
    assert (
        "KSOP Kelas I Bitung (KSOP-BIT)"
        in client.get("/desk/pilih/unit/?cari=bitung").content.decode()
    )
    assert "Bima Segara-Loka" in client.get("/desk/pilih/orang/?cari=bima").content.decode()
    assert client.get("/desk/pilih/lain/?cari=b").status_code == 404


def test_a_note_calls_colleagues_who_may_see_the_case(
    ministry: Ministry, client_of: SIGNED_IN
) -> None:
    case = report()
    client = client_of(ministry.ratih)
    client.post(
        address(case, "lakukan/catatan/"),
        {"text": "Mohon dicek, @kirana wastu-asri. Terima kasih."},
    )
    assert Mention.objects.get().person == ministry.kirana
    refused = client.post(
        address(case, "lakukan/catatan/"), {"text": "@Tirta Rimbawan tolong lihat"}
    )
    assert refused.status_code == 422
    assert "Tirta Rimbawan tidak boleh melihat laporan ini" in refused.content.decode()
    client_of(ministry.kirana).get(address(case))
    assert Mention.objects.get().read_at is not None


def test_a_draft_waits_for_its_writer_on_any_device(
    ministry: Ministry, client_of: SIGNED_IN
) -> None:
    case = report()
    client_of(ministry.ratih).post(address(case, "draf/jawab/"), {"text": "  Yth. Ibu\n"})
    elsewhere = client_of(ministry.ratih)
    assert "  Yth. Ibu\n" in elsewhere.get(address(case, "?tulis=jawab")).content.decode()
    assert "Yth. Ibu" not in client_of(ministry.wulandari).get(address(case)).content.decode()
    elsewhere.post(
        address(case, "lakukan/jawab/"),
        {"text": "Yth. Ibu, sudah.", "outcome": "resolved", "version": case.version},
    )
    assert not Draft.objects.exists()


def test_an_emptied_draft_is_forgotten(ministry: Ministry, client_of: SIGNED_IN) -> None:
    case = report()
    client = client_of(ministry.ratih)
    client.post(address(case, "draf/catatan/"), {"text": "Ingat"})
    client.post(address(case, "draf/catatan/"), {"text": " "})
    assert not Draft.objects.exists()
    assert client.post(address(case, "draf/ambil/"), {"text": "x"}).status_code == 404


def test_canned_answers_are_filled_from_the_case(ministry: Ministry, client_of: SIGNED_IN) -> None:
    case = report()
    canned = CannedAnswer.objects.create(
        title="Diterima", text="Yth. {nama}, {nomor}, {unit}, {petugas} {lain} {batas}"
    )
    CannedAnswer.objects.create(title="Kereta saja", text="x", sector="kereta")
    client = client_of(ministry.ratih)
    page = client.get(address(case)).content.decode()
    assert "Diterima" in page
    assert "Kereta saja" not in page
    text = client.get(address(case, f"templat/{canned.pk}/")).content.decode()
    assert text.startswith(f"Yth. Sekarwangi Tunas-Lestari, {case.number}, Pusat Kontak 151, Ratih")
    assert "{lain}" in text
    # Without a script the typed words become the draft, with the answer after them.
    client.post(address(case, "sisip/jawab/"), {"text": "Selamat pagi.", "templat": canned.pk})
    assert Draft.objects.get().text.startswith("Selamat pagi.\n\nYth. Sekarwangi")


def test_others_are_told_of_presence_only_when_it_changes(
    ministry: Ministry, client_of: SIGNED_IN
) -> None:
    case = report()
    before = models.Event.objects.count()

    def told() -> int:
        return models.Event.objects.count() - before

    client = client_of(ministry.ratih)
    client.post(address(case, "hadir/"))
    assert told() == 1
    client.post(address(case, "hadir/"))
    assert told() == 1
    client.post(address(case, "hadir/"), {"menulis": "1"})
    assert told() == 2
    seen = client_of(ministry.wulandari).post(address(case, "hadir/")).content.decode()
    assert "Ratih Kembangsore sedang menulis" in seen
    client.post(address(case, "hadir/"), {"pergi": "1"})
    assert presence.others(case, ministry.wulandari) == []
    with clock.travel(clock.now() + timedelta(minutes=2)):
        assert presence.others(case, ministry.ratih) == []


def test_files_are_for_those_who_may_see_the_case(ministry: Ministry, client_of: SIGNED_IN) -> None:
    page = keep_file(io.BytesIO(b"<!doctype html><script>alert(1)</script>"), "surat.html")
    case = report(attachments=[keep_file(picture(), "foto.jpg"), page])
    photo, script = Attachment.objects.filter(case=case)
    client = client_of(ministry.ratih)
    shown = client.get(address(case, f"lampiran/{photo.pk}/"))
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["Content-Disposition"].startswith("inline")
    small = client.get(address(case, f"lampiran/{photo.pk}/kecil/"))
    assert small["Content-Type"] == "image/webp"
    assert max(Image.open(io.BytesIO(small.content)).size) == 320
    saved = client.get(address(case, f"lampiran/{script.pk}/"))
    assert saved["Content-Disposition"].startswith("attachment")
    for response in (shown, small, saved):
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == SANDBOX
        assert "private" in response["Cache-Control"]
    assert client.get(address(case, f"lampiran/{script.pk}/kecil/")).status_code == 404
    assert client_of(ministry.tirta).get(address(case, f"lampiran/{photo.pk}/")).status_code == 404


def test_files_go_with_an_answer(ministry: Ministry, client_of: SIGNED_IN) -> None:
    case = report()
    file = picture()
    file.name = "bukti.jpg"
    client_of(ministry.ratih).post(
        address(case, "lakukan/kabar/"), {"text": "Ini buktinya.", "attached": [file]}
    )
    attachment = Attachment.objects.get(case=case)
    assert (attachment.name, attachment.media_type) == ("bukti.jpg", "image/jpeg")


def test_handlers_of_a_confidential_case_are_named(
    ministry: Ministry, client_of: SIGNED_IN
) -> None:
    case = report(kind=Kind.MISCONDUCT)
    nadi = person("Nadi Wiraguna", ministry.inspectorate, Role.TIER3_OFFICIAL)
    client_of(ministry.sekar).post(address(case, "lakukan/petugas/"), {"handler": "Nadi Wiraguna"})
    page = client_of(nadi).get(address(case)).content.decode()
    assert "Petugas yang ditunjuk" in page
    assert "Nadi Wiraguna kini petugas yang ditunjuk" in page
    client_of(ministry.sekar).post(
        address(case, "lakukan/petugas/"), {"handler": "Nadi Wiraguna", "remove": "on"}
    )
    assert client_of(nadi).get(address(case)).status_code == 404


def test_facts_are_corrected_on_record(ministry: Ministry, client_of: SIGNED_IN) -> None:
    case = report()
    facts = {
        "title": "Nama tidak ada di manifes",
        "kind": "complaint",
        "sector": "laut",
        "place": "Ternate",
        "happened_on": "2026-11-20",
        "happened_at": "",
        "version": case.version,
    }
    client = client_of(ministry.ratih)
    client.post(address(case, "lakukan/perbaiki/"), facts)
    page = client.get(address(case)).content.decode()
    assert "Tempat: Bitung → Ternate" in page
    case.refresh_from_db()
    assert str(case.happened_on) == "2026-11-20"


def test_duplicates_are_merged_and_the_merge_undone(
    ministry: Ministry, client_of: SIGNED_IN
) -> None:
    first, second = report(), report(reporter=services.ReporterDetails(email="lain@contoh.id"))
    client = client_of(ministry.ratih)
    page = client.get(address(second)).content.decode()
    assert f'name="other" value="{first.number}"' in page
    client.post(
        address(second, "lakukan/gabungkan/"), {"other": first.number, "reason": "Perkara sama"}
    )
    second.refresh_from_db()
    assert second.merged_into == first
    assert "lakukan/urai/" in client.get(address(second)).content.decode()
    client.post(address(second, "lakukan/urai/"))
    second.refresh_from_db()
    assert (second.merged_into, second.status) == (None, "new")


def test_a_case_that_left_ones_sight_leads_back_to_the_list(
    ministry: Ministry, client_of: SIGNED_IN
) -> None:
    case = services.move_case(
        actor=ministry.ratih, case=report(), tier=2, unit=ministry.sea, reason="Manifes"
    )
    response = client_of(ministry.damar).post(
        address(case, "lakukan/alih/?tampilan=unit"),
        {"tier": "2", "unit": "DJKA", "reason": "Ini kereta."},
        headers={"HX-Target": "main#main", "HX-Request": "true"},
    )
    assert response.status_code == 200
    assert response["HX-Push-Url"] == "/desk/?tampilan=unit"
    assert "di tangan lain" in response.content.decode()
