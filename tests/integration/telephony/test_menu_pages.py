"""The callers' menu through its pages: drawn, changed, checked, tried, put live, taken back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hubung.audit.models import Entry
from hubung.directory.models import Person
from hubung.telephony.menu import services
from hubung.telephony.menu.default import default_tree
from hubung.telephony.menu.tree import HangUp, Say, Voicemail
from hubung.telephony.models import Emergency, MenuVersion, PromptWording
from hubung.telephony.prompts import voice
from hubung.telephony.prompts.wording import wordings
from tests.support.accounts import sign_in
from tests.support.ministry import Ministry, build
from tests.support.prompts import tone

BASE = "/desk/pengaturan/telepon/"
MENU = BASE + "menu/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry() -> Ministry:
    return build()


def client_of(person: Person) -> Client:
    client = Client()
    sign_in(client, person)
    return client


@pytest.fixture(autouse=True)
def no_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without one; tests/engine hears the voice."""
    monkeypatch.setattr(voice, "PROGRAM", "no-such-voice")


@pytest.fixture
def arum(ministry: Ministry) -> Client:
    """Administers the ministry."""
    return client_of(ministry.arum)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def draft(client: Client) -> MenuVersion:
    client.post(MENU)
    return MenuVersion.objects.latest("pk")


def fields(client: Client, page: str) -> dict[str, Any]:
    """What the form of a step would send if nothing in it were touched."""
    form = client.get(page).context["form"]
    sent = {bound.html_name: bound.value() for bound in form}
    return {
        name: value.strftime("%H:%M") if hasattr(value, "strftime") else value
        for name, value in sent.items()
        if value not in (None, False)
    }


def test_a_menu_is_changed_tried_and_put_live_and_the_old_one_taken_back(
    arum: Client, ministry: Ministry
) -> None:
    shown = text(arum.get(MENU))
    assert "Menu utama" in shown
    assert "Tentang angkutan darat, tekan satu" in shown
    version = draft(arum)
    page = f"{MENU}{version.pk}/"
    # A new key that leads to a message box that is made on the way.
    step = page + "langkah/utama/"
    sent = fields(arum, step) | {"seen": 1, "choices-5-key": "6", "choices-5-label": "Pujian"}
    answer = arum.post(step, sent | {"choices-5-next": "+voicemail"}, follow=True)
    assert "1 hal harus dibetulkan" in text(answer)
    assert "“Pujian” belum mengatakan apa pun" in text(answer)
    # It cannot go live, neither untried nor with something wrong in it.
    arum.post(page + "lakukan/", {"do": "live", "seen": 2})
    assert services.in_force().version == 0
    assert "belum dianggap" in text(arum.post(page + "coba/", {"at": "2026-12-01T10:00"}))
    # New words are spoken in the step, in both languages.
    step = page + "langkah/pujian/"
    sent = fields(arum, step) | {"seen": 2, "new_id": "Ceritakan.", "new_en": "Tell us."}
    assert "tidak ada yang salah" in text(arum.post(step, sent, follow=True))
    tree = services.tree_of(MenuVersion.objects.get())
    assert tree.nodes["pujian"] == Voicemail(
        title="Pujian", prompts=(Say(key="pujian-1"),), box="umum"
    )
    call: dict[str, Any] = {"at": "2026-12-01T10:00", "keys": ""}
    first = arum.post(page + "coba/", call | {"press": ""})
    assert "Untuk bahasa Indonesia, tekan satu." in text(first)
    assert MenuVersion.objects.get().state == "draft"
    said = text(arum.post(page + "coba/", call | {"keys": "2", "press": "6"}))
    assert "Tell us." in said
    assert "Ceritakan." in said
    assert "Meninggalkan pesan di kotak “umum”" in said
    assert MenuVersion.objects.get().state == "tried"
    arum.post(page + "lakukan/", {"do": "live", "seen": 3})
    assert services.in_force().version == version.pk
    # A second one goes live, and the first comes back.
    second = draft(arum)
    other = f"{MENU}{second.pk}/"
    arum.post(other + "coba/", call | {"keys": "1", "press": "0"})
    arum.post(other + "lakukan/", {"do": "live", "seen": 1})
    assert services.in_force().version == second.pk
    arum.post(page + "lakukan/", {"do": "live", "seen": 3})
    assert services.in_force().version == version.pk
    acts = Entry.objects.filter(action="setup_changed", subject__startswith="menu:")
    assert [entry.data["act"] for entry in acts.order_by("pk")] == [
        *("draft", "changed", "changed", "tried", "live"),
        *("draft", "tried", "live"),
        "live",
    ]
    assert {entry.actor for entry in acts} == {ministry.arum}


