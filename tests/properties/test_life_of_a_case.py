"""Any history of a few cases, step by step, over the real services and the real database.

After each step every case is held against `promises`, and what the worker does by itself
against what it may do (`watch`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from hubung.cases import limits, services
from hubung.cases.choices import ClockName, Kind, Status
from hubung.cases.errors import CaseError
from hubung.cases.importing.parsing import OldCase
from hubung.cases.importing.writing import Writer
from hubung.cases.lifecycle import Action, possible
from hubung.cases.models import CalendarChange, Case, Clock, LocalHoliday, Merge
from hubung.cases.services import calendar, timing
from hubung.cases.timeline import REPORTER
from hubung.directory.models import Grant, Person, Role, Unit
from hubung.kernel import clock
from tests.properties import promises
from tests.properties.steps import STEPS, step
from tests.properties.watch import Watch
from tests.support.ministry import START, Ministry, build

#: A Monday before a month with a public holiday, joint leave and two bank weekends around it.
BEGIN = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
KINDS = [kind for kind in Kind if kind not in (Kind.PERSONAL_DATA, Kind.PUBLIC_INFORMATION)]
MOST_CASES = 4

WORK = [Action.VERIFY, Action.TAKE, Action.TELL, Action.NOTE, Action.REJECT, Action.SPLIT]
REPORTER_SAYS = [Action.ADD, Action.REOPEN, Action.WITHDRAW]
JUDGEMENTS = [Action.OBJECT, Action.CLOSE, Action.RATE]
UNITS = ("centre", "sea", "bitung", "rail")
cases = st.integers(0, MOST_CASES - 1)
days = st.dates(date(2026, 12, 1), date(2027, 1, 31))


def everybody(ministry: Ministry) -> Person:
    """Somebody whose roles are never in the way: what they may is another test's business."""
    person = Person.objects.create(email="serba.bisa@dephub.go.id", name="Serba Bisa")
    held = [(role, ministry.root) for role in (Role.TIER1_AGENT, Role.TIER2_HANDLER)]
    held += [(role, ministry.root) for role in (Role.TIER3_OFFICIAL, Role.UNIT_COORDINATOR)]
    held += [(Role.INSPECTOR, ministry.inspectorate), (Role.ADMINISTRATOR, ministry.root)]
    for role, unit in held:
        Grant.objects.create(person=person, role=role, unit=unit, valid_from=START)
    return Person.objects.get(pk=person.pk)


def _has_cases(_registry: object) -> bool:
    return Case.objects.exists()


