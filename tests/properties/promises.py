"""What the clocks of every case promise at any moment, whatever has happened to it before."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from hubung.cases import clocks, limits
from hubung.cases.choices import OPEN, ClockName, EntryKind, Status
from hubung.cases.models import Case, Clock
from hubung.kernel.explanations import explain, say_moment

_FIRST_RESPONSES = (EntryKind.ASKED, EntryKind.UPDATE, EntryKind.ANSWERED)


def check(case: Case, now: datetime, *, calendar_is_counted: bool) -> None:
    """Hold a case against all of them. `calendar_is_counted`: no recount is still to come."""
    every = list(Clock.objects.filter(case=case))
    running = {clock.name: clock for clock in every if clock.running}
    _the_right_clocks_run(case, running)
    _first_response_is_asked_for_until_it_was_given(case, running)
    for clock in every:
        if clock.running:
            if calendar_is_counted:
                _the_stored_date_is_what_the_calendar_gives(clock, case)
                _an_alarm_is_armed_until_the_last_was_heard(clock, case, now)
        else:
            assert (clock.alarm, clock.alarm_at) == ("", None)
            _a_promise_is_explained_by_its_own_days_or_not_at_all(clock, case)
    due = [clock.due_at for clock in running.values() if clock.due_at is not None]
    assert case.next_due_at == min(due, default=None)


def _the_right_clocks_run(case: Case, running: dict[str, Clock]) -> None:
    status, names = Status(case.status), set(running)
    if case.merged_into_id is not None:
        assert not names
        return
    if status in OPEN:
        # An old record that was still open has no clocks until it is opened anew.
        assert ClockName.RESOLUTION in names or case.channel == "import"
        assert (ClockName.COMPLETION in names) == (status == Status.INCOMPLETE)
        assert ClockName.AUTO_CLOSE not in names
    else:
        assert names == ({ClockName.AUTO_CLOSE} if status == Status.ANSWERED else set())
    if ClockName.TIER1 in names:
        assert case.tier == 1
        assert not case.timeline.filter(kind=EntryKind.MOVED).exists()
    for name in names & set(clocks.WORK_CLOCKS):
        assert running[name].paused == (status == Status.INCOMPLETE)


def _first_response_is_asked_for_until_it_was_given(case: Case, running: dict[str, Clock]) -> None:
    first = running.get(ClockName.FOLLOW_UP)
    if first is not None:
        replies = case.timeline.filter(kind__in=_FIRST_RESPONSES, at__gte=first.started_at)
        assert not replies.exists()


def _the_stored_date_is_what_the_calendar_gives(clock: Clock, case: Case) -> None:
    assert clock.timezone == case.unit.timezone
    begun = clock.started_at.astimezone(ZoneInfo(clock.timezone)).date()
    limit = limits.limit_for(ClockName(clock.name), case.kind, begun)
    assert (clock.days, clock.counted_in) == (limit.days, limit.counted_in)
    counted = clocks.count(clock, case)
    assert clock.due_at == counted.due_at
    assert not clocks.is_stale(clock, case)
    assert clocks.recall(clock, case) == counted
    last = explain(counted, "id")[-1]
    if clock.due_at is None:
        assert clock.paused
        assert "begitu pelapor menjawab" in last
    else:
        local = clock.due_at.astimezone(ZoneInfo(case.unit.timezone))
        assert last.endswith(f"{say_moment(local, 'id')}.")


def _an_alarm_is_armed_until_the_last_was_heard(clock: Clock, case: Case, now: datetime) -> None:
    counted = clocks.count(clock, case)
    names = ["", *(name for name, _part in clocks.ALARMS[clock.name])]
    parts = dict(clocks.ALARMS[clock.name])
    unheard = names[names.index(clock.sounded) + 1 :]
    if clock.alarm_at is None:
        assert clock.alarm == ""
        assert not unheard or clock.due_at is None
    else:
        assert clock.alarm in unheard
        assert counted.calendar.opening(clock.alarm_at) == clock.alarm_at, "nobody is there"
        moment = counted.at(parts[clock.alarm])
        assert moment is None or moment <= clock.alarm_at
    if clock.sounded == clocks.BREACH:
        assert clock.due_at is not None
        assert clock.due_at <= now


def _a_promise_is_explained_by_its_own_days_or_not_at_all(clock: Clock, case: Case) -> None:
    counted = clocks.recall(clock, case)
    assert counted is None or counted.due_at == clock.due_at