def test_who_saves_over_another_is_told_and_changes_nothing(arum: Client) -> None:
    page = f"{MENU}{draft(arum).pk}/"
    step = page + "langkah/selesai/"
    sent = fields(arum, step) | {"seen": 1}
    arum.post(step, sent | {"title": "Salam penutup"})
    answer = arum.post(step, sent | {"title": "Penghabisan", "new_id": "Dadah."})
    assert answer.status_code == 409
    assert "Arum Pandan-Wangi sudah mengubah draf ini" in text(answer)
    version = MenuVersion.objects.get()
    assert (version.revision, version.tree["nodes"]["selesai"]["title"]) == (2, "Salam penutup")
    assert not PromptWording.objects.exists()
    for do in ("langkah/", "arah/", "jam/"):
        values = {"kind": "play", "title": "X", "before": "utama", "language": "en"}
        led = {"start": "bahasa", "person": "petugas", "seen": 1}
        assert "sudah mengubah draf ini" in text(arum.post(page + do, values | led, follow=True))
    for do in ("live", "discard"):
        arum.post(page + "lakukan/", {"do": do, "seen": 1})
    assert MenuVersion.objects.get().revision == 2


def test_every_save_is_undone_and_a_draft_thrown_away(arum: Client) -> None:
    version = draft(arum)
    page = f"{MENU}{version.pk}/"
    begun = version.saves.get()
    added = arum.post(page + "langkah/", {"kind": "hang_up", "title": "Libur", "seen": 1})
    assert added.headers["Location"] == page + "langkah/libur/"
    arum.post(page + "langkah/selesai/", {"do": "remove", "seen": 2})
    version.refresh_from_db()
    tree = services.tree_of(version)
    assert isinstance(tree.nodes["libur"], HangUp)
    assert "selesai" not in tree.nodes
    assert "tidak menuju ke mana pun" in text(arum.get(page))
    refusal = arum.post(page + "langkah/petugas/", {"do": "remove", "seen": 3}, follow=True)
    assert "Pilih antrean lain" in text(refusal)
    arum.post(page + "lakukan/", {"do": "back", "save": begun.pk, "seen": 3})
    version.refresh_from_db()
    assert services.tree_of(version) == default_tree()
    assert [save.act for save in version.saves.all()] == ["back", "removed", "added", "begun"]
    arum.post(page + "lakukan/", {"do": "discard", "seen": 4})
    assert not MenuVersion.objects.exists()


def test_hours_lead_to_a_message_when_nobody_works(arum: Client) -> None:
    page = f"{MENU}{draft(arum).pk}/"
    opened = arum.post(page + "jam/", {"before": "utama", "seen": 1})
    assert "Sabtu" in text(arum.get(opened.headers["Location"]))
    call = {"keys": "1", "press": "1"}
    by_day = text(arum.post(page + "coba/", call | {"at": "2026-12-01T10:00"}))
    assert "Menunggu petugas di antrean “darat”" in by_day
    at_night = text(arum.post(page + "coba/", call | {"at": "2026-12-01T22:00"}))
    assert "sedang tidak bertugas" in at_night
    assert "Meninggalkan pesan" in at_night


def test_a_menu_goes_out_as_a_file_and_comes_in_as_a_draft(arum: Client) -> None:
    file = arum.get(MENU + "0/berkas/").content
    arum.post(MENU + "berkas/", {"file": SimpleUploadedFile("menu.json", file)})
    version = MenuVersion.objects.get()
    assert services.tree_of(version) == default_tree()
    said = json.loads(file)
    said["nodes"]["utama"]["choices"]["1"]["sector"] = "sungai"
    wrong = arum.post(MENU + "berkas/", {"text": json.dumps(said)})
    assert wrong.status_code == 422
    assert "nodes → utama → choose → choices → 1 → sector: Nilai ini tidak sesuai" in text(wrong)
    for strange in ("{", "[]", '{"nodes": {}, "start": "a", "person": "a"}', "{}"):
        assert arum.post(MENU + "berkas/", {"text": strange}).status_code == 422
    assert MenuVersion.objects.count() == 1