class Registry(RuleBasedStateMachine):
    """A ministry at work. `now` goes on by each step."""

    ministry: Ministry
    anyone: Person

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGIN
        self.worker = Watch()
        self.answered_first: dict[tuple[int, datetime], datetime] = {}
        self.kinds_corrected: defaultdict[int, int] = defaultdict(int)
        self._example = transaction.atomic()
        self._example.__enter__()
        limits.forget()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._example.__exit__(None, None, None)
        limits.forget()

    @rule(data=st.data())
    def something_happens(self, data: st.DataObject) -> None:
        able = [one for one in STEPS if one.when(self)]
        chosen = data.draw(st.sampled_from(able), label="step")
        given = {name: data.draw(one, label=name) for name, one in chosen.given.items()}
        getattr(self, chosen.name)(**given)

    # ---------- What people do

    @step(
        when=lambda self: Case.objects.count() < MOST_CASES,
        kind=st.sampled_from(KINDS),
        unit=st.sampled_from(UNITS),
        tier=st.integers(1, 3),
        late=st.just(0) | st.integers(1, 40),
    )
    def receive(self, kind: Kind, unit: str, tier: int, late: int) -> None:
        """A report, or a letter that took `late` days to be written down."""
        examined = kind == Kind.MISCONDUCT
        self._do(
            lambda: services.receive_case(
                channel="letter" if late else "web",
                text="Kapal terlambat.",
                kind=kind,
                unit=None if examined else self._unit(unit),
                tier=None if examined else tier,
                received_at=self.now - timedelta(days=late),
            )
        )

    @step(
        when=lambda self: not Case.objects.filter(channel="import").exists(),
        status=st.sampled_from([Status.CLOSED, Status.REJECTED, Status.IN_PROGRESS]),
    )
    def bring_in_an_old_record(self, status: Status) -> None:
        then = BEGIN - timedelta(days=2000)
        done = then if status != Status.IN_PROGRESS else None
        old = OldCase(
            line=1, number="ADU/7", text="Kapal.", created_at=then, title="", kind=Kind.COMPLAINT,
            sector="laut", status=status, outcome="", answer="", answered_by="", answered_at=None,
            closed_at=done, unit=self._unit("bitung"), reporter=None, anonymous=True,
            confidential=False, place="", happened_on=None,
        )  # fmt: skip
        self._do(lambda: Writer().write([old]))

    @step(when=_has_cases, which=cases, unit=st.sampled_from(UNITS), tier=st.integers(1, 3))
    def hand_over(self, which: int, unit: str, tier: int) -> None:
        case = self._case(which, Action.MOVE)
        there = self._unit("inspectorate" if case.kind == Kind.MISCONDUCT else unit)
        self._do(
            lambda: services.move_case(
                actor=self.anyone, case=case, tier=tier, unit=there, reason="Di sana."
            )
        )

    @step(when=_has_cases, which=cases)
    def ask(self, which: int) -> None:
        case = self._case(which, Action.ASK)
        self._do(lambda: services.ask_reporter(actor=self.anyone, case=case, question="Apa?"))

    @step(when=_has_cases, which=cases)
    def answer(self, which: int) -> None:
        case = self._case(which, Action.ANSWER)
        self._do(
            lambda: services.answer_case(
                actor=self.anyone, case=case, text="Beres.", outcome="resolved"
            )
        )

    @step(when=_has_cases, which=cases, kind=st.sampled_from(KINDS))
    def correct_the_kind(self, which: int, kind: Kind) -> None:
        case = self._case(which, Action.EDIT)
        if self._do(lambda: services.correct_facts(actor=self.anyone, case=case, kind=kind)):
            self.kinds_corrected[case.pk] += 1

    @step(when=_has_cases, which=cases, how=st.sampled_from(WORK))
    def work(self, which: int, how: Action) -> None:
        case, text = self._case(which, how), "Kami periksa."
        staff: dict[str, Any] = {"actor": self.anyone, "case": case}
        ways: dict[Action, Callable[[], object]] = {
            Action.VERIFY: lambda: services.verify_case(**staff),
            Action.TAKE: lambda: services.take_case(**staff),
            Action.TELL: lambda: services.tell_reporter(**staff, text=text),
            Action.NOTE: lambda: services.add_note(**staff, text=text),
            Action.REJECT: lambda: services.reject_case(**staff, reason=text),
            Action.SPLIT: lambda: services.split_case(
                **staff, title="Lain", text=text, reason=text
            ),
        }
        if how != Action.SPLIT or Case.objects.count() < MOST_CASES:
            self._do(ways[how])

    @step(when=_has_cases, which=cases, how=st.sampled_from(REPORTER_SAYS))
    def hear_from_the_reporter(self, which: int, how: Action) -> None:
        case, text = self._case(which, how), "Belum."
        ways: dict[Action, Callable[[], object]] = {
            Action.ADD: lambda: services.add_information(case=case, text=text),
            Action.REOPEN: lambda: services.reopen_case(case=case, reason=text),
            Action.WITHDRAW: lambda: services.withdraw_case(case=case, reason=text, actor=REPORTER),
        }
        self._do(ways[how])

    @step(when=lambda self: self._among(Status.INCOMPLETE).exists(), which=cases)
    def hear_what_was_asked(self, which: int) -> None:
        asked = self._among(Status.INCOMPLETE)
        case = asked[which % asked.count()]
        assert self._do(lambda: services.add_information(case=case, text="Kapal Tirta."))

    @step(
        when=lambda self: self._among(Status.ANSWERED).exists(),
        which=cases,
        how=st.sampled_from(JUDGEMENTS),
    )
    def hear_of_the_answer(self, which: int, how: Action) -> None:
        answered = self._among(Status.ANSWERED)
        case = answered[which % answered.count()]
        ways: dict[Action, Callable[[], object]] = {
            Action.OBJECT: lambda: services.object_to_answer(case=case, reason="Belum."),
            Action.CLOSE: lambda: services.close_case(case=case),
            Action.RATE: lambda: services.rate_service(case=case, score=2),
        }
        self._do(ways[how])

    @step(when=lambda self: Case.objects.exclude(merged_into=None).exists(), how=st.booleans())
    def hear_from_the_reporter_of_a_merged_case(self, how: bool) -> None:
        case = Case.objects.exclude(merged_into=None).latest("pk")
        if how:
            assert not self._do(lambda: services.reopen_case(case=case, reason="Belum."))
        else:
            target = Case.objects.get(absorbed=case)
            assert self._do(lambda: services.add_information(case=case, text="Tambahan."))
            assert Case.objects.get(pk=target.pk).entries > target.entries

    @step(when=lambda self: Case.objects.count() > 1, which=cases, further=cases)
    def merge(self, which: int, further: int) -> None:
        case = self._case(which, Action.MERGE)
        others = Case.objects.exclude(pk=case.pk).order_by("pk")
        target = others[further % others.count()]
        self._do(
            lambda: services.merge_case(actor=self.anyone, case=case, into=target, reason="Sama.")
        )

    @step(when=lambda self: Merge.objects.exists(), which=cases)
    def undo_a_merge(self, which: int) -> None:
        """The last one, or one that has been undone, which changes nothing."""
        merge = Merge.objects.order_by("undone_at", "-pk")[which % Merge.objects.count()]
        was_undone = merge.undone_at is not None
        if self._do(lambda: services.unmerge_case(actor=self.anyone, merge=merge)):
            assert not was_undone
            case = Case.objects.get(pk=merge.case_id)
            for name in ("status", "tier", "unit_id", "owner_id"):
                assert getattr(case, name) == merge.before[name]

    # ---------- What changes around them

    @step(day=days, unit=st.none() | st.sampled_from(UNITS), working=st.booleans())
    def keep_a_day_differently(self, day: date, unit: str | None, working: bool) -> None:
        there = self._unit(unit) if unit else None
        self._do(
            lambda: services.add_holiday(
                by=self.anyone, day=day, name="Hari rekaan", unit=there, working=working
            )
        )

    @step(which=st.integers(0, 5))
    def take_it_back(self, which: int) -> None:
        holidays = list(LocalHoliday.objects.order_by("pk"))
        if which < len(holidays):
            self._do(lambda: services.remove_holiday(by=self.anyone, holiday=holidays[which]))

    @step(zone=st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]))
    def correct_a_time_zone(self, zone: str) -> None:
        Unit.objects.filter(pk=self.ministry.bitung.pk).update(timezone=zone)
        self._settle()

    @step(when=lambda self: self._unit("rail").closed_on is None)
    def end_a_unit_by_decree(self) -> None:
        Unit.objects.filter(pk=self.ministry.rail.pk).update(
            closed_on=self.now.date(), successor=self.ministry.bitung
        )
        self._settle()

    # ---------- Time

    @step(hours=st.sampled_from([1, 5, 16, 24, 72, 168]))
    def let_time_pass(self, hours: int) -> None:
        """The worker looks at each moment at which there is something to do."""
        until = self.now + timedelta(hours=hours)
        self._settle()
        while True:
            upcoming = Clock.objects.filter(alarm_at__lte=until).order_by("alarm_at").first()
            if upcoming is None or upcoming.alarm_at is None:
                break
            self.now = max(self.now, upcoming.alarm_at)
            self._sound()
        self.now = until
        self._settle()

    @step(hours=st.sampled_from([3, 30, 300]))
    def lose_the_worker(self, hours: int) -> None:
        """Nothing is sounded for a while; what was missed is made up for."""
        self.now += timedelta(hours=hours)
        self._settle()
        self._sound()

    # ---------- What holds at any moment

    @invariant()
    def every_promise_is_kept(self) -> None:
        counted = not CalendarChange.objects.filter(finished_at__isnull=True).exists()
        for case in Case.objects.select_related("unit"):
            promises.check(case, self.now, calendar_is_counted=counted)
            self._first_response_stays(case)

    def _first_response_stays(self, case: Case) -> None:
        first = Clock.objects.filter(
            case=case, name=ClockName.FOLLOW_UP, met_at__isnull=False
        ).first()
        if first is not None and first.met_at is not None:
            key = (case.pk, first.started_at)
            assert self.answered_first.setdefault(key, first.met_at) == first.met_at

    # ---------- How it is done

    def _case(self, which: int, action: Action) -> Case:
        """One whose status allows the action, if there is any."""
        every = list(Case.objects.select_related("unit").order_by("pk"))
        able = [
            case
            for case in every
            if possible(action, case.status, merged=case.merged_into_id is not None)
        ]
        return (able or every)[which % len(able or every)]

    def _among(self, status: Status) -> QuerySet[Case]:
        return Case.objects.filter(status=status).order_by("pk")

    def _unit(self, name: str) -> Unit:
        return Unit.objects.get(pk=getattr(self.ministry, name).pk)

    def _do(self, what: Callable[[], object]) -> bool:
        """Whether it was done; what is refused must have changed nothing."""
        self.now += MINUTE
        before = list(Case.objects.order_by("pk").values())
        try:
            with clock.travel(self.now), transaction.atomic():
                what()
        except CaseError:
            assert list(Case.objects.order_by("pk").values()) == before
            return False
        finally:
            # Outside of tests the end of the transaction does this.
            limits.forget()
        return True

    def _settle(self) -> None:
        """The worker's work that is not alarms: decrees, calendars."""
        self.now += calendar.EVERYBODY_KNOWS_AFTER
        with clock.travel(self.now):
            timing.follow_successors()
            while services.recount_due_dates():
                pass
            calendar.mend_due_dates()

    def _sound(self) -> None:
        """Sound what is due now, and look at what the worker did."""
        with clock.travel(self.now), self.worker.watched(self.now, self.kinds_corrected):
            while timing.sound_alarms():
                pass


@pytest.mark.django_db
def test_whatever_happens_to_a_case_its_clocks_keep_their_promises() -> None:
    with clock.travel(BEGIN - timedelta(days=60)):
        Registry.ministry = build()
        Registry.anyone = everybody(Registry.ministry)
    run_state_machine_as_test(
        Registry,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
