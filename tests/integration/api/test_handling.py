"""Changing cases: the services' rules hold, and the same call twice does its work once."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from hubung.api.models import Application, RememberedCall, Submission
from hubung.cases import services
from hubung.cases.models import Answer, Case, Entry, Reporter
from hubung.cases.services import receive_case
from hubung.kernel import clock, numbers
from hubung.privacy.retention import running
from tests.integration.api.conftest import STORY, Api, as_application, as_person
from tests.support.ministry import Ministry, build

pytestmark = pytest.mark.django_db

REPORT: dict[str, Any] = {
    "text": STORY,
    "channel": "phone",
    "place": "Pelabuhan Bitung",
    "happened_on": "2026-11-20",
    "reporter": {"name": "Sari Angin-Timur", "phone": "0812 3456 7890"},
}


def test_a_report_becomes_a_case(ministry: Ministry) -> None:
    sent = as_person(ministry.ratih).post("/cases", REPORT)
    assert sent.status == 201
    case = Case.objects.by_number(sent.json["number"])
    assert case is not None
    assert sent.json["code"] == case.code
    assert numbers.parse_case_number(sent.json["number"]) is not None
    assert sent.json["track_at"].endswith("/lacak/")
    assert (case.channel, case.sector, case.kind) == ("phone", "laut", "complaint")
    assert (case.unit, case.tier) == (ministry.centre, 1)
    assert case.reporter is not None
    assert case.reporter.phone == "+6281234567890"
    assert case.next_due_at is not None
    entry = Entry.objects.get(case=case)
    assert entry.actor == ministry.ratih


def test_a_report_of_misconduct_goes_to_the_inspectorate(harbour: Application) -> None:
    api = as_application(harbour)
    sent = api.post("/cases", REPORT | {"kind": "misconduct"})
    case = Case.objects.get()
    assert (case.unit.code, case.tier, case.confidential) == ("ITJEN", 2, True)
    assert sent.json["code"] == case.code
    assert api.get(f"/cases/{case.number}").kind == "not-found"


def test_an_anonymous_report_keeps_no_reporter(ministry: Ministry) -> None:
    api = as_person(ministry.ratih)
    refused = api.post("/cases", REPORT | {"anonymous": True})
    assert (refused.status, refused.kind) == (422, "invalid")
    anonymous = {name: value for name, value in REPORT.items() if name != "reporter"}
    assert api.post("/cases", anonymous | {"anonymous": True}).status == 201
    assert not Reporter.objects.exists()


def test_who_only_reads_sends_nothing(ministry: Ministry) -> None:
    for person in (ministry.gatra, ministry.arum):
        assert as_person(person).post("/cases", REPORT).kind == "not-allowed"
    assert not Case.objects.exists()


def test_the_same_call_again_is_the_same_case(ministry: Ministry) -> None:
    api = as_person(ministry.ratih)
    first, again = (api.post("/cases", REPORT, key="k1") for _ in range(2))
    assert (first.status, again.status) == (201, 201)
    assert first.json == again.json
    assert "Idempotency-Replayed" not in first.response
    assert again.response["Idempotency-Replayed"] == "true"
    assert Case.objects.count() == 1
    other = api.post("/cases", REPORT | {"text": "Lain"}, key="k1")
    assert (other.status, other.kind) == (422, "key-reused")
    assert api.post("/cases", REPORT, key="k2").json["number"] != first.json["number"]
    assert as_person(ministry.ratih).post("/cases", REPORT, key="k1").status == 201
    assert Case.objects.count() == 3, "each token has its own keys"


def test_what_is_remembered_of_a_call_is_no_secret(ministry: Ministry) -> None:
    sent = as_person(ministry.ratih).post("/cases", REPORT, key="k1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM api_rememberedcall")
        stored = str(cursor.fetchall())
    assert sent.json["number"] in stored
    for private in (sent.json["code"], "Sari", "0812", "manifes"):
        assert private not in stored


def test_a_call_that_failed_may_be_mended_under_its_key(ministry: Ministry, case: Case) -> None:
    api = as_person(ministry.damar)
    path = f"/cases/{case.number}/take"
    assert api.post(path, key="k1").kind == "not-found"
    services.move_case(actor=ministry.ratih, case=case, tier=2, unit=ministry.sea, reason="Laut")
    assert api.post(path, key="k1").status == 200


def test_the_same_call_is_answered_after_the_case_left_ones_sight(
    ministry: Ministry, case: Case
) -> None:
    services.move_case(actor=ministry.ratih, case=case, tier=2, unit=ministry.sea, reason="Laut")
    api = as_person(ministry.damar)
    path, body = f"/cases/{case.number}/move", {"tier": 2, "unit": "DJKA", "reason": "Kereta"}
    first = api.post(path, body, key="k1")
    assert first.status == 200
    assert api.get(f"/cases/{case.number}").status == 404
    assert api.post(path, body, key="k1").json == first.json
    assert api.post(path, body, key="k2").status == 404


def test_calls_are_remembered_for_a_month(ministry: Ministry) -> None:
    as_person(ministry.ratih, days=90).post("/cases", REPORT, key="k1")
    for hours, left in ((-1, True), (1, False)):
        with clock.travel(clock.now() + timedelta(days=30, hours=hours)):
            list(running.run())
        assert RememberedCall.objects.exists() == left


@pytest.mark.django_db(transaction=True)
def test_the_same_call_twice_at_once(transactional_db: None) -> None:
    ministry = build()
    api = as_person(ministry.ratih)
    answers: list[Any] = []

    def call() -> None:
        try:
            answers.append(Api(api.headers["Authorization"][7:]).post("/cases", REPORT, key="k1"))
        finally:
            connection.close()

    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status for answer in answers] == [201] * 4
    assert len({answer.json["number"] for answer in answers}) == 1
    assert Case.objects.count() == 1


def test_take_note_move_answer(ministry: Ministry, case: Case) -> None:
    ratih, damar = as_person(ministry.ratih), as_person(ministry.damar)
    at = f"/cases/{case.number}"
    taken = ratih.post(f"{at}/take")
    assert (taken.status, taken.json["status"]) == (200, "in_progress")
    assert ratih.post(f"{at}/notes", {"text": "Sudah ditelepon."}).json["entry"] == 3
    told = ratih.post(f"{at}/messages", {"text": "Sedang kami periksa."})
    assert told.json["status"] == "in_progress"
    moved = ratih.post(f"{at}/move", {"tier": 2, "unit": "DJPL", "reason": "Manifes"})
    assert (moved.json["tier"], moved.json["unit"]) == (2, "DJPL")
    version = damar.get(at).json["version"]
    damar.post(f"{at}/take")
    late = damar.post(f"{at}/answer", {"text": "Beres", "outcome": "resolved", "version": version})
    assert (late.status, late.kind) == (409, "conflict")
    done = damar.post(f"{at}/answer", {"text": "Nama sudah masuk.", "outcome": "resolved"})
    assert (done.status, done.json["status"]) == (200, "answered")
    answer = Answer.objects.get(case=case)
    assert (answer.author, answer.unit_name) == (ministry.damar, ministry.sea.name)
    again = damar.post(f"{at}/answer", {"text": "Lagi", "outcome": "resolved"})
    assert (again.status, again.kind) == (409, "conflict")


def test_a_question_stops_our_time_limits(ministry: Ministry, case: Case) -> None:
    api = as_person(ministry.ratih)
    asked = api.post(f"/cases/{case.number}/messages", {"text": "Kapal apa?", "question": True})
    assert asked.json["status"] == "incomplete"
    states = {each["name"]: each["state"] for each in api.get(f"/cases/{case.number}/clocks").json}
    assert states["resolution"] == "paused"


def test_nobody_does_through_the_api_what_they_may_not(ministry: Ministry, case: Case) -> None:
    at = f"/cases/{case.number}"
    refused = as_person(ministry.gatra).post(f"{at}/notes", {"text": "x"})
    assert refused.kind in ("not-found", "not-allowed")
    services.move_case(actor=ministry.ratih, case=case, tier=2, unit=ministry.sea, reason="Laut")
    for path, body in (
        ("take", None),
        ("move", {"tier": 1, "reason": "x"}),
        ("answer", {"text": "x", "outcome": "resolved"}),
        ("messages", {"text": "x"}),
    ):
        answer = as_person(ministry.ratih).post(f"{at}/{path}", body)
        assert (answer.status, answer.kind) == (403, "not-allowed"), path
    assert case.timeline.count() == 2


def test_somebody_else_was_faster(ministry: Ministry, case: Case) -> None:
    as_person(ministry.wulandari).post(f"/cases/{case.number}/take")
    answer = as_person(ministry.ratih).post(f"/cases/{case.number}/take")
    assert (answer.status, answer.kind) == (409, "conflict")
    assert "Wulandari Paramesthi" in answer.json["detail"]


def test_an_application_acts_in_nobodys_name(
    ministry: Ministry, harbour: Application, case: Case
) -> None:
    services.move_case(actor=ministry.ratih, case=case, tier=2, unit=ministry.sea, reason="Laut")
    api = as_application(harbour)
    for path, body in (
        ("take", None),
        ("notes", {"text": "x"}),
        ("messages", {"text": "x"}),
        ("move", {"tier": 1, "reason": "x"}),
        ("answer", {"text": "x", "outcome": "resolved"}),
        ("additions", {"text": "x"}),
    ):
        answer = api.post(f"/cases/{case.number}/{path}", body)
        assert (answer.status, answer.kind) == (403, "not-allowed"), path


def test_an_application_hands_on_what_its_reporter_adds(
    ministry: Ministry, harbour: Application
) -> None:
    api = as_application(harbour)
    number = api.post("/cases", REPORT).json["number"]
    case = Case.objects.get()
    assert Submission.objects.get().case == case
    added = api.post(f"/cases/{number}/additions", {"text": "Kapalnya KM Ujung Pelangi."}, key="k")
    assert added.status == 200
    api.post(f"/cases/{number}/additions", {"text": "Kapalnya KM Ujung Pelangi."}, key="k")
    steps = list(case.timeline.values_list("kind", "actor_kind"))
    assert steps == [("received", "reporter"), ("message_in", "reporter")]
    person = as_person(ministry.ratih).post(f"/cases/{number}/additions", {"text": "x"})
    assert person.kind == "not-allowed"


def test_misconduct_does_not_leave_the_inspectorate(ministry: Ministry) -> None:
    case = receive_case(channel="web", text="Setoran", kind="misconduct")
    answer = as_person(ministry.sekar).post(
        f"/cases/{case.number}/move", {"tier": 2, "unit": "DJPL", "reason": "x"}
    )
    assert (answer.status, answer.kind) == (422, "invalid")
    assert answer.json["errors"][0]["at"] == "/unit"
