"""The access log as auditors read it, and as nobody else does."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hubung.audit.choices import Act
from hubung.audit.models import Entry
from hubung.audit.queries import Cursor
from hubung.audit.recording import record
from hubung.audit.where import Where
from hubung.cases import services
from hubung.cases.models import Case
from hubung.cases.policies import visible_to
from hubung.directory.models import Grant, Post, Role
from hubung.kernel import clock
from tests.integration.audit.conftest import At
from tests.integration.audit.test_recording import misconduct, page_of
from tests.support.ministry import START, Ministry

LOG = "/desk/audit/"
EXPORT = "/desk/audit/ekspor.csv"


def acts(page: bytes) -> list[str]:
    """The third cell of every row."""
    rows = re.findall(r"<tr>\s*<td.*?</tr>", page.decode(), re.DOTALL)
    return [re.findall(r"<td[^>]*>(.*?)(?:<br|</td>)", row, re.DOTALL)[2].strip() for row in rows]


@pytest.fixture
def busy(ministry: Ministry) -> Ministry:
    """Three days with a reading each by Sekar, and a role given by Arum on the second."""
    for day in (2, 3, 4):
        with clock.travel(datetime(2026, 11, day, 5, 0, tzinfo=UTC)):
            record(
                Act.CASE_READ, ministry.sekar, "case:7", where=Where("192.0.2.7", "aabbccddeeff")
            )
    with clock.travel(datetime(2026, 11, 3, 8, 0, tzinfo=UTC)):
        record(
            Act.ROLE_GRANTED,
            ministry.arum,
            f"person:{ministry.damar.pk}",
            data={"role": "supervisor", "unit": ministry.sea.pk},
        )
    return ministry


def test_auditors_of_the_whole_ministry_alone_read_it(ministry: Ministry, at: At) -> None:
    for person in (ministry.arum, ministry.sekar, ministry.kirana, ministry.ratih):
        assert at(person).get(LOG).status_code == 403
        assert at(person).get(EXPORT).status_code == 403
        assert LOG not in at(person).get("/desk/surat/keluar/").content.decode()
    assert at(ministry.gatra).get(LOG).status_code == 200
    assert not Entry.objects.filter(action=Act.LOG_READ).exclude(actor=ministry.gatra).exists()


def test_who_administers_does_not_audit_themselves(ministry: Ministry, at: At) -> None:
    for person in (ministry.gatra, ministry.arum):
        for role in (Role.AUDITOR, Role.ADMINISTRATOR):
            Grant.objects.get_or_create(
                person=person, role=role, unit=ministry.root, defaults={"valid_from": START}
            )
        assert at(person).get(LOG).status_code == 403


def test_an_auditor_of_one_unit_does_not_learn_of_others(ministry: Ministry, at: At) -> None:
    Grant.objects.create(
        person=ministry.tirta, role=Role.AUDITOR, unit=ministry.rail, valid_from=START
    )
    assert at(ministry.tirta).get(LOG).status_code == 403


def test_what_was_done_is_said_in_words(ministry: Ministry, at: At) -> None:
    """None of the names that the program has for things."""
    post = Post.objects.create(unit=ministry.sea, title="Direktur Kepelabuhanan")
    who = f"person:{ministry.damar.pk}"
    data: list[tuple[Act, str, dict[str, Any]]] = [
        (Act.POST_CHANGED, who, {"event": "PostAppointed", "post": post.pk}),
        (Act.UNIT_CHANGED, f"unit:{ministry.sea.pk}", {"event": "UnitRenamed"}),
        (Act.FACTOR_CHANGED, who, {"did": "removed", "type": "webauthn"}),
        (Act.HELD, "case:7", {"held": False}),
    ]
    for act, subject, facts in data:
        record(act, ministry.arum, subject, data=facts)
    said = at(ministry.gatra).get(LOG).content.decode()
    for words in (
        "appointed · Direktur Kepelabuhanan",
        "renamed",
        "removed · passkey",
        "lifted",
    ):
        assert f'<span class="muted">{words}</span>' in said


def test_the_youngest_stand_first_in_words(busy: Ministry, at: At) -> None:
    page = at(busy.gatra).get(LOG).content
    assert acts(page)[-4:] == [
        "Read a protected report",
        "Gave a role",
        "Read a protected report",
        "Read a protected report",
    ]
    said = page.decode()
    assert "Supervisor · Ditjen Perhubungan Laut" in said
    assert "Damar Wilis-Putra" in said
    assert "192.0.2.7" in said


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (
            {"dari": "2026-11-03", "sampai": "2026-11-03"},
            ["Gave a role", "Read a protected report"],
        ),
        ({"sampai": "2026-11-02"}, ["Read a protected report"]),
        ({"siapa": "arum pandan"}, ["Gave a role"]),
        ({"siapa": "ARUM@dephub.go.id"}, ["Gave a role"]),
        ({"apa": "role_granted"}, ["Gave a role"]),
        ({"apa": "ubah", "siapa": "arum"}, ["Gave a role"]),
        ({"apa": "baca", "siapa": "sekar"}, ["Read a protected report"] * 3),
        ({"tentang": "Damar"}, ["Gave a role"]),
        ({"tentang": "case:7", "dari": "2026-11-04"}, ["Read a protected report"]),
        ({"tentang": "DJPL"}, []),
    ],
)
def test_filters(busy: Ministry, at: At, asked: dict[str, str], expected: list[str]) -> None:
    assert acts(at(busy.gatra).get(LOG, asked).content) == expected


def test_days_begin_at_midnight_of_the_head_office(ministry: Ministry, at: At) -> None:
    with clock.travel(datetime(2026, 11, 2, 17, 30, tzinfo=UTC)):
        record(Act.IMPORTED, None, "cases")
    client = at(ministry.gatra)
    assert acts(client.get(LOG, {"sampai": "2026-11-02"}).content) == []
    third = {"dari": "2026-11-03", "sampai": "2026-11-03"}
    assert acts(client.get(LOG, third).content) == ["Imported a file"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"siapa": "tak ada orangnya"}, "Nobody is called so."),
        ({"tentang": "tak ada halnya"}, "Nothing is called so."),
        ({"dari": "2026-11-03", "sampai": "2026-11-02"}, "not before the first one"),
        ({"dari": "kemarin"}, "Write the date as day-month-year"),
    ],
)
def test_what_is_not_understood_is_said(
    busy: Ministry, at: At, asked: dict[str, str], said: str
) -> None:
    for address in (LOG, EXPORT):
        answer = at(busy.gatra).get(address, asked)
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert acts(answer.content) == []


def test_older_entries_are_reached_by_a_cursor(ministry: Ministry, at: At) -> None:
    moment = datetime(2026, 11, 2, 5, 0, tzinfo=UTC)
    with clock.travel(moment):
        for number in range(120):
            record(Act.CASE_READ, ministry.sekar, f"case:{number}")
    # Many of one instant, as an import makes them: none is lost between two pages.
    client, seen, address = at(ministry.gatra), [], f"{LOG}?siapa=sekar"
    for _page in range(3):
        page = client.get(address).content.decode()
        seen += re.findall(r"\?tentang=case%3A(\d+)", page)
        found = re.search(r'href="(\?[^"]*sebelum=[^"]*)" rel="next"', page)
        if found is None:
            break
        address = LOG + found[1].replace("&amp;", "&")
    assert [int(number) for number in seen] == list(range(119, -1, -1))


def test_a_cursor_that_is_none_is_no_error(busy: Ministry, at: At) -> None:
    for text in ("x", "2026_", "_1", "2026-11-02T00:00:00_x"):
        assert at(busy.gatra).get(LOG, {"sebelum": text}).status_code == 200
    entry = Entry.objects.latest("id")
    assert Cursor.read(str(Cursor.after(entry))) == Cursor(entry.at, entry.pk)


def test_who_read_a_case(ministry: Ministry, at: At) -> None:
    case = misconduct()
    at(ministry.sekar).get(page_of(case))
    at(ministry.sekar).get(page_of(case))
    said = at(ministry.gatra).get(LOG, {"tentang": case.number}).content.decode()
    assert "Who has read this" in said
    assert re.search(r"Sekar Tunjung-Biru\s*<span class=\"muted\">2 times", said)
    assert case.number in said, "the number, to ask about it"
    assert case.title not in said
    assert not Case.objects.filter(visible_to(ministry.gatra), pk=case.pk).exists()


def test_its_handlers_see_who_read_it(ministry: Ministry, at: At) -> None:
    case = misconduct()
    said = at(ministry.sekar).get(page_of(case)).content.decode()
    assert "Read by one person" in said, "they themselves, just now"
    case = services.receive_case(
        channel="web", text="Rahasia: kapal kelebihan muatan.", confidential=True
    )
    case = services.name_handler(actor=ministry.kirana, case=case, person=ministry.damar)
    assert "Read by one person" in at(ministry.damar).get(page_of(case)).content.decode()
    open_case = services.receive_case(channel="web", text="Kapal terlambat.")
    assert "Read by" not in at(ministry.ratih).get(page_of(open_case)).content.decode()


def test_reading_the_log_is_on_record(busy: Ministry, at: At) -> None:
    at(busy.gatra).get(LOG, {"siapa": "arum"})
    entry = Entry.objects.get(action=Act.LOG_READ)
    assert (entry.actor, entry.why) == (busy.gatra, "siapa: arum")


def test_a_table_for_spreadsheets(busy: Ministry, at: At) -> None:
    record(Act.FACTOR_RESET, busy.arum, f"person:{busy.damar.pk}", why="=HYPERLINK(1)")
    answer = at(busy.gatra).get(EXPORT, {"dari": "2026-11-02"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="catatan-akses.csv"'
    assert "no-store" in answer.headers["Cache-Control"]
    text = answer.content.decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert table[0]["act"] == "Took data out", "that it was taken out stands in it"
    assert [row["act"] for row in table][-1] == "Read a protected report"
    assert {row["why"] for row in table} == {"", "dari: 2026-11-02", "'=HYPERLINK(1)"}
    entry = Entry.objects.get(action=Act.EXPORTED)
    assert (entry.actor, entry.why) == (busy.gatra, "dari: 2026-11-02")


def test_a_page_costs_the_same_however_many_entries(ministry: Ministry, at: At) -> None:
    client = at(ministry.gatra)
    client.get(LOG)
    with CaptureQueriesContext(connection) as few:
        client.get(LOG)
    for number in range(30):
        record(Act.ROLE_GRANTED, ministry.arum, f"unit:{ministry.sea.pk}", data={"n": number})
        record(Act.CASE_READ, ministry.sekar, [f"case:{number}", f"person:{ministry.ratih.pk}"])
    with CaptureQueriesContext(connection) as many:
        client.get(LOG)
    assert len(many) <= len(few) + 3, "names of cases, people and units: one question each"
    assert len([one for one in many if "INSERT" in one["sql"]]) == 1


@pytest.mark.only("sqlite")
@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({}, "audit_at"),
        ({"siapa": "sekar"}, "audit_actor"),
        ({"tentang": "case:7"}, "audit_subject"),
        ({"apa": "imported"}, "audit_action"),
    ],
)
def test_each_question_has_its_index(
    busy: Ministry, at: At, asked: dict[str, str], index: str
) -> None:
    client = at(busy.gatra)
    cursor = str(Cursor(clock.now() + timedelta(days=1), 10**9))
    with CaptureQueriesContext(connection) as caught:
        client.get(LOG, {**asked, "sebelum": cursor})
    question = next(
        one["sql"] for one in caught if one["sql"].startswith("SELECT") and "LIMIT 51" in one["sql"]
    )
    with connection.cursor() as asking:
        asking.execute("EXPLAIN QUERY PLAN " + question)
        plan = " ".join(str(row) for row in asking.fetchall())
    assert index in plan
    assert "TEMP B-TREE" not in plan, "it is read in order, not sorted"
