"""A call is tied to the cases it concerns, told on their timelines, and known to whom it may be."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hubung.cases import services as registry
from hubung.cases.choices import Channel, EntryKind, Kind
from hubung.cases.errors import CaseError, IncompleteError
from hubung.cases.models import Case
from hubung.cases.services import ReporterDetails
from hubung.cases.timeline import verify_all
from hubung.channels.phone import queries, services
from hubung.channels.phone.models import CallCase, NoCase, Nothing
from hubung.channels.phone.services import CallNotAllowedError
from hubung.desk import story
from hubung.kernel import tasks
from hubung.telephony import services as telephony
from hubung.telephony.calls import answers
from hubung.telephony.models import Call
from hubung.telephony.way import What, way_of
from tests.support import calls
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db


def report(**more: object) -> Case:
    details = {"reporter": ReporterDetails(name="Sari", phone=calls.NUMBER), **more}
    return registry.receive_case(
        channel=Channel.PHONE,
        text="Kapal ke Bitung dua kali batal.",
        **details,  # type: ignore[arg-type]
    )


def told(case: Case) -> list[dict[str, object]]:
    found = case.timeline.filter(kind=EntryKind.CALLED).order_by("seq")
    return [entry.data for entry in found]


def test_a_case_tells_of_its_call_once_the_call_is_over(ministry: Ministry) -> None:
    ratih, case, other = ministry.ratih, report(), report()
    call = calls.call(agent=ratih, over=False)
    for _again in range(2):
        services.link_call(by=ratih, call=call, case=case)
    services.link_call(by=ratih, call=call, case=other)
    tasks.run_until_idle()
    assert told(case) == []
    calls.end(call, ratih)
    tasks.run_until_idle()
    assert len(told(case)) == len(told(other)) == 1
    (fact,) = told(case)
    assert (fact["waited"], fact["held"], fact["recorded"]) == (20, 10, True)
    assert [(who, seconds) for who, _at, seconds in fact["talks"]] == [  # type: ignore[attr-defined]
        (ratih.pk, 10),
        (ratih.pk, 40),
    ]
    item = story.tell(list(case.timeline.all()), {}, {})[0]
    assert "telepon" in item.title.lower() or "telephone" in item.title.lower()
    assert any(ratih.name in line for line in item.lines)
    assert calls.NUMBER not in str(told(case))
    # Taken off again: what was told stays, and so does that it was wrong.
    services.unlink_call(by=ministry.wulandari, call=call, case=case)
    assert [data.get("undone") for data in told(case)] == [None, True]
    assert all(found is None for found in verify_all())
    assert list(queries.cases_of(call, seen_by=ratih)) == [other]


def test_a_call_that_is_over_is_told_at_once(ministry: Ministry) -> None:
    case, call = report(), calls.call(agent=ministry.ratih)
    services.link_call(by=ministry.ratih, call=call, case=case)
    tasks.run_until_idle()
    assert len(told(case)) == 1
    with pytest.raises(CallNotAllowedError):
        services.link_call(by=ministry.arum, call=call, case=case)


def test_the_way_of_a_call(ministry: Ministry) -> None:
    call = calls.call(agent=ministry.ratih)
    way = way_of(call, call.facts.all())
    assert [(step.what, step.seconds(call.began_at)) for step in way.steps] == [
        (What.MENU, 10),
        (What.QUEUE, 20),
        (What.TALK, 10),
        (What.HOLD, 10),
        (What.TALK, 40),
    ]
    assert way.people == (ministry.ratih.pk,)
    assert way.spent(What.TALK, call.began_at) == timedelta(seconds=50)


def test_who_knows_of_a_call(ministry: Ministry) -> None:
    """The centre knows of all, others of calls about their cases; a protected one hides it."""
    call = calls.call(agent=ministry.ratih)
    m = ministry

    def knowing() -> set[str]:
        people = (m.ratih, m.wulandari, m.kirana, m.damar, m.tirta, m.sekar, m.gatra, m.arum)
        return {one.name.split()[0] for one in people if queries.visible(one).exists()}

    assert knowing() == {"Ratih", "Wulandari", "Kirana"}
    open_case = report(unit=m.sea, tier=2)
    services.link_call(by=m.ratih, call=call, case=open_case)
    assert knowing() == {"Ratih", "Wulandari", "Kirana", "Damar", "Gatra"}
    misconduct = report(kind=Kind.MISCONDUCT)
    services.tie(call=call, case=misconduct, by=m.ratih)
    assert knowing() == {"Sekar"}
    services.unlink_call(by=m.sekar, call=call, case=misconduct)
    services.tie(call=calls.call("2", agent=m.ratih), case=misconduct, by=None)
    assert queries.calls_of(misconduct, seen_by=m.sekar).count() == 1
    assert not queries.calls_of(misconduct, seen_by=m.ratih).exists()


def test_an_anonymous_report_takes_the_number_away(ministry: Ministry) -> None:
    call = calls.call(agent=ministry.ratih)
    case = report(reporter=None, anonymous=True)
    services.link_call(by=ministry.ratih, call=call, case=case)
    tasks.run_until_idle()
    assert not Call.objects.filter(caller=calls.NUMBER).exists()
    assert not call.facts.filter(details__icontains=calls.NUMBER[3:]).exists()


def test_what_waits_for_a_decision(ministry: Ministry) -> None:
    ratih = ministry.ratih
    talked = calls.call("1", agent=ratih)
    abandoned = calls.call("2")
    message = calls.call("3", message="voicemail/3.wav")
    Call.objects.create(engine_id="4", began_at=calls.BEGAN, ended_at=calls.BEGAN, cause="menu")
    running = calls.call("5", agent=ratih, over=False)

    def waiting() -> set[str]:
        return set(
            queries.visible(ratih).filter(queries.undecided()).values_list("engine_id", flat=True)
        )

    assert waiting() == {"1", "2", "3"}
    with pytest.raises(IncompleteError):
        services.record_nothing(by=ratih, call=abandoned, why=Nothing.OTHER)
    services.record_nothing(by=ratih, call=abandoned, why=Nothing.SILENT)
    services.link_call(by=ratih, call=talked, case=report())
    assert waiting() == {"3"}
    with pytest.raises(CaseError):
        services.record_nothing(by=ratih, call=talked, why=Nothing.TEST)
    # A case is found after all.
    services.link_call(by=ratih, call=abandoned, case=report())
    assert not NoCase.objects.exists()
    assert CallCase.objects.count() == 2
    assert queries.visible(ratih).filter(queries.unanswered()).count() == 2
    assert list(queries.visible(ratih).filter(queries.with_message())) == [message]
    assert running in queries.visible(ratih).filter(queries.mine(ratih))


def test_who_was_not_reached_by_a_call_back_has_a_case(ministry: Ministry) -> None:
    call = calls.call(over=False)
    at = calls.BEGAN + timedelta(minutes=5)
    note = {"engine_id": call.engine_id, "at": at}
    telephony.callback_asked(**note)
    for attempt in range(3):
        again = at + timedelta(minutes=attempt)
        telephony.callback_dialled(
            engine_id=call.engine_id, at=again, person=str(ministry.ratih.pk)
        )
        telephony.callback_failed(engine_id=call.engine_id, at=again)
    for _told_again in range(2):
        telephony.callback_given_up(**note)
    telephony.call_ended(**note, cause="unreached")
    tasks.run_until_idle()
    (case,) = queries.cases_of(call, seen_by=ministry.ratih)
    assert case.title.startswith("Telepon balik tidak terjawab")
    assert "3 kali" in case.text
    assert (case.reporter.phone, case.sector) == (calls.NUMBER, "laut")
    assert len(told(case)) == 1
    assert Call.objects.filter(queries.undecided()).count() == 0

    begun, later = report(), calls.call("1720000000.2", over=False)
    services.link_call(by=ministry.ratih, call=later, case=begun)
    telephony.callback_asked(engine_id=later.engine_id, at=at)
    telephony.callback_given_up(engine_id=later.engine_id, at=at)
    tasks.run_until_idle()
    assert list(queries.cases_of(later, seen_by=ministry.ratih)) == [begun], "somebody has begun"


def test_a_number_leads_to_reports_only_with_consent(ministry: Ministry) -> None:
    ratih, case = ministry.ratih, report()
    registry.take_case(actor=ratih, case=case)

    def known() -> tuple[list[Case], str | None]:
        return (
            list(queries.open_cases_of(calls.NUMBER, seen_by=ratih)),
            answers.known_agent(calls.NUMBER),
        )

    assert known() == ([], None)
    for _again in range(2):
        given = registry.allow_recognition(case=case, by=ratih)
    assert known() == ([case], str(ratih.pk))
    assert answers.known_agent("") is None
    # Somebody who typed the same number elsewhere withdraws it for everybody who has it.
    older = report(reporter=ReporterDetails(name="S.", phone=calls.NUMBER))
    assert registry.end_recognition(case=older) == 1
    assert known() == ([], None)
    given.refresh_from_db()
    assert (given.given_by, given.withdrawn_by) == (ratih, None)
    with pytest.raises(IncompleteError):
        registry.allow_recognition(case=report(reporter=ReporterDetails(name="Tanpa nomor")))


def test_the_telephone_says_where_a_report_stands(ministry: Ministry) -> None:
    case = report()
    said = [prompt.key for prompt in answers.case_status(case.number, "id")]
    assert said[0] == "report-number"
    assert "status-new" in said
    assert "due-by" in said
    assert {prompt.language for prompt in answers.case_status(case.number, "en")} == {"en"}
    assert answers.case_status(report(kind=Kind.MISCONDUCT).number, "id") == ()
    assert answers.case_status(report(confidential=True).number, "id") == ()
    assert answers.case_status("151-26-0000-0000-0", "id") == ()
    into = report()
    registry.merge_case(actor=ministry.kirana, case=case, into=into, reason="Sama.")
    assert "status-new" in [prompt.key for prompt in answers.case_status(case.number, "id")]


def test_earlier_calls_of_a_number(ministry: Ministry) -> None:
    first = calls.call("1", agent=ministry.ratih)
    second = calls.call("2", began=calls.BEGAN + timedelta(days=1))
    hidden = calls.call("3", caller="", began=calls.BEGAN + timedelta(days=2))
    assert list(queries.earlier_calls(second, seen_by=ministry.wulandari)) == [first]
    assert not queries.earlier_calls(hidden, seen_by=ministry.wulandari).exists()
