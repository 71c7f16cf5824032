"""Reading cases: everything one may see, and no trace of the rest."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hubung.api.models import Application, Submission
from hubung.audit.models import Entry as Record
from hubung.cases import clocks, services
from hubung.cases.files import keep_file
from hubung.cases.models import Case, Clock
from hubung.cases.services import receive_case
from hubung.kernel import clock
from hubung.kernel.explanations import explain
from tests.integration.api.conftest import STORY, Answer, Api, as_application, as_person
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db


def numbers_in(answer: Answer) -> list[str]:
    assert answer.status == 200
    return [item["number"] for item in answer.json["items"]]


@pytest.fixture
def secret_case(ministry: Ministry) -> Case:
    """A report of misconduct: the Inspectorate's alone."""
    return receive_case(channel="web", text="Kepala kantor meminta setoran.", kind="misconduct")


def test_a_case_tells_itself(ministry: Ministry, case: Case) -> None:
    told = as_person(ministry.ratih).get(f"/cases/{case.number}")
    assert told.status == 200
    assert told.json["number"] == case.number
    assert told.json["text"] == STORY
    assert told.json["status"] == "new"
    assert told.json["sector"] == "laut"
    assert told.json["unit"] == {"code": "PK151", "name": "Pusat Kontak 151"}
    assert told.json["reporter"]["email"] == "sari@surat.example"
    assert "take" in told.json["actions"]
    assert "name_handler" not in told.json["actions"]


@pytest.mark.parametrize("way", ["", "/timeline", "/clocks", "/attachments", "/attachments/1"])
def test_a_hidden_number_answers_as_one_that_does_not_exist(
    ministry: Ministry, secret_case: Case, way: str
) -> None:
    """Arum administers the whole ministry, and learns nothing."""
    last = Case.objects.order_by("pk").last()
    assert last is not None
    unused = Case(pk=last.pk + 1, created_at=last.created_at).number
    for person in (ministry.arum, ministry.ratih, ministry.laksmi):
        api = as_person(person)
        hidden, none = (api.get(f"/cases/{each}{way}") for each in (secret_case.number, unused))
        assert hidden.status == none.status == 404
        strip = ("X-Request-ID", "Content-Length")
        told = [
            {name: value for name, value in each.json.items() if name != "instance"}
            for each in (hidden, none)
        ]
        assert told[0] == told[1]
        headers = [
            {k: v for k, v in each.response.headers.items() if k not in strip}
            for each in (hidden, none)
        ]
        assert headers[0] == headers[1]
    assert as_person(ministry.sekar).get(f"/cases/{secret_case.number}").status == 200


def test_a_hidden_number_costs_as_much_as_one_that_does_not_exist(
    ministry: Ministry, secret_case: Case
) -> None:
    api = as_person(ministry.ratih)
    api.get("/token")
    unused = Case(pk=secret_case.pk + 1, created_at=secret_case.created_at).number
    counts = []
    for number in (secret_case.number, unused):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            api.get(f"/cases/{number}")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_each_sees_their_own_part(ministry: Ministry, case: Case, secret_case: Case) -> None:
    def seen(api: Api) -> list[str]:
        return numbers_in(api.get("/cases"))

    assert seen(as_person(ministry.ratih)) == [case.number]
    assert seen(as_person(ministry.damar)) == []
    assert seen(as_person(ministry.sekar)) == [secret_case.number]
    assert seen(as_person(ministry.arum)) == []
    services.move_case(
        actor=ministry.ratih, case=case, tier=2, unit=ministry.bitung, reason="Bitung"
    )
    assert seen(as_person(ministry.damar)) == [case.number]
    assert seen(as_person(ministry.tirta)) == []


def test_an_application_sees_its_units_and_what_it_sent(
    ministry: Ministry, harbour: Application, case: Case, secret_case: Case
) -> None:
    api = as_application(harbour)
    assert numbers_in(api.get("/cases")) == []
    sent = api.post("/cases", {"text": "Perlintasan tanpa palang di Desa Ujung Rel."}).json
    assert numbers_in(api.get("/cases")) == [sent["number"]]
    services.move_case(
        actor=ministry.ratih, case=case, tier=2, unit=ministry.bitung, reason="Bitung"
    )
    assert numbers_in(api.get("/cases")) == [sent["number"], case.number]
    told = api.get(f"/cases/{case.number}").json
    assert told["reporter"] is None
    assert told["owner"] is None
    assert told["actions"] == []


