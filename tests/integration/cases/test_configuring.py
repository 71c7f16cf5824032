"""Calendar, time limits and canned answers as the ministry keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from hubung.cases import limits, services
from hubung.cases.choices import ClockName, EntryKind
from hubung.cases.errors import CaseError, IncompleteError
from hubung.cases.models import CalendarChange, CannedAnswer, Case, LocalHoliday, TimeLimit
from hubung.cases.services import calendar
from hubung.directory.models import Unit
from hubung.kernel import clock, tasks
from hubung.kernel.models import Event
from tests.support.ministry import Ministry, build

#: A Monday, so that fourteen working days later is Friday the 23rd.
MONDAY = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
MIDWEEK = date(2026, 10, 14)
SATURDAY = date(2026, 10, 17)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ministry(transactional_db: None) -> Iterator[Ministry]:
    with clock.travel(MONDAY):
        yield build()


def report(unit: Unit) -> Case:
    case = services.receive_case(channel="web", text="Kapal terlambat.")
    Case.objects.filter(pk=case.pk).update(unit=unit)
    return Case.objects.get(pk=case.pk)


def due(case: Case) -> date:
    moment = case.clocks.get(name=ClockName.RESOLUTION).due_at
    assert moment is not None
    return moment.astimezone(ZoneInfo("Asia/Jakarta")).date()


def later(by: timedelta = calendar.EVERYBODY_KNOWS_AFTER) -> None:
    """Work done once every process knows the new calendar."""
    with clock.travel(clock.now() + by):
        tasks.run_until_idle()


def test_a_day_off_moves_the_due_dates_of_its_unit_and_the_timeline_says_why(
    ministry: Ministry,
) -> None:
    here, there = report(ministry.bitung), report(ministry.rail)
    assert due(here) == date(2026, 10, 23)
    services.add_holiday(by=ministry.arum, day=MIDWEEK, name="Banjir rob", unit=ministry.bitung)
    # Nothing is counted while another process may still hold the calendar of before.
    tasks.run_until_idle()
    assert due(here) == date(2026, 10, 23)
    later()
    assert (due(here), due(there)) == (date(2026, 10, 26), date(2026, 10, 23))
    entry = here.timeline.get(kind=EntryKind.RECOUNTED)
    assert entry.text == "Rabu, 14 Oktober 2026 menjadi hari libur setempat: Banjir rob."
    assert list(entry.data["clocks"]) == [ClockName.RESOLUTION]
    assert not there.timeline.filter(kind=EntryKind.RECOUNTED).exists()
    change = CalendarChange.objects.get()
    assert (change.recounted, change.made_by) == (1, ministry.arum)
    assert change.finished_at is not None
    here.refresh_from_db()
    assert here.next_due_at == min(c.due_at for c in here.clocks.all() if c.due_at)


def test_for_every_unit_and_back_again(ministry: Ministry) -> None:
    cases = [report(ministry.bitung), report(ministry.rail)]
    holiday = services.add_holiday(by=ministry.arum, day=SATURDAY, name="", unit=None, working=True)
    later()
    assert [due(case) for case in cases] == [date(2026, 10, 22)] * 2
    services.remove_holiday(by=ministry.arum, holiday=holiday)
    services.remove_holiday(by=ministry.arum, holiday=holiday)
    later()
    assert [due(case) for case in cases] == [date(2026, 10, 23)] * 2
    assert [row.recounted for row in CalendarChange.objects.all()] == [2, 2]
    assert Event.objects.filter(name="cases.CalendarChanged").count() == 2


def test_what_is_met_stays_and_a_second_run_changes_nothing(ministry: Ministry) -> None:
    case, answered = report(ministry.bitung), report(ministry.sea)
    answered.clocks.update(met_at=clock.now(), alarm_at=None)
    services.add_holiday(by=ministry.arum, day=MIDWEEK, name="Libur", unit=None)
    later()
    assert due(answered) == date(2026, 10, 23)
    entries = case.timeline.count()
    CalendarChange.objects.update(finished_at=None, last_case_id=0)
    later()
    assert (due(case), case.timeline.count()) == (date(2026, 10, 26), entries)


def test_a_breach_that_was_told_is_not_told_again(ministry: Ministry) -> None:
    case = report(ministry.bitung)
    after_the_breach = datetime(2026, 10, 28, 3, 0, tzinfo=UTC)
    with clock.travel(after_the_breach):
        tasks.run_until_idle()
        told = case.timeline.filter(kind=EntryKind.OVERDUE).count()
        assert told
        # Still late with one day more: no second word. On time with five: it is told when it is.
        services.add_holiday(by=ministry.arum, day=MIDWEEK, name="Libur", unit=None)
        later()
        assert due(case) == date(2026, 10, 26)
        assert case.timeline.filter(kind=EntryKind.OVERDUE).count() == told
        for day in (15, 16, 19, 20):
            services.add_holiday(
                by=ministry.arum, day=date(2026, 10, day), name="Libur", unit=ministry.bitung
            )
        later()
    assert due(case) == date(2026, 10, 30)
    running = case.clocks.get(name=ClockName.RESOLUTION)
    assert running.alarm == "breach"
    assert running.alarm_at == running.due_at


def test_many_cases_go_in_batches(ministry: Ministry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar, "BATCH", 2)
    cases = [report(ministry.bitung) for _ in range(5)]
    services.add_holiday(by=ministry.arum, day=MIDWEEK, name="Libur", unit=None)
    with clock.travel(clock.now() + calendar.EVERYBODY_KNOWS_AFTER):
        limits.forget()
        assert [services.recount_due_dates() for _ in range(4)] == [2, 2, 1, 0]
    assert {due(case) for case in cases} == {date(2026, 10, 26)}
    assert CalendarChange.objects.get().recounted == 5


def test_who_keeps_the_calendar(ministry: Ministry) -> None:
    for person in (ministry.jaya, ministry.kirana, ministry.gatra):
        with pytest.raises(PermissionDenied):
            services.add_holiday(by=person, day=MIDWEEK, name="Libur", unit=ministry.sea)
    services.add_holiday(by=ministry.arum, day=MIDWEEK, name="Libur", unit=ministry.sea)
    with pytest.raises(IncompleteError):
        services.add_holiday(by=ministry.arum, day=MIDWEEK, name="Lagi", unit=ministry.sea)
    assert LocalHoliday.objects.count() == 1


def test_a_limit_holds_from_its_day_and_for_what_comes_after(ministry: Ministry) -> None:
    before = report(ministry.bitung)
    given: dict[str, Any] = {
        "by": ministry.arum,
        "clock": ClockName.RESOLUTION,
        "kind": "complaint",
        "working_days": True,
        "source": "Keputusan Contoh 1/2026",
    }
    tomorrow = date(2026, 10, 6)
    with pytest.raises(IncompleteError):
        services.add_time_limit(days=7, valid_from=date(2026, 10, 4), **given)
    limit = services.add_time_limit(days=7, valid_from=tomorrow, **given)
    with pytest.raises(IncompleteError):
        services.add_time_limit(days=8, valid_from=tomorrow, **given)
    assert due(report(ministry.bitung)) == date(2026, 10, 23)
    with clock.travel(MONDAY + timedelta(days=1)):
        assert due(report(ministry.bitung)) == date(2026, 10, 15)
        with pytest.raises(CaseError):
            services.withdraw_time_limit(by=ministry.arum, limit=limit)
    assert due(before) == date(2026, 10, 23)
    with pytest.raises(PermissionDenied):
        services.withdraw_time_limit(by=ministry.jaya, limit=limit)
    services.withdraw_time_limit(by=ministry.arum, limit=limit)
    assert not TimeLimit.objects.filter(pk=limit.pk).exists()
    assert Event.objects.filter(name="cases.TimeLimitChanged").count() == 2


def test_a_limit_begins_where_the_case_is(ministry: Ministry) -> None:
    services.add_time_limit(
        by=ministry.arum,
        clock=ClockName.RESOLUTION,
        kind="complaint",
        days=1,
        working_days=True,
        source="Contoh",
        valid_from=date(2026, 10, 6),
    )
    # Tuesday already in Jakarta, Monday still in UTC.
    with clock.travel(datetime(2026, 10, 5, 18, 0, tzinfo=UTC)):
        assert due(report(ministry.centre)) == date(2026, 10, 7)


def test_canned_answers_belong_to_those_who_lead(ministry: Ministry) -> None:
    def text(unit: Unit | None) -> CannedAnswer:
        return CannedAnswer(title="Salam", text="Yth. {nama}", unit=unit)

    kept = services.save_canned_answer(by=ministry.jaya, answer=text(ministry.bitung))
    for person, unit in (
        (ministry.jaya, None),
        (ministry.jaya, ministry.rail),
        (ministry.damar, ministry.sea),
        (ministry.kirana, ministry.sea),
    ):
        with pytest.raises(PermissionDenied):
            services.save_canned_answer(by=person, answer=text(unit))
    services.save_canned_answer(by=ministry.arum, answer=text(None))
    # Nobody takes a text to where they do not lead, nor takes one from there.
    kept.unit = ministry.rail
    with pytest.raises(PermissionDenied):
        services.save_canned_answer(by=ministry.jaya, answer=kept)
    others = services.save_canned_answer(by=ministry.arum, answer=text(ministry.rail))
    others.unit = ministry.sea
    with pytest.raises(PermissionDenied):
        services.save_canned_answer(by=ministry.jaya, answer=others)
    with pytest.raises(PermissionDenied):
        services.retire_canned_answer(by=ministry.jaya, answer=others)
    for _ in range(2):
        services.retire_canned_answer(by=ministry.arum, answer=others)
    services.restore_canned_answer(by=ministry.arum, answer=others)
    acts = Event.objects.filter(name="cases.CannedAnswerChanged").order_by("pk")
    assert [event.data["act"] for event in acts] == [
        "added",
        "added",
        "added",
        "retired",
        "restored",
    ]