def test_a_prompt_is_reworded_recorded_heard_and_given_back(
    arum: Client, ministry: Ministry
) -> None:
    listed = BASE + "suara/"
    assert "Selamat datang di layanan" in text(arum.get(listed + "?cari=selamat+datang"))
    assert "seratus" in text(arum.get(listed + "?bagian=angka"))
    page = listed + "welcome/"
    assert arum.get(page + "id.wav").status_code == 409
    words = {"language": "id", "id-text": "Selamat datang di 151.", "id-by": "voice"}
    assert "belum ada bunyinya di sini" in text(arum.post(page, words, follow=True))
    own = SimpleUploadedFile("sambutan.mp3", tone())
    sent = {"language": "id", "id-text": "Halo.", "id-by": "voice", "id-recording": own}
    assert "Rekaman sendiri" in text(arum.post(page, sent, follow=True))
    assert 1.9 < len(arum.get(page + "id.wav").content) / 8_000 < 2.1
    part = arum.get(page + "id.wav", headers={"range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, b"RIFF")
    # Only the text is mended: the recording stays.
    arum.post(page, {"language": "id", "id-text": "Halo!", "id-by": "recording"})
    kept = wordings()["welcome", "id"]
    assert (kept.text, round(kept.seconds, 1)) == ("Halo!", 1.0)
    for content, said in (
        (b"ID3" + bytes(50), "jenis MP3"),
        (tone(0.1), "lebih pendek dari satu kata"),
        (tone(61), "lebih lama dari 60 detik"),
    ):
        wrong = SimpleUploadedFile("sambutan.wav", content)
        answer = arum.post(page, {**sent, "id-recording": wrong})
        assert (answer.status_code, said in text(answer)) == (422, True), said
    arum.post(page, {"language": "id", "id-text": "Halo!", "id-by": "voice"})
    assert wordings()["welcome", "id"].recorded_at is None
    arum.post(page, {"language": "id", "do": "forget"})
    assert not wordings()["welcome", "id"].own
    acts = Entry.objects.filter(subject="prompt:welcome").order_by("pk")
    done = ["spoken", "recorded", "recorded", "spoken", "gone"]
    assert [entry.data["act"] for entry in acts] == done


def test_an_own_prompt_stays_while_callers_hear_it(arum: Client) -> None:
    new = {"key": "banjir", "id": "Merak banjir.", "en": "Merak is flooded."}
    assert arum.post(BASE + "suara-baru/", new).headers["Location"] == BASE + "suara/banjir/"
    assert arum.post(BASE + "suara-baru/", new).status_code == 422
    page = f"{MENU}{draft(arum).pk}/"
    step = page + "langkah/salam/"
    sent = fields(arum, step) | {"seen": 1, "said-2-key": "banjir"}
    arum.post(step, sent)
    arum.post(page + "coba/", {"at": "2026-12-01T10:00", "press": "end"})
    arum.post(page + "lakukan/", {"do": "live", "seen": 2})
    answer = arum.post(BASE + "suara/banjir/", {"language": "id", "do": "forget"}, follow=True)
    assert "Penelepon sedang mendengar suara ini" in text(answer)
    assert ("banjir", "id") in wordings()


def test_a_shift_leader_announces_an_emergency_in_one_move(
    arum: Client, ministry: Ministry
) -> None:
    kirana, page = client_of(ministry.kirana), BASE + "darurat/"
    words = {"id": "Merak ditutup.", "en": "Merak is closed."}
    assert kirana.post(page, {"do": "begin", "id": "", "en": "x"}).status_code == 422
    assert not Emergency.objects.exists()
    assert "Menyala" in text(kirana.post(page, {"do": "begin", **words}, follow=True))
    assert services.in_force().emergency
    for path in ("/desk/", "/desk/pengaturan/templat/"):
        for who in (kirana, arum):
            assert "Pengumuman darurat sedang menyala" in text(who.get(path))
    assert "Pengumuman darurat" not in text(client_of(ministry.ratih).get("/desk/"))
    assert "Merak ditutup." in text(Client().get("/"))
    assert kirana.get(BASE + "suara/emergency/id.wav").status_code == 409
    # The announcement is all that a shift leader words.
    assert kirana.get(BASE + "suara/welcome/").status_code == 403
    kirana.post(page, {"do": "begin", **words, "id": "Merak dan Bakauheni ditutup."})
    assert Emergency.objects.get().texts["id"] == "Merak dan Bakauheni ditutup."
    kirana.post(page, {"do": "end"})
    assert not services.in_force().emergency
    assert "Pengumuman darurat sedang" not in text(arum.get("/desk/"))
    assert "Bakauheni" not in text(Client().get("/"))
    acts = Entry.objects.filter(subject="emergency").order_by("pk")
    assert [entry.data["act"] for entry in acts] == ["begun", "ended"]
