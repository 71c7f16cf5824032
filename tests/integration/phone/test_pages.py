"""The pages of calls: the list, one call, listening, and messages that become cases."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hubung.audit.choices import Act
from hubung.audit.models import Entry
from hubung.cases import services as registry
from hubung.cases.choices import Channel, EntryKind, Kind
from hubung.cases.models import Case
from hubung.cases.services import ReporterDetails
from hubung.channels.phone import queries, services
from hubung.channels.phone.models import NoCase, Unwritten
from hubung.desk.calls import ranges
from hubung.directory.models import Person
from hubung.kernel import files, tasks
from hubung.telephony.asterisk.place import Place
from hubung.telephony.models import Call, Recording
from hubung.telephony.recordings import keeping, taking
from tests.integration.phone.conftest import Record
from tests.support import calls, sounds
from tests.support.accounts import sign_in
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db
Open = Callable[[Person], Client]


@pytest.fixture
def desk_of() -> Open:
    def make(person: Person) -> Client:
        client = Client()
        sign_in(client, person)
        return client

    return make


def report(**more: object) -> Case:
    details = {"reporter": ReporterDetails(name="Sari", phone=calls.NUMBER), **more}
    return registry.receive_case(
        channel=Channel.PHONE,
        text="Kapal ke Bitung dua kali batal.",
        **details,  # type: ignore[arg-type]
    )


def heard_of(recording: Recording) -> list[tuple[str, str]]:
    rows = Entry.objects.filter(action=Act.CALL_HEARD).order_by("pk")
    return [(row.subject, row.why) for row in rows]


def test_listening_is_on_record_and_only_then_is_there_sound(
    ministry: Ministry, desk_of: Open, record: Record
) -> None:
    recording = record(agent=ministry.ratih)
    call, case = recording.call, report()
    services.link_call(by=ministry.ratih, call=call, case=case)
    registry.take_case(actor=ministry.ratih, case=case)
    page = reverse("desk:calls:call", args=[call.pk])
    listen = reverse("desk:calls:listen", args=[recording.pk])
    sound = reverse("desk:calls:sound", args=[recording.pk])
    ratih = desk_of(ministry.ratih)
    assert b"<audio" not in ratih.get(page).content
    assert ratih.get(sound)["Location"] == page
    assert ratih.post(listen).status_code == 302
    assert heard_of(recording) == [(f"call:{call.pk}", ""), (case.subject, "")]
    assert b"<audio" in ratih.get(page).content
    # Whole, and in parts; never to be kept by anybody.
    part = ratih.get(sound, headers={"range": "bytes=44-1043"})
    assert (part.status_code, len(part.content)) == (206, 1000)
    assert part["Content-Range"] == f"bytes 44-1043/{recording.size}"
    assert part.content == b"".join(keeping.read(recording, 44, 1000))
    assert part["Cache-Control"] == "private, no-store"
    assert ratih.get(sound, headers={"range": "bytes=999999999-"}).status_code == 416
    # A colleague has to say why.
    wulandari = desk_of(ministry.wulandari)
    refused = wulandari.post(listen)
    assert refused.status_code == 422
    assert b'name="why"' in refused.content
    assert wulandari.post(listen, {"why": "Keluhan tentang layanan"}).status_code == 302
    assert heard_of(recording)[-1] == (case.subject, "Keluhan tentang layanan")
    # Another session has said nothing yet, and strangers to the case know of nothing.
    assert desk_of(ministry.ratih).get(sound).status_code == 302
    for stranger in (ministry.tirta, ministry.arum):
        assert desk_of(stranger).get(sound).status_code == 404
        assert desk_of(stranger).get(page).status_code == 404
    keeping.delete([recording], why="retention")
    assert ratih.get(sound, headers={"range": "bytes=0-"}).status_code == 404
    assert ratih.get(page).status_code == 200


def test_protected_calls_are_heard_by_those_who_handle_the_case(
    ministry: Ministry, desk_of: Open, record: Record
) -> None:
    recording = record(agent=ministry.ratih)
    misconduct = report(kind=Kind.MISCONDUCT)
    services.tie(call=recording.call, case=misconduct, by=ministry.ratih)
    listen = reverse("desk:calls:listen", args=[recording.pk])
    assert desk_of(ministry.ratih).post(listen).status_code == 404
    assert desk_of(ministry.kirana).post(listen, {"why": "Mutu"}).status_code == 404
    assert desk_of(ministry.sekar).post(listen).status_code == 302
    # Nobody hears who wants to stay unknown.
    hidden = record("1720000000.11", agent=ministry.ratih)
    case = report(reporter=None, anonymous=True)
    services.tie(call=hidden.call, case=case, by=ministry.ratih)
    listen = reverse("desk:calls:listen", args=[hidden.pk])
    for person in (ministry.ratih, ministry.kirana, ministry.sekar):
        assert desk_of(person).post(listen, {"why": "Mutu"}).status_code == 404
    page = desk_of(ministry.ratih).get(reverse("desk:calls:call", args=[hidden.call.pk]))
    assert calls.NUMBER[-4:] not in page.text


def test_the_list_and_what_is_decided_there(ministry: Ministry, desk_of: Open) -> None:
    talked = calls.call("1", agent=ministry.ratih)
    abandoned = calls.call("2", caller="")
    ratih = desk_of(ministry.ratih)
    address = reverse("desk:calls:list")
    shown = {
        view: len(re.findall('class="call-who"', ratih.get(address, {"tampilan": view}).text))
        for view in ("semua", "saya", "tak-terjawab", "tanpa-laporan", "pesan", "hari-ini")
    }
    assert shown == {
        "semua": 2, "saya": 1, "tak-terjawab": 1, "tanpa-laporan": 2, "pesan": 0, "hari-ini": 0
    }  # fmt: skip
    everything = ratih.get(address, {"tampilan": "semua"}).text
    assert "0811 •••• 151" in everything
    assert calls.NUMBER not in everything
    assert "call-who" in ratih.get(address, {"tampilan": "semua", "nomor": "08115550151"}).text
    assert "call-who" not in ratih.get(address, {"tampilan": "semua", "nomor": "08115550152"}).text
    # Nothing to record.
    settle = reverse("desk:calls:settle", args=[abandoned.pk])
    assert ratih.post(settle, {"why": ""}).status_code == 422
    assert ratih.post(settle, {"why": "silent"}).status_code == 302
    assert NoCase.objects.get().decided_by == ministry.ratih
    # A case by its number; the number of the caller, on record.
    link = reverse("desk:calls:link", args=[talked.pk])
    misconduct, case = report(kind=Kind.MISCONDUCT), report()
    assert ratih.post(link, {"number": misconduct.number}).status_code == 422
    assert ratih.post(link, {"number": case.number}).status_code == 302
    assert list(queries.cases_of(talked, seen_by=ministry.ratih)) == [case]
    assert calls.NUMBER in ratih.post(reverse("desk:calls:number", args=[talked.pk])).text
    assert Entry.objects.filter(action=Act.CONTACT_SHOWN, subject=f"call:{talked.pk}").exists()
    on_case = ratih.get(reverse("desk:case", args=[case.number])).text
    assert reverse("desk:calls:call", args=[talked.pk]) in on_case
    assert ministry.ratih.name in on_case
    unlink = reverse("desk:calls:unlink", args=[talked.pk])
    assert ratih.post(unlink, {"number": case.number}).status_code == 302
    assert not queries.cases_of(talked, seen_by=ministry.ratih).exists()
    assert desk_of(ministry.arum).get(address).status_code == 403


def test_a_message_becomes_a_case_once_and_its_words_are_written_down(
    ministry: Ministry, desk_of: Open, place: Place
) -> None:
    # Of today: an old one would be late, and climb as soon as work is looked for.
    began = datetime.now(UTC) - timedelta(minutes=5)
    earlier = int(began.timestamp()) - 60
    sounds.message(place.spool / f"voicemail/{earlier}-08115550151-1720000100.3.wav")
    for key in ("1720000200.1", "1720000300.1"):
        calls.call(key, message=f"recording/{key}~message.wav", recorded=False, began=began)
    sounds.message(place.spool / "recording/1720000200.1~message.wav")
    sounds.message(place.spool / "recording/1720000300.1~message.wav", 0.4)  # hung up at the tone
    for _again in range(2):
        taking.take_all(place)
        tasks.run_until_idle()
    assert Recording.objects.count() == 3
    first, second = Case.objects.order_by("created_at")
    assert {case.reporter.phone for case in (first, second) if case.reporter} == {calls.NUMBER}
    assert (first.channel, first.status, first.tier) == ("phone", "new", 1)
    call = Call.objects.get(engine_id="1720000100.3")
    assert list(queries.cases_of(call, seen_by=ministry.ratih)) == [first]
    assert [entry.data["message"] for entry in first.timeline.filter(kind="called")] == [True]
    # Waiting messages need no reason to be heard.
    ratih = desk_of(ministry.ratih)
    page = reverse("desk:case", args=[first.number])
    assert 'id="message-text"' in ratih.get(page).text
    recording = Recording.objects.get(call=call)
    assert ratih.post(reverse("desk:calls:listen", args=[recording.pk])).status_code == 302
    registry.take_case(actor=ministry.ratih, case=first)
    write = reverse("desk:calls:write_down", args=[first.number])
    assert ratih.post(write, {"text": ""}).status_code == 302
    said = "Kapal tidak berangkat. Mohon dihubungi kembali."
    assert ratih.post(write, {"text": said}).status_code == 302
    first.refresh_from_db()
    assert (first.text, first.title) == (said, "Kapal tidak berangkat")
    assert first.timeline.filter(kind=EntryKind.MESSAGE_IN, text=said).count() == 1
    assert 'id="message-text"' not in ratih.get(page).text
    assert Unwritten.objects.count() == 1


def test_both_sides_of_the_sound_are_drawn(
    ministry: Ministry, desk_of: Open, record: Record
) -> None:
    recording = record(agent=ministry.ratih)
    text = desk_of(ministry.ratih).get(reverse("desk:calls:call", args=[recording.call.pk])).text
    caller, agent = re.findall(r'<path d="(M0 .*?)"', text)
    assert len(re.findall("M", caller)) == len(re.findall("M", agent)) == 400
    assert caller.startswith("M0 -1")
    assert agent.startswith("M0 -1v2")
    assert "style=" not in text
    files.open_blob(recording.sha256).close()


@pytest.mark.once
def test_parts_of_a_sound() -> None:
    assert ranges.asked("", 100) is None
    assert ranges.asked("bytes=0-", 100) == (0, 100)
    assert ranges.asked("bytes=10-19", 100) == (10, 10)
    assert ranges.asked("bytes=-5", 100) == (95, 5)
    assert ranges.asked("bytes=90-200", 100) == (90, 10)
    assert ranges.asked("bytes=0-1,5-6", 100) is None
    assert ranges.asked("bytes=9-3", 100) is None
    assert ranges.asked("bytes=0-", 9_000_000) == (0, ranges.MOST_BYTES)
    for gone in ("bytes=100-", "bytes=-0"):
        with pytest.raises(ranges.NotThereError):
            ranges.asked(gone, 100)
