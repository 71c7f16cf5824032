"""What the law asks of calls: erased, let go of, given to whoever they are about, and unknown."""

from __future__ import annotations

import io
import json
import wave
import zipfile
from datetime import timedelta
from tempfile import TemporaryFile

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from hubung.cases import services as registry
from hubung.cases.choices import Channel, Kind
from hubung.cases.models import Case, Recognition
from hubung.cases.services import ReporterDetails
from hubung.channels.phone import services
from hubung.directory.models import Person
from hubung.kernel import clock, files, tasks
from hubung.privacy.access.dossier import gather
from hubung.privacy.access.package import write
from hubung.privacy.choices import Why
from hubung.privacy.erasing import erase_case
from hubung.privacy.models import Hold
from hubung.privacy.retention import running
from hubung.telephony.models import Call, Recording, RecordingKey
from tests.integration.phone.conftest import Record
from tests.support import calls, leaks
from tests.support.accounts import sign_in
from tests.support.leaks import Marks
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db


def report(**more: object) -> Case:
    details = {"reporter": ReporterDetails(name="Sari", phone=calls.NUMBER), **more}
    return registry.receive_case(
        channel=Channel.PHONE,
        text="Kapal ke Bitung dua kali batal.",
        **details,  # type: ignore[arg-type]
    )


def gone(at_day: int) -> dict[str, int]:
    with clock.travel(calls.BEGAN + timedelta(days=at_day)):
        return {one.schedule.setting: one.rows for one in running.run()}


def test_a_recording_is_let_go_of_when_its_time_is_over(
    ministry: Ministry, record: Record, django_capture_on_commit_callbacks: object
) -> None:
    days = settings.HUBUNG.retention.recordings
    ordinary, protected, held = (record(f"17200000{n}.1", agent=ministry.ratih) for n in (1, 2, 3))
    services.tie(call=protected.call, case=report(kind=Kind.MISCONDUCT), by=None)
    kept = report()
    services.tie(call=held.call, case=kept, by=None)
    Hold.objects.create(case=kept, reason="Gugatan", placed_by=ministry.arum)
    address = ordinary.sha256
    assert "recordings" not in gone(days - 1)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert gone(days + 1)["recordings"] == 1
    ordinary.refresh_from_db()
    assert (ordinary.is_there, ordinary.deleted_why, bytes(ordinary.peaks)) == (
        False,
        "retention",
        b"",
    )
    assert not files.is_stored(address)
    assert set(RecordingKey.objects.values_list("pk", flat=True)) == {protected.pk, held.pk}
    assert gone(settings.HUBUNG.retention.callers + 1)["callers"] == 1
    assert set(Call.objects.exclude(caller="")) == {protected.call, held.call}


def test_an_erased_report_takes_its_calls_along(ministry: Ministry, record: Record) -> None:
    first, second = record("1.1", agent=ministry.ratih), record("2.1", agent=ministry.ratih)
    hers, other = report(), report()
    for recording in (first, second):
        services.tie(call=recording.call, case=hers, by=None)
    services.tie(call=second.call, case=other, by=None)
    erase_case(hers, why=Why.RETENTION)
    assert Recording.objects.filter(deleted_at=None).get() == second
    assert Call.objects.exclude(caller="").get() == second.call
    erase_case(other, why=Why.RETENTION)
    assert not RecordingKey.objects.exists()
    assert not Call.objects.exclude(caller="").exists()
    assert Call.objects.filter(talk_began_at__isnull=False).count() == 2


def test_who_asks_for_their_data_gets_their_calls(ministry: Ministry, record: Record) -> None:
    own, shared = record("1.1", agent=ministry.ratih), record("2.1", agent=ministry.ratih)
    case = report()
    somebody_else = report(reporter=ReporterDetails(name="Bayu", phone="+628115550162"))
    registry.allow_recognition(case=case)
    services.tie(call=own.call, case=case, by=None)
    for each in (case, somebody_else):
        services.tie(call=shared.call, case=each, by=None)
    with TemporaryFile() as scratch:
        write(gather([case], clock.now()), scratch, "id")
        with zipfile.ZipFile(scratch) as package:
            sounds = [name for name in package.namelist() if name.endswith(".wav")]
            assert sounds == [f"telepon/{case.number}/{own.pk}.wav"]
            with wave.open(io.BytesIO(package.read(sounds[0]))) as sound:
                assert (sound.getnchannels(), sound.getnframes()) == (2, 16_000)
            data = json.loads(package.read("data.json"))["reports"][0]
            assert [call["waited"] for call in data["calls"]] == [20, 20]
            assert data["recognised_since"]
            assert sounds[0] in package.read("data-anda.html").decode()


def test_an_anonymous_report_by_telephone_leaves_no_number(
    ministry: Ministry, record: Record
) -> None:
    """Looked for in every table, and on every page that staff can open of the call."""
    marks = Marks({"nomor": calls.NUMBER, "di rumah": "0811" + calls.NUMBER[6:]})
    recording = record(agent=ministry.ratih)
    assert leaks.marked_rows(marks)
    case = report(reporter=None, anonymous=True)
    services.link_call(by=ministry.ratih, call=recording.call, case=case)
    tasks.run_until_idle()
    assert leaks.marked_rows(marks) == {}
    for person in (ministry.ratih, ministry.kirana, ministry.gatra):
        desk = Client()
        sign_in(desk, person)
        for address in (
            reverse("desk:calls:list") + "?tampilan=semua",
            reverse("desk:calls:call", args=[recording.call_id]),
            reverse("desk:case", args=[case.number]),
        ):
            assert not marks.found_in(desk.get(address).text)


def test_a_reporter_says_on_their_page_whether_they_are_recognised(ministry: Ministry) -> None:
    case = report()
    visitor = Client()
    code = {"number": case.number, "code": case.code}
    page = visitor.post(reverse("web:track"), code, follow=True)
    assert "0811 •••• 151" in page.text
    act = reverse("web:act", args=[case.number, "kenali"])
    sent = {"pass": page.context["pass"]}
    for wants, given in (("yes", 1), ("yes", 1), ("no", 0)):
        assert visitor.post(act, sent | {"wants": wants}).status_code == 303
        assert Recognition.objects.filter(withdrawn_at=None).count() == given
    assert Recognition.objects.get().given_by is None
    # Who takes a report down may ask them.
    _write_down(ministry.ratih, recognise="on")
    assert Recognition.objects.get(withdrawn_at=None).given_by == ministry.ratih
    assert _write_down(ministry.ratih, recognise="on", phone="") == 422


def _write_down(person: Person, **more: str) -> int:
    desk = Client()
    sign_in(desk, person)
    form = {
        "channel": "phone",
        "text": "Kapal terlambat lagi.",
        "phone": "0811 5550 161",
        "email": "sari@contoh.id",
        **more,
    }
    return desk.post(reverse("desk:intake:take"), form).status_code
