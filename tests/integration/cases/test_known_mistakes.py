"""What other systems are known to get wrong about time, each as a case that must go right here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hubung.cases import clocks, limits, services
from hubung.cases.choices import ClockName, EntryKind, Kind, Outcome, Status
from hubung.cases.errors import CaseError, MergedError
from hubung.cases.importing.mapping import Dialect
from hubung.cases.importing.service import import_cases
from hubung.cases.models import Case, Clock, LocalHoliday, TimeLimit
from hubung.cases.services import calendar, timing
from hubung.directory.models import Unit
from hubung.kernel import clock, tasks
from hubung.kernel.explanations import explain
from tests.support.ministry import Ministry, build

WIB, WITA = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar")
MONDAY = datetime(2026, 10, 5, 9, tzinfo=WIB)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ALARMS = (EntryKind.REMINDED, EntryKind.OVERDUE)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry() -> Iterator[Ministry]:
    with clock.travel(MONDAY):
        yield build()


def report(**more: object) -> Case:
    given = {"channel": "web", "text": "Kapal penyeberangan di Bitung terlambat.", **more}
    return services.receive_case(**given)  # type: ignore[arg-type]


def at(case: Case, name: ClockName) -> Clock:
    return Clock.objects.get(case=case, name=name)


def due(case: Case, name: ClockName = ClockName.RESOLUTION) -> datetime:
    moment = at(case, name).due_at
    assert moment is not None
    return moment


def watch(until: datetime, step: timedelta = HOUR) -> None:
    """Let the worker look at the clocks every `step` from now on."""
    moment = clock.now()
    while (moment := moment + step) <= until:
        with clock.travel(moment):
            while timing.sound_alarms():
                pass


def alarms(case: Case) -> list[tuple[str, str]]:
    told = case.timeline.filter(kind__in=ALARMS).order_by("seq")
    return [(entry.data["clock"], entry.data["alarm"]) for entry in told]


def test_an_update_does_not_override_the_first_response(ministry: Ministry) -> None:
    """Elsewhere every change moved the date of the first answer, or took its place."""
    case = services.take_case(actor=ministry.ratih, case=report())
    promised = due(case, ClockName.FOLLOW_UP)
    with clock.travel(MONDAY + DAY):
        services.add_note(actor=ministry.ratih, case=case, text="Menunggu jadwal.")
        services.add_information(case=case, text="Ini terjadi lagi pagi tadi.")
        case = services.correct_facts(actor=ministry.ratih, case=case, place="Bitung")
        assert due(case, ClockName.FOLLOW_UP) == promised
        assert at(case, ClockName.FOLLOW_UP).running
    with clock.travel(MONDAY + 2 * DAY):
        case = services.tell_reporter(actor=ministry.ratih, case=case, text="Kami periksa.")
        first = at(case, ClockName.FOLLOW_UP).met_at
        assert first is not None
    with clock.travel(MONDAY + 3 * DAY):
        services.tell_reporter(actor=ministry.ratih, case=case, text="Masih kami periksa.")
        services.answer_case(actor=ministry.ratih, case=case, text="Beres.", outcome="resolved")
    assert at(case, ClockName.FOLLOW_UP).met_at == first
    assert due(case, ClockName.FOLLOW_UP) == promised
    assert due(case) == datetime(2026, 10, 23, 16, 30, tzinfo=WIB)


def test_moving_to_another_unit_leaves_no_stale_date(ministry: Ministry) -> None:
    """Elsewhere the date, or the alarm, stayed that of the unit before."""
    LocalHoliday.objects.create(day=date(2026, 10, 14), name="Banjir rob", unit=ministry.bitung)
    limits.forget()
    case = report()
    assert due(case) == datetime(2026, 10, 23, 16, 30, tzinfo=WIB)
    with clock.travel(MONDAY + DAY):
        case = services.move_case(
            actor=ministry.ratih, case=case, tier=2, unit=ministry.bitung, reason="Di Bitung."
        )
    running = at(case, ClockName.RESOLUTION)
    assert (running.timezone, running.due_at) == (
        "Asia/Makassar",
        datetime(2026, 10, 26, 16, tzinfo=WITA),
    )
    # Half of fourteen days, the flood left out.
    assert running.alarm_at == datetime(2026, 10, 15, 16, tzinfo=WITA)
    assert case.next_due_at == min(
        one.due_at for one in case.clocks.all() if one.due_at and one.running
    )
    assert "kantor tutup (Banjir rob)" in " ".join(explain(clocks.count(running, case), "id"))


def test_an_objection_counts_in_the_calendar_of_the_successor(ministry: Ministry) -> None:
    """The new clocks of a case whose unit has ended are not those of the unit that ended."""
    case = report(unit=ministry.bitung, tier=2)
    case = services.answer_case(
        actor=ministry.bima, case=case, text="Sudah.", outcome=Outcome.RESOLVED
    )
    ministry.bitung.closed_on, ministry.bitung.successor = date(2026, 10, 6), ministry.sea
    ministry.bitung.save()
    with clock.travel(MONDAY + 2 * DAY):
        case = services.object_to_answer(case=case, reason="Belum.")
    assert case.unit == ministry.sea
    assert at(case, ClockName.RESOLUTION).timezone == "Asia/Jakarta"
    assert due(case).astimezone(WIB).hour == 16


def test_a_merged_case_does_not_escalate(ministry: Ministry) -> None:
    """Elsewhere the duplicate went on climbing, or its reporter woke it up by its own number."""
    kept, double = (report(unit=ministry.sea, tier=2) for _ in range(2))
    services.merge_case(actor=ministry.damar, case=double, into=kept, reason="Sama.")
    with clock.travel(MONDAY + 7 * DAY):
        with pytest.raises(MergedError):
            services.reopen_case(case=double, reason="Belum.")
        with pytest.raises(MergedError):
            services.object_to_answer(case=double, reason="Belum.")
        with pytest.raises(MergedError):
            services.rate_service(case=double, score=1)
        assert services.add_information(case=double, text="Masih terlambat.") == kept
    watch(MONDAY + 30 * DAY, 12 * HOUR)
    for case in (kept, double):
        case.refresh_from_db()
    assert (double.status, double.tier, alarms(double)) == (Status.CLOSED, 2, [])
    assert not double.clocks.filter(alarm_at__isnull=False).exists()
    assert (kept.tier, alarms(kept)[-1]) == (3, (ClockName.RESOLUTION, "breach"))


def test_what_fell_due_while_merged_is_told_once_the_merge_is_undone(ministry: Ministry) -> None:
    """Time goes on meanwhile. Elsewhere the alarm was lost, and nobody heard of the breach."""
    kept, double = (report(unit=ministry.sea, tier=2) for _ in range(2))
    promised = due(double)
    merge = services.merge_case(actor=ministry.damar, case=double, into=kept, reason="Sama.")
    sunday = datetime(2026, 11, 1, 23, tzinfo=WIB)
    with clock.travel(sunday):
        double = services.unmerge_case(actor=ministry.damar, merge=merge)
        with pytest.raises(CaseError, match=r"undone already|sudah dibatalkan"):
            services.unmerge_case(actor=ministry.damar, merge=merge)
        assert due(double) == promised
        watch(sunday + 8 * HOUR)
        assert alarms(double) == []
        watch(sunday + 7 * DAY)
    double.refresh_from_db()
    assert sorted(alarms(double)) == [
        (ClockName.FOLLOW_UP, "breach"),
        (ClockName.RESOLUTION, "breach"),
        (ClockName.VERIFY, "breach"),
    ]
    assert (double.tier, double.owner) == (3, ministry.laksmi)


def test_an_answer_confirmed_by_silence_while_merged_still_closes(ministry: Ministry) -> None:
    kept, double = report(), report()
    services.answer_case(actor=ministry.ratih, case=double, text="Beres.", outcome="resolved")
    merge = services.merge_case(actor=ministry.ratih, case=double, into=kept, reason="Sama.")
    with clock.travel(MONDAY + 30 * DAY):
        services.unmerge_case(actor=ministry.ratih, merge=merge)
        watch(clock.now() + DAY)
    double.refresh_from_db()
    assert (double.status, double.outcome) == (Status.CLOSED, Outcome.RESOLVED)


def test_an_imported_closed_case_does_not_escalate(ministry: Ministry, tmp_path: Path) -> None:
    """Elsewhere years of old reports were all late on the day after the import."""
    register = tmp_path / "lama.csv"
    register.write_text(
        "No. Aduan;Tanggal Masuk;Isi Aduan;Jenis;Status;Tanggapan;Tanggal Selesai;Unit Kerja\n"
        "ADU/2019/0007;2019-03-03;Kapal terlambat.;Pengaduan;Selesai;Beres.;2019-03-12;"
        "KSOP Kelas I Bitung\n"
    )
    assert import_cases(register, Dialect(), dry_run=False).applied
    case = Case.objects.get()
    tasks.run_until_idle()
    watch(MONDAY + 30 * DAY, 6 * HOUR)
    case.refresh_from_db()
    assert (case.status, case.next_due_at, case.tier) == (Status.CLOSED, None, 2)
    assert not case.clocks.exists()
    assert not case.timeline.exclude(data__imported=True).exists()
    # Who comes back after all those years gets a limit that begins on that day.
    case = services.add_information(case=case, text="Terlambat lagi.")
    assert due(case).astimezone(WITA).date() == date(2026, 10, 23)


def test_no_alert_at_midnight_for_a_day_that_has_not_begun(ministry: Ministry) -> None:
    """Elsewhere a day was used up when it began, so that people were woken to do its work."""
    with clock.travel(datetime(2026, 10, 9, 23, 30, tzinfo=WIB)):  # a Friday
        case = report()
        assert due(case, ClockName.TIER1) == datetime(2026, 10, 12, 16, tzinfo=WIB)
        watch(datetime(2026, 10, 30, 0, 30, tzinfo=WIB), timedelta(minutes=30))
    rung = [
        (entry.data["clock"], entry.data["alarm"], entry.at.astimezone(WIB))
        for entry in case.timeline.filter(kind__in=ALARMS).order_by("seq")
    ]
    assert [name for name, _alarm, _at in rung].count(ClockName.RESOLUTION) == 3
    for _name, _alarm, moment in rung:
        assert moment.weekday() < 5
        assert (7, 30) < (moment.hour, moment.minute) <= (16, 30)
    assert rung[0][2].date() == date(2026, 10, 12)


def test_a_limit_in_calendar_days_rings_when_the_office_opens(ministry: Ministry) -> None:
    """Thirty days end at midnight; whoever is to hear of half of them hears it in the morning."""
    case = services.ask_reporter(actor=ministry.ratih, case=report(), question="Kapal apa?")
    waiting = at(case, ClockName.COMPLETION)
    assert waiting.due_at == datetime(2026, 11, 4, 23, 59, 59, tzinfo=WIB)
    assert waiting.alarm_at == datetime(2026, 10, 21, 7, 30, tzinfo=WIB)
    watch(MONDAY + 40 * DAY)
    case.refresh_from_db()
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.WITHDRAWN)
    assert case.closed_at is not None
    assert case.closed_at.astimezone(WIB).replace(minute=0, second=0, microsecond=0) == datetime(
        2026, 11, 5, 8, tzinfo=WIB
    )


def test_nothing_is_late_while_we_wait_for_the_reporter(ministry: Ministry) -> None:
    case = report(unit=ministry.sea, tier=2)
    case = services.ask_reporter(actor=ministry.damar, case=case, question="Kapal apa?")
    watch(MONDAY + 28 * DAY, 6 * HOUR)
    assert {name for name, _alarm in alarms(case)} <= {ClockName.COMPLETION}
    with clock.travel(MONDAY + 28 * DAY):
        case = services.add_information(case=case, text="KM Tirta Nirmala.")
    assert case.tier == 2
    assert due(case) == datetime(2026, 11, 20, 16, 30, tzinfo=WIB)


def test_a_day_off_on_the_day_of_a_reminder_does_not_repeat_it(ministry: Ministry) -> None:
    case = report(unit=ministry.sea, tier=2)
    services.tell_reporter(actor=ministry.damar, case=case, text="Kami periksa.")
    half = datetime(2026, 10, 14, 16, tzinfo=WIB)
    watch(half + HOUR)
    assert alarms(case) == [(ClockName.RESOLUTION, "half")]
    LocalHoliday.objects.create(day=half.date(), name="Banjir rob")
    limits.forget()
    with clock.travel(half + 2 * HOUR):
        assert calendar.mend_due_dates() == 1
    watch(half + 4 * DAY)
    assert alarms(case) == [(ClockName.RESOLUTION, "half")]
    # Three quarters are one working day later, too.
    assert at(case, ClockName.RESOLUTION).alarm_at == datetime(2026, 10, 21, 11, 15, tzinfo=WIB)


def test_a_breach_that_was_undone_is_told_when_it_comes_again(ministry: Ministry) -> None:
    case = report(unit=ministry.sea, tier=2)
    watch(due(case) + HOUR)
    before = alarms(case)
    assert before[-1] == (ClockName.RESOLUTION, "breach")
    LocalHoliday.objects.create(day=date(2026, 10, 23), name="Banjir rob")
    limits.forget()
    with clock.travel(due(case) + HOUR):
        calendar.mend_due_dates()
        assert due(case) == datetime(2026, 10, 26, 16, tzinfo=WIB)
        watch(due(case) + HOUR)
    assert alarms(case) == [*before, (ClockName.RESOLUTION, "breach")]


def test_a_time_zone_corrected_in_the_directory_corrects_the_dates(ministry: Ministry) -> None:
    case = report(unit=ministry.bitung, tier=2)
    assert due(case) == datetime(2026, 10, 23, 16, 30, tzinfo=WITA)
    Unit.objects.filter(pk=ministry.bitung.pk).update(timezone="Asia/Jayapura")
    tasks.run_until_idle()
    assert due(case) == datetime(2026, 10, 23, 16, 30, tzinfo=ZoneInfo("Asia/Jayapura"))
    case.refresh_from_db()
    assert case.next_due_at == min(one.due_at for one in case.clocks.all() if one.due_at)
    assert case.timeline.filter(kind=EntryKind.RECOUNTED).count() == 1
    assert calendar.mend_due_dates() == 0


def test_another_kind_has_its_own_limit_on_every_clock(ministry: Ministry) -> None:
    TimeLimit.objects.create(
        clock=ClockName.FOLLOW_UP, kind=Kind.PRAISE, days=2, valid_from=MONDAY.date(), source="Uji"
    )
    limits.forget()
    case = services.correct_facts(actor=ministry.ratih, case=report(), kind=Kind.PRAISE)
    assert due(case, ClockName.FOLLOW_UP) == datetime(2026, 10, 7, 16, tzinfo=WIB)
    assert due(case) == datetime(2026, 10, 12, 16, tzinfo=WIB)


def test_a_report_that_begins_at_tier_2_has_no_clock_of_tier_1(ministry: Ministry) -> None:
    case = report(unit=ministry.sea, tier=2)
    part = services.split_case(
        actor=ministry.damar, case=case, title="Toilet", text="Toilet kapal rusak.", reason="Lain."
    )
    for one in (case, part):
        assert not one.clocks.filter(name=ClockName.TIER1).exists()


def test_a_promise_of_then_is_not_explained_by_the_calendar_of_now(ministry: Ministry) -> None:
    """A clock that has ended keeps its date; a later day off neither moves nor re-explains it."""
    case = services.answer_case(
        actor=ministry.ratih, case=report(), text="Beres.", outcome="resolved"
    )
    promised = at(case, ClockName.RESOLUTION)
    counted = clocks.recall(promised, case)
    assert counted is not None
    assert counted.due_at == promised.due_at
    LocalHoliday.objects.create(day=date(2026, 10, 14), name="Banjir rob")
    limits.forget()
    assert calendar.mend_due_dates() == 1  # the silence that closes it goes on
    assert clocks.recall(at(case, ClockName.RESOLUTION), case) is None
    assert due(case) == promised.due_at
