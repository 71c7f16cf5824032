"""An entry is closed by two people, on a ground of the law, for a time; then it is open again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from hubung.disclosure.agenda import services
from hubung.disclosure.agenda.choices import ChangeKind, Decision
from hubung.disclosure.agenda.counting import by_ground, counts_of
from hubung.disclosure.agenda.errors import AgendaError
from hubung.disclosure.agenda.models import Change, Closure, Limit
from hubung.disclosure.agenda.public import ClosedEntry
from hubung.disclosure.agenda.queries import closed_now, public_day, public_entry
from hubung.disclosure.grounds.models import Ground
from hubung.kernel import clock, tasks
from hubung.kernel import models as kernel
from tests.integration.disclosure.conftest import NOW, TODAY, Office, closing

DAY = date(2026, 11, 19)


def _is_open() -> bool:
    day = public_day(DAY)
    assert len(day.open) + len(day.closed) == 1
    return bool(day.open)


def test_until_it_is_decided_it_is_not_shown_but_counted_as_pending(office: Office) -> None:
    office.enter(closing=closing())
    (closed,) = public_day(DAY).closed
    assert closed.pending
    assert closed.official.title == "Direktur Perkapalan dan Kepelautan"
    assert closed.ground.code == "a"
    assert not public_day(DAY).open


def test_a_second_person_closes_it_and_everybody_sees_ground_number_and_end(
    office: Office,
) -> None:
    closure = office.closed()
    (closed,) = public_day(DAY).closed
    assert not closed.pending
    assert (closed.ground.code, closed.until) == ("a", date(2026, 11, 30))
    assert (closed.number, closed.decided_for) == (closure.pk, "Kementerian Perhubungan")
    assert by_ground(closed_now()) == [(closure.ground, 1)]
    counts = counts_of(office.diary)
    assert (counts.closed, counts.pending, counts.entries) == (1, 0, 0)  # tomorrow's
    with clock.travel(NOW + timedelta(days=1)):
        assert counts_of(office.diary).entries == 1


def test_nobody_decides_about_their_own_proposal(office: Office) -> None:
    entry = office.enter(by=office.widya, closing=closing())
    with pytest.raises(PermissionDenied):
        services.approve(by=office.widya, closure=entry.closures.get())
    assert services.approve(by=office.galih, closure=entry.closures.get())


def test_the_official_does_not_decide_about_their_own_agenda(office: Office) -> None:
    office.diary.post.holdings.update(person=office.galih)
    entry = office.enter(closing=closing())
    with pytest.raises(PermissionDenied):
        services.approve(by=office.galih, closure=entry.closures.get())


def test_a_coordinator_does_not_decide(office: Office) -> None:
    entry = office.enter(by=office.laksmi, closing=closing())
    for someone in (office.jaya, office.house.arum, office.house.kirana):
        with pytest.raises(PermissionDenied):
            services.approve(by=someone, closure=entry.closures.get())


def test_the_database_itself_refuses_one_person_twice(office: Office) -> None:
    entry = office.enter(closing=closing())
    with pytest.raises(IntegrityError), transaction.atomic():
        Closure.objects.filter(entry=entry).update(decided_by=office.jaya)


def test_it_is_open_again_when_the_period_ends_though_no_worker_runs(office: Office) -> None:
    office.closed(until=date(2026, 11, 20))
    last = datetime(2026, 11, 20, 16, 59, 59, tzinfo=UTC)  # 23.59.59 WIB
    with clock.travel(last):
        assert not _is_open()
    with clock.travel(last + timedelta(seconds=1)):
        assert _is_open()
        assert public_day(DAY).open[0].closed_once


def test_the_worker_tells_the_history_that_it_is_open_again_once(office: Office) -> None:
    office.closed(until=date(2026, 11, 20))
    tasks.run_until_idle()
    assert not Change.objects.filter(kind=ChangeKind.REAPPEARED).exists()
    with clock.travel(NOW + timedelta(days=5)):
        tasks.run_until_idle()
        assert services.tell_of_ends() == 0
    assert Change.objects.filter(kind=ChangeKind.REAPPEARED).count() == 1
    assert kernel.Event.objects.filter(name="agenda.EntryReappeared").count() == 1


def test_undecided_for_too_long_it_is_open_and_the_proposal_has_lapsed(office: Office) -> None:
    entry = office.enter(closing=closing())
    # Three working days after Wednesday end on Monday at 16.00.
    with clock.travel(datetime(2026, 11, 23, 9, 0, 1, tzinfo=UTC)):
        assert _is_open()
        with pytest.raises(AgendaError):
            services.approve(by=office.widya, closure=entry.closures.get())
        services.tell_of_ends()
    assert entry.closures.get().decision == Decision.LAPSED


def test_proposing_again_and_again_hides_nothing(office: Office) -> None:
    entry = office.enter(closing=closing())
    services.refuse(by=office.widya, closure=entry.closures.get(), note="Tidak ada dasarnya.")
    assert _is_open()
    again = services.propose(by=office.jaya, entry=entry, closing=closing())
    assert _is_open()
    services.approve(by=office.galih, closure=again)
    assert not _is_open()


def test_a_proposal_taken_back_leaves_the_entry_open(office: Office) -> None:
    entry = office.enter(closing=closing())
    services.withdraw(by=office.jaya, closure=entry.closures.get())
    assert _is_open()


def test_it_can_be_opened_before_its_end_by_whoever_decides(office: Office) -> None:
    closure = office.closed()
    with pytest.raises(PermissionDenied):
        services.lift(by=office.jaya, closure=closure, note="Sudah selesai.")
    services.lift(by=office.galih, closure=closure, note="Perkara sudah diputus.")
    assert _is_open()
    with pytest.raises(AgendaError):
        services.lift(by=office.galih, closure=closure, note="Lagi.")


def test_a_longer_period_needs_a_new_decision(office: Office) -> None:
    closure = office.closed(until=date(2026, 11, 20))
    longer = services.propose(
        by=office.jaya, entry=closure.entry, closing=closing(until=date(2026, 12, 4))
    )
    assert public_day(DAY).closed[0].until == date(2026, 11, 20)
    services.approve(by=office.widya, closure=longer)
    (closed,) = public_day(DAY).closed
    assert (closed.number, closed.until) == (longer.pk, date(2026, 12, 4))


def test_no_period_is_longer_than_the_limit_of_the_day(office: Office) -> None:
    with pytest.raises(AgendaError) as refused:
        office.enter(closing=closing(until=TODAY + timedelta(days=366)))
    assert refused.value.field == "until"
    Limit.objects.create(name="longest", days=10, working_days=True, source="Uji", valid_from=TODAY)
    with pytest.raises(AgendaError):
        office.enter(closing=closing(until=date(2026, 12, 3)))
    assert office.enter(closing=closing(until=date(2026, 12, 2)))


def test_a_ground_that_holds_no_longer_closes_nothing(office: Office) -> None:
    asked = closing(code="b")
    entry = office.enter(closing=asked)
    Ground.objects.filter(code="b").update(valid_to=TODAY)
    with pytest.raises(AgendaError):
        services.approve(by=office.widya, closure=entry.closures.get())
    with pytest.raises(AgendaError) as refused:
        office.enter(closing=asked)
    assert refused.value.field == "ground"


def test_reason_and_consequence_have_to_be_said(office: Office) -> None:
    with pytest.raises(AgendaError) as refused:
        office.enter(closing=closing(reason=" "))
    assert refused.value.field == "reason"


def test_a_closed_entry_has_no_words_even_by_its_own_address(office: Office) -> None:
    closure = office.closed()
    told = public_entry(closure.entry.uid)
    assert isinstance(told, ClosedEntry)
    assert "Bayangan" not in repr(told)