def test_no_application_sees_what_is_confidential(
    ministry: Ministry, harbour: Application, secret_case: Case
) -> None:
    harbour.units.add(ministry.root)
    Submission.objects.create(application=harbour, case=secret_case)
    hushed = receive_case(channel="web", text="Jangan sampai tersebar.", confidential=True)
    api = as_application(harbour)
    assert numbers_in(api.get("/cases")) == []
    for case in (secret_case, hushed):
        assert api.get(f"/cases/{case.number}").kind == "not-found"
    Case.objects.filter(pk=hushed.pk).update(confidential=False)
    assert numbers_in(api.get("/cases")) == [hushed.number]


def test_pages_give_each_case_once_while_others_arrive(ministry: Ministry) -> None:
    cases = [receive_case(channel="web", text=f"Laporan {n}") for n in range(7)]
    api = as_person(ministry.ratih)
    found: list[str] = []
    cursor: dict[str, Any] = {}
    while True:
        page = api.get("/cases", {"limit": 3, **cursor})
        found += numbers_in(page)
        receive_case(channel="web", text="Baru saja")
        if page.json["next_cursor"] is None:
            break
        cursor = {"cursor": page.json["next_cursor"]}
    assert found == [case.number for case in reversed(cases)]


def test_filters(ministry: Ministry, case: Case) -> None:
    other = receive_case(channel="web", text="Kereta terlambat", kind="suggestion", sector="kereta")
    services.move_case(
        actor=ministry.ratih, case=other, tier=2, unit=ministry.rail, reason="Kereta"
    )
    api = as_person(ministry.ratih)

    def found(**query: Any) -> list[str]:
        return numbers_in(api.get("/cases", query))

    assert found(status="new") == [case.number]
    assert found(status=["new", "verified"]) == [other.number, case.number]
    assert found(tier=2) == [other.number]
    assert found(sector="laut") == [case.number]
    assert found(kind="suggestion") == [other.number]
    assert found(unit="DJKA") == [other.number]
    assert found(unit="KEMENHUB") == [other.number, case.number]
    assert found(unit="DJPL") == []
    assert found(kind="suggestion", tier=1) == []


def test_what_changed_since(ministry: Ministry, case: Case) -> None:
    with clock.travel(clock.now() + timedelta(hours=1)):
        since = clock.now().isoformat().replace("+00:00", "Z")
        other = receive_case(channel="web", text="Kereta terlambat")
        api = as_person(ministry.ratih)
        assert numbers_in(api.get("/cases", {"updated_since": since})) == [other.number]
        services.add_note(actor=ministry.ratih, case=case, text="Ditelepon.")
        assert len(numbers_in(api.get("/cases", {"updated_since": since}))) == 2


