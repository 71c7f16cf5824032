"""What is counted of a month, in whose name, and that a recount gives the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from hubung.cases import services
from hubung.cases.choices import Channel, Kind
from hubung.cases.models import Case
from hubung.directory.models import Person, Unit
from hubung.insight import keeping, lately, published
from hubung.insight.models import CallsOfDay, Figure
from hubung.kernel import clock
from hubung.telephony.models import Call, Cause
from tests.support.ministry import Ministry, build

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
EARLY = datetime(2026, 10, 5, 3, tzinfo=UTC)


@pytest.fixture
def ministry() -> Ministry:
    return build()


@pytest.fixture(autouse=True)
def december() -> Iterator[None]:
    with clock.travel(datetime(2026, 12, 4, 3, tzinfo=UTC)):
        yield


def report(at: datetime = EARLY, **more: object) -> Case:
    given = {"channel": Channel.WEB, "text": "Kapal terlambat.", "sector": "laut", **more}
    with clock.travel(at):
        return services.receive_case(**given)  # type: ignore[arg-type]


def hand(case: Case, unit: Unit, by: Person, at: datetime, tier: int = 2) -> Case:
    with clock.travel(at):
        return services.move_case(actor=by, case=case, tier=tier, unit=unit, reason="Lanjut.")


def answer(case: Case, by: Person, at: datetime) -> Case:
    with clock.travel(at):
        return services.answer_case(actor=by, case=case, text="Sudah.", outcome="resolved")


def settled_in_bitung(ministry: Ministry, at: datetime, after: timedelta) -> Case:
    case = hand(report(at), ministry.bitung, ministry.kirana, at + timedelta(hours=1))
    return answer(case, ministry.bima, at + after)


def test_a_report_counts_where_it_is_and_where_it_was_settled(ministry: Ministry) -> None:
    for number in range(6):
        settled_in_bitung(ministry, EARLY + timedelta(hours=number), timedelta(days=2))
    for _number in range(7):
        answer(report(), ministry.ratih, EARLY + timedelta(hours=5))
    late = settled_in_bitung(ministry, EARLY, timedelta(days=40))
    assert keeping.close_months() == 2
    (row,) = [row for row in published.ministry() if row.month == OCTOBER]
    assert (row.received, row.settled, row.waiting) == (14, 13, None)
    assert "waiting" in row.hidden
    assert (row.tier1, row.tier2, row.tier3, row.in_time) == (7, 6, 0, 13)
    assert (row.median_days, row.p90_days) == (Decimal("0.2"), Decimal("2.0"))
    (bitung,) = [row for row in published.unit("KSOP-BIT") if row.month == OCTOBER]
    assert (bitung.received, bitung.settled, bitung.median_days) == (7, 6, Decimal("2.0"))
    (sea,) = published.sectors(OCTOBER)
    assert (sea.sector, sea.settled) == ("laut", 13)
    # One report was settled in November, too late: a count too small to be told.
    assert Case.objects.get(pk=late.pk).answered_at
    (row,) = [row for row in published.ministry() if row.month == NOVEMBER]
    assert (row.received, row.settled, row.hidden) == (0, None, {"settled"})


def test_a_late_answer_is_counted_as_late_although_the_clock_starts_over(
    ministry: Ministry,
) -> None:
    for number in range(5):
        case = settled_in_bitung(ministry, EARLY + timedelta(hours=number), timedelta(days=23))
        with clock.travel(datetime(2026, 11, 9, 3, tzinfo=UTC)):
            services.object_to_answer(case=Case.objects.get(pk=case.pk), reason="Belum.")
    keeping.close_months()
    november, october = published.ministry()
    assert (october.settled, october.in_time, october.in_time_share) == (5, 0, 0)
    assert (november.objections, november.reopened, november.waiting) == (5, 5, 5)
    assert november.oldest_days == 56
    bitung = published.unit("KSOP-BIT")[0]
    assert (bitung.objections, bitung.waiting) == (5, 5)


def test_a_small_unit_is_not_told_nor_reckoned_from_the_others(ministry: Ministry) -> None:
    for number in range(3):
        settled_in_bitung(ministry, EARLY + timedelta(hours=number), timedelta(days=1))
    for unit, by in ((ministry.sea, ministry.damar), (ministry.rail, ministry.tirta)):
        for number in range(8):
            at = EARLY + timedelta(hours=number)
            case = hand(report(at, sector=unit.sector), unit, ministry.kirana, at)
            answer(case, by, at + timedelta(days=1))
    keeping.close_months()
    rows = {row.unit_code: row for row in published.units(OCTOBER)}
    assert rows["KSOP-BIT"].received is None
    hidden = [code for code, row in rows.items() if "settled" in row.hidden]
    assert len(hidden) == 2
    assert {row.settled for row in rows.values()} == {None, 8}
    assert published.ministry()[-1].settled == 19


def test_protected_reports_are_in_no_figure_but_their_own(ministry: Ministry) -> None:
    for _number in range(5):
        report()
    before = lately.count_lately().received
    for _number in range(6):
        report(kind=Kind.MISCONDUCT)
    for _number in range(6):
        report(confidential=True)
    answer(report(), ministry.ratih, EARLY)
    answer(report(kind=Kind.MISCONDUCT), ministry.sekar, EARLY)
    assert lately.count_lately().received == before + 1
    keeping.close_months()
    october = published.ministry()[-1]
    assert october.received == 6
    assert sum(row.received or 0 for row in published.units(OCTOBER)) == 6
    guarded = published.protected()[-1]
    assert (guarded.received, guarded.settled, guarded.hidden) == (13, None, {"settled"})
    assert not Figure.objects.filter(unit=ministry.inspectorate).exists()


def test_formal_information_requests_stand_apart(ministry: Ministry) -> None:
    for number in range(6):
        report(kind=Kind.PUBLIC_INFORMATION, text=f"Mohon salinan laporan {number}.")
        report()
    keeping.close_months()
    october = published.ministry()[-1]
    apart = published.requests()[-1]
    assert (october.received, apart.received, apart.waiting) == (6, 6, 6)
    assert sum(row.received or 0 for row in published.units(OCTOBER)) == 6
    assert lately.count_lately().received == 6


def test_the_last_ninety_days_count_open_reports_too(ministry: Ministry) -> None:
    assert published.recent() is None
    began = datetime(2026, 11, 20, 3, tzinfo=UTC)
    for days in (1, 3, 7):
        answer(report(began), ministry.ratih, began + timedelta(days=days))
    report(began)
    report(began - timedelta(days=90))
    lately.count_lately()
    assert published.recent() is None
    report(began)
    lately.count_lately()
    found = published.recent()
    assert found
    assert (found.received, found.answered) == (5, 3)
    # Half of five reporters have their answer once the third one has it.
    assert (found.median_hours, found.median_days) == (168, 7)
    report(began)
    report(began)
    lately.count_lately()
    found = published.recent()
    assert found
    assert found.median is None


def test_what_becomes_misconduct_later_changes_no_published_month(ministry: Ministry) -> None:
    cases = [report() for _number in range(8)]
    with clock.travel(datetime(2026, 11, 4, tzinfo=UTC)):
        assert keeping.close_months() == 1
        services.correct_facts(actor=ministry.kirana, case=cases[0], kind=Kind.MISCONDUCT)
        other = hand(cases[1], ministry.bitung, ministry.kirana, clock.now())
        services.correct_facts(actor=ministry.bima, case=other, sector="kereta")
        services.merge_case(
            actor=ministry.kirana, case=cases[2], into=cases[3], reason="Sama saja."
        )
    assert keeping.rebuild().different == 0
    assert published.ministry()[-1].received == 8
    assert published.ministry()[0].waiting == 6
    assert [row.unit_code for row in published.units(OCTOBER)] == ["PK151"]


def test_what_is_written_down_after_the_closing_counts_in_the_open_month(
    ministry: Ministry,
) -> None:
    for _number in range(6):
        report()
    with clock.travel(datetime(2026, 11, 4, tzinfo=UTC)):
        keeping.close_months()
    with clock.travel(datetime(2026, 11, 20, tzinfo=UTC)):
        for _number in range(5):
            services.receive_case(channel="letter", text="Surat lama.", received_at=EARLY)
    keeping.close_months()
    november, october = published.ministry()
    assert (november.received, october.received) == (5, 6)
    assert keeping.rebuild() == keeping.Rebuilt(2, Figure.objects.count(), 0)


def test_a_recount_puts_right_what_somebody_changed(ministry: Ministry) -> None:
    for _number in range(6):
        report()
    keeping.close_months()
    Figure.objects.filter(month=OCTOBER, scope="ministry").update(received=60)
    assert keeping.rebuild().different == 1
    assert published.ministry()[-1].received == 6


def test_a_month_is_out_two_days_after_its_end(ministry: Ministry) -> None:
    report()
    with clock.travel(datetime(2026, 11, 2, 16, tzinfo=UTC)):
        assert keeping.close_months() == 0
    with clock.travel(datetime(2026, 11, 2, 17, 1, tzinfo=UTC)):
        assert keeping.close_months() == 1
        assert keeping.close_months() == 0


def test_old_records_are_not_ours_to_boast_with(ministry: Ministry) -> None:
    report(channel=Channel.IMPORT)
    assert keeping.close_months() == 0
    assert lately.count_lately().received == 0


@pytest.mark.parametrize(
    ("mean", "index", "grade"),
    [("4", "100.00", "A"), ("3.532", "88.30", "B"), ("3.064", "76.60", "C"), ("1", "25.00", "D")],
)
def test_the_mean_rating_is_graded_as_the_index_is(
    ministry: Ministry, mean: str, index: str, grade: str
) -> None:
    for _number in range(5):
        case = answer(report(), ministry.ratih, EARLY)
        with clock.travel(EARLY + timedelta(days=1)):
            services.rate_service(case=case, score=3)
    keeping.close_months()
    assert published.ministry()[-1].satisfaction == 3
    Figure.objects.update(satisfaction=Decimal(mean))
    row = published.ministry()[-1]
    assert (row.ratings, row.index, row.grade) == (5, Decimal(index), grade)


def test_the_telephone_is_counted_by_day(ministry: Ministry) -> None:
    begin = datetime(2026, 12, 2, 20, tzinfo=UTC)  # the third in Jakarta
    for number, waited in enumerate((5, 14, 40)):
        Call.objects.create(
            engine_id=f"uji-{number}",
            began_at=begin,
            queued_at=begin,
            talk_began_at=begin + timedelta(seconds=waited),
            ended_at=begin + timedelta(minutes=4),
            cause=Cause.CALLER,
        )
    gone = begin + timedelta(seconds=50)
    Call.objects.create(
        engine_id="uji-9", began_at=begin, queued_at=begin, ended_at=gone, cause=Cause.CALLER
    )
    assert lately.count_calls() == 1
    assert lately.count_calls() == 1
    day = CallsOfDay.objects.get()
    assert (day.day, day.calls, day.answered, day.abandoned) == (date(2026, 12, 3), 4, 3, 1)
    (calls,) = published.calls_by_month()
    assert (calls.begin, calls.counted, calls.in_time) == (date(2026, 12, 1), 4, 2)
    assert calls.share == published.calls_by_day()[0].share
