"""The million cases of the benchmark are cases as the program itself makes them."""

from __future__ import annotations

import pytest
from bench import samples
from bench.registry import Builder

from hubung.cases import queries, search, timeline
from hubung.cases.choices import OPEN
from hubung.cases.models import Answer, Case, Clock, Entry
from hubung.cases.services import receive_case
from tests.support.ministry import build

pytestmark = pytest.mark.django_db

CASES = 400


def test_every_timeline_holds_and_every_case_is_whole() -> None:
    build()
    Builder(CASES).build()
    assert Case.objects.count() == CASES
    assert [broken for broken in timeline.verify_all() if broken] == []
    assert Clock.objects.count() == 2 * CASES
    ended = Case.objects.exclude(status__in=OPEN)
    assert Answer.objects.count() == ended.count() > CASES * 0.9
    assert not Case.objects.filter(status__in=OPEN, next_due_at__isnull=True).exists()
    assert Entry.objects.filter(seq=1).values("case").distinct().count() == CASES


def test_they_are_found_by_those_who_may_see_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST", CASES)
    people = build()
    Builder(CASES).build()
    found = search.find(people.ratih, samples.COMMON_WORD)
    seen = queries.visible(people.ratih).filter(text__icontains=f" {samples.COMMON_WORD} ")
    assert set(seen) <= set(found.cases)
    assert search.find(people.ratih, samples.RARE_WORD).cases.get().pk == 7
    at_sea = search.find(people.damar, samples.COMMON_WORD).cases
    assert {case.unit_id for case in at_sea} <= {people.sea.pk, people.bitung.pk}


def test_the_next_report_follows_the_last_one() -> None:
    build()
    Builder(CASES).build()
    case = receive_case(channel="phone", text="Kapal terlambat enam jam.")
    # With a gap of chance between them.
    assert case.pk > CASES