@pytest.mark.only("sqlite")
def test_what_changed_is_found_by_its_index(ministry: Ministry, case: Case) -> None:
    """PostgreSQL weighs both ways by its statistics; SQLite takes the order of the list for it."""
    api = as_person(ministry.ratih)
    with CaptureQueriesContext(connection) as asked:
        api.get("/cases", {"updated_since": "2026-01-01T00:00:00Z"})
    [listing] = [query["sql"] for query in asked if 'updated_at" >=' in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {listing}".replace("%", "%%"))
        plan = " / ".join(row[3] for row in cursor.fetchall())
    assert "USING COVERING INDEX case_updated (updated_at>?)" in plan


def test_a_list_asks_no_more_for_more_cases(ministry: Ministry) -> None:
    api = as_person(ministry.ratih)
    api.get("/token")
    counts = []
    for _round in range(2):
        for n in range(3):
            one = receive_case(channel="web", text=f"Laporan {n}")
            services.take_case(actor=ministry.ratih, case=one)
        with CaptureQueriesContext(connection) as queries:
            api.get("/cases")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_timeline_in_order(ministry: Ministry, harbour: Application, case: Case) -> None:
    services.add_note(actor=ministry.ratih, case=case, text="Catatan dapur.")
    services.move_case(actor=ministry.ratih, case=case, tier=2, unit=ministry.sea, reason="Laut")
    staff = as_person(ministry.damar)
    told = staff.get(f"/cases/{case.number}/timeline").json["items"]
    assert [step["kind"] for step in told] == ["received", "note", "moved"]
    assert told[1]["actor_name"] == "Ratih Kembangsore"
    assert told[2]["facts"]["to_tier"] == 2
    assert "to_unit" not in told[2]["facts"]
    public = as_application(harbour).get(f"/cases/{case.number}/timeline").json["items"]
    assert [step["kind"] for step in public] == ["received", "moved"]
    assert {step["actor_name"] for step in public} == {""}
    first = staff.get(f"/cases/{case.number}/timeline", {"limit": 2}).json
    rest = staff.get(f"/cases/{case.number}/timeline", {"cursor": first["next_cursor"]}).json
    assert first["items"] + rest["items"] == told
    assert rest["next_cursor"] is None


def test_clocks_explain_themselves_in_two_languages(ministry: Ministry, case: Case) -> None:
    services.ask_reporter(actor=ministry.ratih, case=case, question="Kapal apa?")
    told = as_person(ministry.ratih).get(f"/cases/{case.number}/clocks").json
    by_name = {each["name"]: each for each in told}
    assert by_name["resolution"]["state"] == "paused"
    assert by_name["resolution"]["due_at"] is None
    assert by_name["verify"]["state"] == "met"
    assert by_name["completion"]["state"] == "running"
    for running in Clock.objects.filter(case=case):
        counted = clocks.count(running, case)
        explanation = by_name[running.name]["explanation"]
        assert explanation == {"id": explain(counted, "id"), "en": explain(counted, "en")}
    assert any("hari kerja ke-1" in line for line in by_name["verify"]["explanation"]["id"])


def test_files(ministry: Ministry, harbour: Application, case: Case, tmp_path: Any) -> None:
    for name, content in (("bukti.txt", b"Bukti bayar"), ("dapur.html", b"<script>1</script>")):
        path = tmp_path / name
        path.write_bytes(content)
        with path.open("rb") as source:
            kept = keep_file(source, name)
        if name == "dapur.html":
            services.add_note(actor=ministry.ratih, case=case, text="x", attachments=[kept])
        else:
            services.add_information(case=case, text="Ini buktinya", attachments=[kept])
    services.move_case(actor=ministry.ratih, case=case, tier=2, unit=ministry.sea, reason="Laut")
    staff, application = as_person(ministry.damar), as_application(harbour)
    told = staff.get(f"/cases/{case.number}/attachments").json
    assert [(each["name"], each["public"]) for each in told] == [
        ("bukti.txt", True),
        ("dapur.html", False),
    ]
    assert [each["name"] for each in application.get(f"/cases/{case.number}/attachments").json] == [
        "bukti.txt"
    ]
    paths = [f"/cases/{case.number}/attachments/{each['id']}" for each in told]
    download = staff.get(paths[1]).response
    assert download.content == b"<script>1</script>"
    assert download["Content-Disposition"].startswith("attachment")
    assert "sandbox" in download["Content-Security-Policy"]
    assert download["X-Content-Type-Options"] == "nosniff"
    assert application.get(paths[0]).response.content == b"Bukti bayar"
    assert application.get(paths[1]).kind == "not-found"
    other = receive_case(channel="web", text="Lain")
    services.move_case(actor=ministry.ratih, case=other, tier=2, unit=ministry.sea, reason="Laut")
    crossed = f"/cases/{other.number}/attachments/{told[0]['id']}"
    assert staff.get(crossed).kind == "not-found"


def test_each_reading_of_a_protected_case_is_on_record(
    ministry: Ministry, case: Case, secret_case: Case
) -> None:
    inspector, agent = as_person(ministry.sekar), as_person(ministry.ratih)
    for way in ("", "/timeline", "/clocks", "/attachments"):
        inspector.get(f"/cases/{secret_case.number}{way}")
        agent.get(f"/cases/{secret_case.number}{way}")
        agent.get(f"/cases/{case.number}{way}")
    [listed] = [each for each in inspector.get("/cases").json["items"] if each["confidential"]]
    assert listed["number"] == secret_case.number
    assert listed["title"] is None, "to be in a list is no reading"
    found = Record.objects.filter(subject__startswith="case:").order_by("pk")
    assert [(entry.actor, entry.subject, entry.data.get("what", "")) for entry in found] == [
        (ministry.sekar, secret_case.subject, what) for what in ("", "timeline", "clocks", "files")
    ]


def test_a_head_is_a_get_without_its_body(ministry: Ministry, case: Case) -> None:
    api = as_person(ministry.ratih)
    path = f"/api/v1/cases/{case.number}"
    got = api.client.get(path, headers=api.headers)
    head = api.client.head(path, headers=api.headers)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == got["Content-Length"]
    assert api.client.head(path).status_code == 401
    assert api.client.head(f"{path}/take", headers=api.headers).status_code == 405
