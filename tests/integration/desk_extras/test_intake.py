"""A report taken by telephone, at the counter, by letter: one form, one transaction."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hubung.cases.choices import Channel, ClockName, EntryKind, Kind, Outcome, Status
from hubung.cases.models import Case, Clock, Handler, Reporter
from hubung.cases.queries import visible
from hubung.cases.services import ReporterDetails, allow_recognition, receive_case
from hubung.desk.intake.policies import counter_of
from hubung.kernel import clock, numbers
from tests.integration.desk_extras.conftest import At
from tests.support.ministry import Ministry

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
NEW = "/desk/baru/"

pytestmark = pytest.mark.django_db


def told(**more: object) -> dict[str, object]:
    """A call as Ratih takes it down."""
    return {
        "submission": str(uuid.uuid4()),
        "channel": "phone",
        "text": "Bus di Terminal Arjosari tidak laik jalan, remnya berbunyi.",
        "phone": "0813 5550 1412",
        "take": "on",
        **more,
    }


def take(client: Client, **more: object) -> Case:
    response = client.post(NEW, told(**more))
    assert response.status_code == 302, response.content.decode()
    return Case.objects.latest("pk")


def test_a_call_becomes_a_case_of_whoever_took_it(ministry: Ministry, at: At) -> None:
    client = at(ministry.ratih)
    assert client.get(NEW).status_code == 200
    response = client.post(NEW, told(), follow=True)
    case = Case.objects.get()
    assert (case.channel, case.unit, case.tier) == (Channel.PHONE, ministry.centre, 1)
    assert (case.owner, case.status) == (ministry.ratih, Status.IN_PROGRESS)
    assert (case.kind, case.sector) == (Kind.COMPLAINT, "darat")
    assert case.reporter is not None
    assert case.reporter.phone == "+6281355501412"
    first = case.timeline.first()
    assert first is not None
    assert (first.kind, first.actor) == (EntryKind.RECEIVED, ministry.ratih)
    said = response.content.decode()
    assert case.number in said
    assert case.code in said
    assert numbers.dictate(case.number, "en") in said
    assert numbers.dictate(case.code, "en") in said


def test_number_and_code_are_for_the_one_who_wrote_it_down(ministry: Ministry, at: At) -> None:
    with clock.travel(MONDAY):
        address = at(ministry.ratih).post(NEW, told()).headers["Location"]
        assert at(ministry.wulandari).get(address).status_code == 403
        assert at(ministry.ratih).get(address[:-3] + "xx/").status_code == 410


def test_pressing_twice_makes_one_case(ministry: Ministry, at: At) -> None:
    client, call = at(ministry.ratih), told(answer="Sudah kami jelaskan.", outcome="explained")
    assert client.post(NEW, call).status_code == client.post(NEW, call).status_code == 302
    assert Case.objects.count() == 1
    # Gone back and corrected, it is what they mean now.
    client.post(NEW, {**call, "text": "Rem bus blong di Arjosari."})
    assert Case.objects.count() == 2


def test_settled_during_the_contact(ministry: Ministry, at: At) -> None:
    case = take(at(ministry.ratih), answer="Jadwalnya 07.00.", outcome="explained", take="")
    assert (case.status, case.outcome, case.owner) == (
        Status.ANSWERED,
        Outcome.EXPLAINED,
        ministry.ratih,
    )
    assert case.answers.get().author == ministry.ratih


def test_half_an_answer_is_asked_for_and_nothing_is_recorded(ministry: Ministry, at: At) -> None:
    client = at(ministry.ratih)
    for missing in ({"answer": "Jadwalnya 07.00."}, {"outcome": "explained"}, {"text": " "}):
        response = client.post(NEW, told(**missing))
        assert response.status_code == 422
    assert not Case.objects.exists()
    assert not Reporter.objects.exists()


def test_who_reports_is_asked_for_unless_they_stay_anonymous(ministry: Ministry, at: At) -> None:
    client = at(ministry.ratih)
    response = client.post(NEW, told(phone=""))
    assert "tick that they want to stay anonymous" in response.content.decode()
    case = take(client, phone="bukan nomor", name="Bayu", anonymous="on")
    assert (case.anonymous, case.reporter) == (True, None)
    assert not Reporter.objects.exists()


def test_a_number_that_cannot_be_called_is_named(ministry: Ministry, at: At) -> None:
    response = at(ministry.ratih).post(NEW, told(phone="0813 555"))
    assert response.status_code == 422
    assert "Bus di Terminal Arjosari" in response.content.decode()


def test_a_letter_counts_from_the_day_it_came(ministry: Ministry, at: At) -> None:
    with clock.travel(MONDAY):
        client = at(ministry.ratih)
        case = take(client, channel="letter", received_on="18-11-2026", name="Bayu")
        assert case.created_at == datetime(2026, 11, 18, 1, 0, tzinfo=UTC)
        assert Clock.objects.get(case=case, name=ClockName.RESOLUTION).started_at == case.created_at
        assert case.timeline.first().at == case.created_at
        late = client.post(NEW, told(channel="letter", received_on="2026-11-24"))
        assert "still to come" in late.content.decode()
        today = take(client, channel="letter", received_on="2026-11-23", text="Surat kedua.")
        assert MONDAY <= today.created_at < MONDAY + timedelta(minutes=1)


def test_files_survive_an_error_and_come_along(ministry: Ministry, at: At) -> None:
    client = at(ministry.ratih)
    scan = SimpleUploadedFile("surat.txt", b"Dengan hormat", content_type="text/plain")
    response = client.post(NEW, told(text="", attachments=scan))
    said = response.content.decode()
    assert response.status_code == 422
    assert "surat.txt" in said
    kept = said.split('name="kept" value="')[1].split('"')[0]
    case = take(client, kept=kept)
    assert case.attachments.get().name == "surat.txt"


def test_misconduct_goes_to_the_inspectorate_whatever_was_ticked(
    ministry: Ministry, at: At
) -> None:
    client = at(ministry.ratih)
    response = client.post(NEW, told(text="Petugas minta uang pelicin di pelabuhan."), follow=True)
    case = Case.objects.get()
    assert (case.kind, case.unit, case.confidential) == (
        Kind.MISCONDUCT,
        ministry.inspectorate,
        True,
    )
    assert case.owner is None
    assert not Handler.objects.exists()
    assert "straight to the Inspectorate" in response.content.decode()
    assert case.code in response.content.decode()
    assert not visible(ministry.ratih).exists()
    refused = client.post(
        NEW, told(kind="misconduct", answer="Kami jelaskan.", outcome="explained")
    )
    assert "cannot be answered here" in refused.content.decode()


def test_a_confidential_report_stays_with_whoever_wrote_it_down(ministry: Ministry, at: At) -> None:
    case = take(at(ministry.ratih), confidential="on")
    assert case.owner == ministry.ratih
    assert list(visible(ministry.ratih)) == [case]
    assert not visible(ministry.wulandari).exists()
    kinds = list(case.timeline.values_list("kind", flat=True))
    assert kinds == [EntryKind.RECEIVED, EntryKind.HANDLER, EntryKind.TAKEN]


def test_tier_2_takes_reports_for_its_own_unit(ministry: Ministry, at: At) -> None:
    case = take(at(ministry.bima), channel="counter", name="Bayu")
    assert (case.unit, case.tier, case.owner) == (ministry.bitung, 2, ministry.bima)
    coordinator = take(at(ministry.jaya), channel="counter", name="Bayu", text="Dermaga rusak.")
    assert (coordinator.unit, coordinator.tier) == (ministry.sea, 2)
    supervisor = take(at(ministry.kirana), text="Kereta terlambat.")
    assert (supervisor.unit, supervisor.tier, supervisor.owner) == (
        ministry.centre,
        1,
        ministry.kirana,
    )


def test_others_take_no_reports(ministry: Ministry, at: At) -> None:
    for person in (ministry.gatra, ministry.arum, ministry.sekar, ministry.laksmi):
        assert counter_of(person) is None
        client = at(person)
        for response in (client.get(NEW), client.post(NEW, told())):
            assert response.status_code == 403
        assert client.post(NEW + "pelapor/", {"phone": "081355501412"}).status_code == 403
    assert not Case.objects.exists()


def test_a_known_caller_is_recognised_with_their_open_cases(ministry: Ministry, at: At) -> None:
    bayu = ReporterDetails(name="Bayu Lesmana", phone="+6281355501412", email="bayu@contoh.id")
    known = receive_case(channel=Channel.WEB, text="BST belum terbit.", reporter=bayu)
    secret = receive_case(
        channel=Channel.WEB, text="Dimintai uang.", kind=Kind.MISCONDUCT, reporter=bayu
    )
    client = at(ministry.ratih)
    # Not by their number before they agreed to that; by their address, which is theirs alone.
    asked = {"phone": "0813-5550-1412"}
    assert "Bayu" not in client.post(NEW + "pelapor/", asked).content.decode()
    by_mail = client.post(NEW + "pelapor/", {"email": "bayu@contoh.id"}).content.decode()
    assert known.number in by_mail
    allow_recognition(case=known)
    said = client.post(NEW + "pelapor/", asked).content.decode()
    assert "Bayu Lesmana" in said
    assert known.number in said
    assert secret.number not in said
    # A part of a number finds nobody, and nobody is found through what may not be seen.
    assert "Bayu" not in client.post(NEW + "pelapor/", {"phone": "0813-5550"}).content.decode()
    elsewhere = at(ministry.tirta).post(NEW + "pelapor/", {"phone": "081355501412"})
    assert "Bayu" not in elsewhere.content.decode()
    # The same telephone may be somebody else's today, so the agent says who it is.
    assert known.reporter is not None
    ticked = take(client, reporter=str(known.reporter.pk))
    assert ticked.reporter == known.reporter
    stranger = receive_case(
        channel=Channel.WEB, text="x", reporter=ReporterDetails(phone="+6281355509999")
    ).reporter
    assert stranger is not None
    forged = take(client, text="Lain.", reporter=str(stranger.pk))
    assert forged.reporter != stranger


def test_the_words_so_far_suggest_kind_and_sector(ministry: Ministry, at: At) -> None:
    client = at(ministry.ratih)
    said = client.post(NEW + "kata/", {"text": "Ada pungli di terminal bus."}).content.decode()
    assert "misconduct" in said
    assert "pungli" in said
    assert "Land" in said
    assert client.post(NEW + "kata/", {"text": "Halo."}).content.decode().strip() == ""


def test_the_receipt_closes_after_a_while(ministry: Ministry, at: At) -> None:
    client = at(ministry.ratih)
    address = client.post(NEW, told()).headers["Location"]
    assert client.get(address).status_code == 200
    with clock.travel(clock.now() + timedelta(minutes=31)):
        response = client.get(address)
    assert response.status_code == 410
    assert Case.objects.get().code not in response.content.decode()
