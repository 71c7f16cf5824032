"""Likely duplicates are found, with a reason that a person can check."""

from __future__ import annotations

from datetime import date

import pytest

from hubung.cases import services, similar
from hubung.cases.models import Case
from tests.support.ministry import Ministry, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry() -> Ministry:
    return build()


def report(text: str, **more: object) -> Case:
    return services.receive_case(channel="web", text=text, **more)  # type: ignore[arg-type]


def test_the_same_ship_yesterday(ministry: Ministry) -> None:
    before = report(
        "Kemarin nama anak saya tidak tercatat di manifes KM Tirta Nirmala.",
        happened_on=date(2026, 11, 21),
    )
    report("Kapal lain, KM Sagara Biru, tidak punya pelampung di dek bawah.")
    report("AC kereta 3 mati dari Kroya.")
    case = report(
        "Manifes KM Tirta Nirmala tidak memuat nama istri saya.", happened_on=date(2026, 11, 22)
    )
    found = similar.similar_cases(case, seen_by=ministry.ratih)
    assert [item.case for item in found] == [before]
    assert "Tirta, Nirmala" in found[0].reasons[0]
    assert len(found[0].reasons) == 2


def test_nothing_alike(ministry: Ministry) -> None:
    report("AC kereta 3 mati dari Kroya.")
    case = report("Bagasi saya pecah di Batam.")
    assert similar.similar_cases(case, seen_by=ministry.ratih) == []


def test_never_what_one_may_not_see(ministry: Ministry) -> None:
    report("Petugas KM Tirta Nirmala minta uang, manifes diubah.", kind="misconduct")
    case = report("Manifes KM Tirta Nirmala diubah petugas.")
    assert similar.similar_cases(case, seen_by=ministry.ratih) == []
