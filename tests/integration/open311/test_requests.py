"""Service requests: they come in as every report does, and their application follows them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hubung.api.models import Application, Scope
from hubung.api.tokens import issue_token, register_application
from hubung.cases import services
from hubung.cases.models import Case, Clock, Reporter
from hubung.cases.services import receive_case
from hubung.kernel import clock
from tests.integration.open311.conftest import Civic, as_texts, key_of
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db

FORMATS = pytest.mark.parametrize("form", ["json", "xml"])
REPORT = {
    "jurisdiction_id": "dephub.go.id",
    "service_code": "complaint-laut",
    "description": "Pelampung di KM Ujung Pelangi kurang & <rusak>.\nSudah lama.",
    "lat": "1.4402",
    "long": "125.19",
    "address_string": "Dermaga 2, Bitung",
    "email": "Sari@surat.example",
    "phone": "0812 3456 7890",
    "first_name": "Sari",
    "last_name": "Angin-Timur",
    "device_id": "gawai-merah-77",
    "media_url": "https://foto.example/pelampung.jpg",
    "attribute__happened_on": "2026-11-20T19:30:00+07:00",
}


@FORMATS
def test_a_request_becomes_a_case(civic: Civic, ministry: Ministry, form: str) -> None:
    civic.form = form
    sent = civic.post(**REPORT)
    case = Case.objects.get()
    assert (sent.status, sent.ids) == (200, [case.number])
    assert case.code not in str(sent.content)
    assert (case.kind, case.sector, case.channel) == ("complaint", "laut", "web")
    assert (case.unit, case.tier, case.language) == (ministry.centre, 1, "en")
    assert case.place == "Dermaga 2, Bitung (1.4402, 125.19)"
    assert (case.happened_on, case.happened_at) == (date(2026, 11, 20), "19:30 (+0700)")
    assert case.text.startswith(REPORT["description"])
    assert REPORT["media_url"] in case.text
    assert case.reporter is not None
    assert case.reporter.name == "Sari Angin-Timur"
    assert (case.reporter.email, case.reporter.phone) == ("sari@surat.example", "+6281234567890")
    assert Clock.objects.filter(case=case, name="resolution").exists()
    assert REPORT["device_id"] not in str(case.external_id)
    [told] = civic.get(f"requests/{case.number}").content
    assert told == as_texts(told) if form == "xml" else told["lat"] == 1.4402
    assert told["description"].startswith(REPORT["description"])
    assert told["address"] == "Dermaga 2, Bitung"
    assert (told["status"], told["status_notes"]) == ("open", "Sent")
    assert told["agency_responsible"] == ministry.centre.name
    assert told["requested_datetime"].endswith("+07:00")
    assert told["expected_datetime"] > told["requested_datetime"]


def test_an_anonymous_request_keeps_nobody(civic: Civic) -> None:
    ids = [civic.post(**REPORT, attribute__anonymous="yes").ids for _ in range(2)]
    assert ids[0] != ids[1]
    assert not Reporter.objects.exists()
    for case in Case.objects.all():
        assert (case.anonymous, case.external_id) == (True, None)


def test_the_same_person_saying_the_same_is_one_case(civic: Civic) -> None:
    first = civic.post(**REPORT)
    assert civic.post(**REPORT).ids == first.ids
    assert civic.post(**REPORT | {"device_id": "gawai-lain"}).ids != first.ids
    assert civic.post(**REPORT | {"description": "Lain"}).ids != first.ids
    with clock.travel(clock.now() + timedelta(hours=2)):
        assert civic.post(**REPORT).ids != first.ids
    nameless = {"service_code": "praise", "description": "AC dingin"}
    assert civic.post(**nameless).ids != civic.post(**nameless).ids


@FORMATS
def test_what_is_wrong_is_said_all_at_once(civic: Civic, form: str) -> None:
    civic.form = form
    wrong = civic.post(
        service_code="complaint",
        lat="91",
        long="nan",
        email="x",
        phone="1",
        media_url="file:///etc/passwd",
        attribute__happened_on="2026-13-01",
    )
    assert wrong.status == 400
    named = [each.partition(":")[0] for each in wrong.faults]
    assert named == ["description", "lat", "long", "email", "phone", "media_url", "happened_on"]
    alone = civic.post(service_code="complaint", description="x", lat="1")
    assert (alone.status, alone.faults) == (400, ["Send lat and long together, or neither."])
    assert civic.post(description="x").status == 400
    assert civic.post(service_code="misconduct", description="x").status == 404
    assert not Case.objects.exists()


def test_what_xml_cannot_hold_does_not_break_it(civic: Civic, harbour: Application) -> None:
    civic.form = "xml"
    number = civic.post(service_code="praise", description="Baik\x0b sekali\x00 ]]>").ids[0]
    Case.objects.update(place="\x07lonceng")
    assert (
        civic.get(f"requests/{number}").content[0]["address"] == "\N{REPLACEMENT CHARACTER}lonceng"
    )


# Keys -------------------------------------------------------------------------------------------


@FORMATS
def test_only_a_key_of_an_application_opens(
    harbour: Application, ministry: Ministry, form: str
) -> None:
    _token, personal = issue_token(name="x", scopes=list(Scope), days=1, person=ministry.ratih)
    reads, writes = key_of(harbour, Scope.CASES_READ), key_of(harbour, Scope.CASES_WRITE)
    for key in ("", "hub_unknown", personal, reads):
        assert Civic(key, form).post(**REPORT).status == 403
    for key in ("", "hub_unknown", personal, writes):
        refused = Civic(key, form).get("requests")
        assert refused.status == 403
        assert len(refused.faults) == 1
    assert not Case.objects.exists()


def test_a_key_may_come_as_a_header(harbour: Application) -> None:
    found = Civic().client.get(
        "/open311/v2/requests.json", headers={"Authorization": f"Bearer {key_of(harbour)}"}
    )
    assert (found.status_code, found.json()) == (200, [])
    assert found["Cache-Control"] == "no-store, private"


def test_a_key_has_its_pace(harbour: Application) -> None:
    api = Civic(key_of(harbour, per_hour=2))
    assert [api.get("requests").status for _ in range(3)] == [200, 200, 429]
    assert int(api.get("requests").headers["Retry-After"]) > 0


def test_what_cannot_be_read_is_refused(civic: Civic) -> None:
    for body, kind, status in (
        (b"x=" + b"y" * 3_000_000, "application/x-www-form-urlencoded", 413),
        (b"broken", "multipart/form-data", 400),
        (b"&".join(b"a=1" for _ in range(2000)), "application/x-www-form-urlencoded", 400),
    ):
        answer = civic.client.post("/open311/v2/requests.json", body, content_type=kind)
        assert (answer.status_code, answer.json()[0]["code"]) == (status, status)


# Following --------------------------------------------------------------------------------------


def test_an_application_sees_what_it_sent_and_nothing_else(
    civic: Civic, ministry: Ministry
) -> None:
    own = civic.post(**REPORT).ids[0]
    case = Case.objects.get()
    stranger = receive_case(channel="web", text="Laporan orang lain")
    at_rail = receive_case(channel="web", text="Kereta", unit=ministry.rail, tier=2)
    other = register_application(name="Aplikasi Lain", units=[ministry.root])
    assert civic.get("requests").ids == [own]
    assert Civic(key_of(other)).get("requests").ids == []
    every = ",".join([own, stranger.number, at_rail.number, "x", ""])
    assert civic.get("requests", service_request_id=every, status="wrong").ids == [own]
    # A number that is there and one that is not answer the same.
    missing = civic.get("requests/151-26-0047-1182-7")
    hidden = civic.get(f"requests/{stranger.number}")
    assert (missing.status, missing.content) == (hidden.status, hidden.content)
    assert missing.status == 404
    services.correct_facts(actor=ministry.ratih, case=case, kind="misconduct")
    assert civic.get(f"requests/{own}").content == missing.content
    assert civic.get("requests").ids == []


def test_status_and_answer_are_told_but_nothing_internal(civic: Civic, ministry: Ministry) -> None:
    number = civic.post(**REPORT).ids[0]
    case = Case.objects.get()
    path = f"requests/{number}"
    services.add_note(actor=ministry.ratih, case=case, text="Catatan dalam")
    services.ask_reporter(actor=ministry.ratih, case=case, question="Kapal berangkat jam berapa?")
    [told] = civic.get(path).content
    assert told["status_notes"] == "Needs completing: Kapal berangkat jam berapa?"
    assert told["expected_datetime"] is None
    services.add_information(case=case, text="Jam tujuh")
    services.answer_case(
        actor=ministry.ratih, case=case, text="Pelampung ditambah.", outcome="resolved"
    )
    [told] = civic.get(path).content
    assert (told["status"], told["status_notes"]) == ("closed", "Answered: Pelampung ditambah.")
    assert told["updated_datetime"] >= told["requested_datetime"]
    assert "Catatan" not in str(told)
    assert "Ratih" not in str(told)
    services.object_to_answer(case=case, reason="Belum")
    [told] = civic.get(path).content
    assert (told["status"], told["status_notes"]) == ("open", "Reopened")


def test_a_merged_request_tells_what_the_other_says(civic: Civic, ministry: Ministry) -> None:
    number = civic.post(**REPORT).ids[0]
    into = receive_case(channel="web", text="Pelampung", sector="laut")
    services.merge_case(
        actor=ministry.ratih, case=Case.objects.get(pk__lt=into.pk), into=into, reason="Sama"
    )
    assert civic.get(f"requests/{number}").content[0]["status"] == "open"
    services.answer_case(actor=ministry.ratih, case=into, text="Sudah.", outcome="resolved")
    assert civic.get(f"requests/{number}").content[0]["status_notes"] == "Answered: Sudah."


def test_the_filters(civic: Civic, ministry: Ministry) -> None:
    now = clock.now()
    numbers = {}
    for days, code in (
        (200, "praise"),
        (80, "complaint-laut"),
        (10, "complaint"),
        (1, "complaint"),
    ):
        with clock.travel(now - timedelta(days=days)):
            numbers[days] = civic.post(service_code=code, description=f"{days} hari").ids[0]
    services.reject_case(
        actor=ministry.ratih, case=Case.objects.by_number(numbers[1]) or Case(), reason="Ganda"
    )

    def found(**query: str) -> list[int]:
        ids = civic.get("requests", **query).ids
        return [days for number in ids for days in numbers if numbers[days] == number]

    def ago(days: int) -> str:
        return (now - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")

    assert found() == [1, 10, 80]
    assert found(status="open") == [10, 80]
    assert found(status="closed") == [1]
    assert found(status="open,closed") == [1, 10, 80]
    assert found(service_code="complaint") == [1, 10]
    assert found(service_code="complaint-laut,praise") == [80]
    assert found(start_date=ago(210)) == [200]
    assert found(end_date=ago(5)) == [10, 80]
    assert found(start_date=ago(85), end_date=ago(5)) == [10, 80]
    assert civic.get("requests", start_date=ago(200), end_date=ago(5)).status == 400
    for wrong in (
        {"status": "new"},
        {"start_date": "kemarin"},
        {"end_date": "2026-01-01"},
        {"start_date": "0001-01-01T00:00:00Z"},
    ):
        assert civic.get("requests", **wrong).status == 400
    assert civic.get("requests", service_code="none").status == 404


def test_many_cost_no_more_questions(civic: Civic) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            civic.get("requests")
        return len(asked)

    civic.post(service_code="praise", description="Satu")
    civic.get("requests")
    few = queries()
    for _ in range(4):
        civic.post(service_code="praise", description="Lagi")
    assert queries() == few
