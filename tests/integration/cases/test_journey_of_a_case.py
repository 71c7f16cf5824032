"""A report climbs as far as it must through three tiers and leaves as an answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hubung.cases import services
from hubung.cases.choices import Channel, ClockName, EntryKind, Kind, Outcome, Status
from hubung.cases.errors import (
    AlreadyTakenError,
    CaseError,
    ChangedMeanwhileError,
    IncompleteError,
    NotAllowedError,
    NotPossibleError,
)
from hubung.cases.models import Case, Clock, Handler
from hubung.cases.queries import history_of, visible
from hubung.cases.services import timing
from hubung.kernel import clock, tasks
from tests.support.ministry import Ministry, build

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09:00 WIB

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry() -> Ministry:
    return build()


def report(**more: object) -> Case:
    given = {
        "channel": Channel.WEB,
        "text": "Nama anak saya tidak ada di manifes KM Tirta Nirmala. Kapal tetap berangkat.",
        "sector": "laut",
        "reporter": services.ReporterDetails(name="Sekarwangi Tunas-Lestari", email="s@contoh.id"),
        **more,
    }
    return services.receive_case(**given)  # type: ignore[arg-type]


def running(case: Case, name: ClockName) -> Clock:
    return Clock.objects.get(case=case, name=name)


def test_the_whole_way(ministry: Ministry) -> None:
    with clock.travel(MONDAY):
        case = report()
        assert case.status == Status.NEW
        assert case.unit == ministry.centre
        assert case.number.startswith("151-26-")
        assert len(case.code) == 14
        case = services.take_case(actor=ministry.ratih, case=case)
        assert (case.status, case.owner) == (Status.IN_PROGRESS, ministry.ratih)
        case = services.move_case(
            actor=ministry.ratih, case=case, tier=2, unit=ministry.sea, reason="Perlu manifes."
        )
        assert (case.tier, case.owner, case.unit) == (2, None, ministry.sea)
        case = services.take_case(actor=ministry.damar, case=case)
    # Eleven working days later three quarters of the limit have passed: up by itself.
    with clock.travel(MONDAY + timedelta(days=16)):
        while timing.sound_alarms():
            pass
        case.refresh_from_db()
        assert (case.tier, case.owner) == (3, ministry.laksmi)
        case = services.answer_case(
            actor=ministry.laksmi, case=case, text="Manifes dibetulkan.", outcome=Outcome.RESOLVED
        )
        answer = case.answers.get()
        assert answer.author_name == "Laksmi Wandhani-Sagara"
        assert answer.author_post == "Direktur Perkapalan dan Kepelautan"
        case = services.object_to_answer(case=case, reason="Belum dibetulkan.")
        assert (case.status, case.tier, case.owner) == (Status.REOPENED, 3, ministry.laksmi)
        case = services.answer_case(
            actor=ministry.laksmi, case=case, text="Sudah kami periksa lagi.", outcome="resolved"
        )
        with pytest.raises(CaseError, match=r"once already|satu kali"):
            services.object_to_answer(case=case, reason="Lagi.")
        case = services.rate_service(case=case, score=4, comment="Terima kasih")
        case = services.close_case(case=case)
    assert case.status == Status.CLOSED
    kinds = list(case.timeline.values_list("kind", flat=True))
    assert kinds[:4] == ["received", "taken", "moved", "taken"]
    assert kinds[-5:] == ["answered", "objected", "answered", "rated", "closed"]
    assert EntryKind.REMINDED in kinds


def test_two_agents_cannot_both_take_it(ministry: Ministry) -> None:
    case = report()
    services.take_case(actor=ministry.ratih, case=case)
    with pytest.raises(AlreadyTakenError, match="Ratih Kembangsore"):
        services.take_case(actor=ministry.wulandari, case=case)
    case.refresh_from_db()
    assert case.owner == ministry.ratih
    assert case.entries == 2


def test_a_retry_of_the_door_makes_no_second_case(ministry: Ministry) -> None:
    assert report(external_id="abc") == report(external_id="abc")
    assert Case.objects.count() == 1


def test_waiting_for_the_reporter_stops_the_clock(ministry: Ministry) -> None:
    with clock.travel(MONDAY):
        case = services.take_case(actor=ministry.ratih, case=report())
        before = running(case, ClockName.RESOLUTION).due_at
        case = services.ask_reporter(actor=ministry.ratih, case=case, question="Kapal apa?")
        assert running(case, ClockName.RESOLUTION).due_at is None
        assert running(case, ClockName.COMPLETION).due_at is not None
    with clock.travel(MONDAY + timedelta(days=2)):
        case = services.add_information(case=case, text="KM Tirta Nirmala.")
        assert case.status == Status.IN_PROGRESS
        after = running(case, ClockName.RESOLUTION).due_at
        assert before is not None
        assert after is not None
        assert after > before


def test_a_report_never_completed_is_deemed_withdrawn_and_kept(ministry: Ministry) -> None:
    with clock.travel(MONDAY):
        case = services.ask_reporter(actor=ministry.ratih, case=report(), question="Kapan?")
    # The thirty days end before Christmas, and the office opens after it.
    with clock.travel(MONDAY + timedelta(days=35)):
        while timing.sound_alarms():
            pass
    case.refresh_from_db()
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.WITHDRAWN)


def test_an_answered_case_closes_by_itself_and_opens_again(ministry: Ministry) -> None:
    with clock.travel(MONDAY):
        case = services.answer_case(
            actor=ministry.ratih, case=report(), text="Jawaban.", outcome="explained"
        )
    with clock.travel(MONDAY + timedelta(days=20)):
        while timing.sound_alarms():
            pass
        case.refresh_from_db()
        assert case.status == Status.CLOSED
        case = services.add_information(case=case, text="Belum selesai.")
        assert case.status == Status.REOPENED
        assert running(case, ClockName.RESOLUTION).running


def test_misconduct_goes_to_the_inspectorate_only(ministry: Ministry) -> None:
    case = report(kind=Kind.MISCONDUCT, sector="darat")
    assert (case.unit, case.confidential) == (ministry.inspectorate, True)
    assert list(visible(ministry.sekar)) == [case]
    for person in (ministry.ratih, ministry.kirana, ministry.damar, ministry.gatra, ministry.arum):
        assert not visible(person).exists()
    with pytest.raises(IncompleteError):
        services.move_case(
            actor=ministry.sekar, case=case, tier=2, unit=ministry.sea, reason="Salah alamat."
        )


def test_correcting_the_kind_to_misconduct_hides_it_at_once(ministry: Ministry) -> None:
    case = services.take_case(actor=ministry.ratih, case=report())
    case = services.correct_facts(actor=ministry.ratih, case=case, kind=Kind.MISCONDUCT)
    assert (case.unit, case.confidential, case.owner) == (ministry.inspectorate, True, None)
    assert not visible(ministry.ratih).exists()
    assert not Handler.objects.filter(case=case).exists()
    assert running(case, ClockName.RESOLUTION).days == 60


def test_nobody_acts_beyond_their_roles(ministry: Ministry) -> None:
    case = report()
    with pytest.raises(NotAllowedError):
        services.take_case(actor=ministry.damar, case=case)
    with pytest.raises(NotAllowedError):
        services.add_note(actor=ministry.gatra, case=case, text="Auditor menulis.")
    with pytest.raises(NotAllowedError):
        services.answer_case(actor=ministry.arum, case=case, text="x", outcome="resolved")


def test_an_answer_needs_text_and_outcome_and_an_open_case(ministry: Ministry) -> None:
    case = report()
    with pytest.raises(IncompleteError):
        services.answer_case(actor=ministry.ratih, case=case, text=" ", outcome="resolved")
    with pytest.raises(IncompleteError):
        services.answer_case(actor=ministry.ratih, case=case, text="Ya.", outcome="")
    services.answer_case(actor=ministry.ratih, case=case, text="Ya.", outcome="resolved")
    with pytest.raises(NotPossibleError):
        services.move_case(
            actor=ministry.ratih, case=case, tier=2, unit=ministry.sea, reason="Terlambat."
        )


def test_an_answer_to_what_has_changed_meanwhile_is_held_back(ministry: Ministry) -> None:
    case = report()
    seen = case.version
    services.add_information(case=case, text="Ada tambahan.")
    with pytest.raises(ChangedMeanwhileError):
        services.answer_case(
            actor=ministry.ratih, case=case, text="Ya.", outcome="resolved", version=seen
        )


def test_moving_to_another_zone_moves_the_due_date(ministry: Ministry) -> None:
    with clock.travel(MONDAY):
        case = report()
        before = running(case, ClockName.RESOLUTION).due_at
        services.move_case(
            actor=ministry.ratih, case=case, tier=2, unit=ministry.bitung, reason="Di Bitung."
        )
        after = running(case, ClockName.RESOLUTION).due_at
    assert before is not None
    assert after is not None
    assert before - after == timedelta(hours=1)


def test_a_case_follows_the_successor_of_a_closed_unit(ministry: Ministry) -> None:
    ministry.rail.closed_on, ministry.rail.successor = MONDAY.date(), ministry.sea
    ministry.rail.save()
    with clock.travel(MONDAY + timedelta(days=1)):
        case = services.move_case(
            actor=ministry.ratih, case=report(), tier=2, unit=ministry.rail, reason="Kereta."
        )
    assert case.unit == ministry.sea


def test_merging_and_undoing_it(ministry: Ministry) -> None:
    with clock.travel(MONDAY):
        kept, doubled = report(), report(text="Sama: manifes KM Tirta Nirmala tidak lengkap.")
        doubled = services.take_case(actor=ministry.ratih, case=doubled)
        due = running(doubled, ClockName.RESOLUTION).due_at
        merge = services.merge_case(
            actor=ministry.ratih, case=doubled, into=kept, reason="Peristiwa yang sama."
        )
        doubled.refresh_from_db()
        assert (doubled.status, doubled.merged_into) == (Status.CLOSED, kept)
    with clock.travel(MONDAY + timedelta(days=15)):
        while timing.sound_alarms():
            pass
        doubled.refresh_from_db()
        assert doubled.tier == 1, "a merged case must not escalate"
        doubled = services.unmerge_case(actor=ministry.ratih, merge=merge)
    assert (doubled.status, doubled.owner) == (Status.IN_PROGRESS, ministry.ratih)
    assert doubled.merged_into is None
    assert running(doubled, ClockName.RESOLUTION).due_at == due
    kept.refresh_from_db()
    assert list(kept.timeline.values_list("kind", flat=True))[-2:] != ["received"]


def test_linking_and_splitting(ministry: Ministry) -> None:
    case, other = report(), report(text="Kemarin juga begitu di KM Tirta Nirmala.")
    services.link_cases(actor=ministry.ratih, case=other, other=case, reason="Kapal yang sama.")
    assert case.links.get().other == other
    part = services.split_case(
        actor=ministry.ratih, case=case, title="Toilet rusak", text="Toiletnya rusak.", reason="Dua"
    )
    assert part.reporter == case.reporter
    assert part.created_at == case.created_at


def test_an_anonymous_report_keeps_no_reporter(ministry: Ministry) -> None:
    case = report(anonymous=True)
    assert case.reporter is None


def test_everything_is_told_to_listeners(ministry: Ministry) -> None:
    from hubung.kernel.models import Event

    services.take_case(actor=ministry.ratih, case=report())
    assert list(Event.objects.order_by("id").values_list("name", flat=True)) == [
        "cases.CaseReceived",
        "cases.CaseTaken",
    ]
    tasks.run_until_idle()
    assert not Event.objects.filter(next_attempt_at__isnull=False).exists()


def test_open_cases_follow_a_unit_that_ends(ministry: Ministry) -> None:
    with clock.travel(MONDAY):
        case = services.move_case(
            actor=ministry.ratih,
            case=report(),
            tier=2,
            unit=ministry.rail,
            reason="Kereta.",
            owner=ministry.tirta,
        )
        assert timing.follow_successors() == 0
    ministry.rail.closed_on, ministry.rail.successor = MONDAY.date(), ministry.sea
    ministry.rail.save()
    with clock.travel(MONDAY + timedelta(days=1)):
        assert timing.follow_successors() == 1
        assert timing.follow_successors() == 0
    case.refresh_from_db()
    assert (case.unit, case.tier, case.owner) == (ministry.sea, 2, ministry.tirta)
    assert case.timeline.last().data["automatic"] is True  # type: ignore[union-attr]


def test_nobody_writes_into_anothers_details(ministry: Ministry) -> None:
    """An address that somebody typed proves nothing; the desk still sees what belongs together."""
    first = report()
    second = report(
        reporter=services.ReporterDetails(name="Orang Lain", email="S@contoh.id", phone="+628111")
    )
    third = report()
    assert first.reporter is not None
    assert second.reporter is not None
    assert first.reporter == third.reporter != second.reporter
    assert (first.reporter.name, first.reporter.phone) == ("Sekarwangi Tunas-Lestari", "")
    assert list(history_of(first.reporter, seen_by=ministry.ratih)) == [third, second, first]


def test_number_and_code_stop_the_mails_of_that_report_only(ministry: Ministry) -> None:
    first, second = report(), report()
    services.stop_notices_of_case(case=first)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_notified, second.is_notified) == (False, True)
    assert second.reporter is not None
    services.stop_notices(reporter=second.reporter)
    assert not Case.objects.select_related("reporter").get(pk=second.pk).is_notified
    newest = report(reporter=services.ReporterDetails(name="Lain", email="s@contoh.id"))
    assert not newest.is_notified
