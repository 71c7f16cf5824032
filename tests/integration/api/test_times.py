"""Handing in how long services took, by the program that provides them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hubung.api.models import Application, Scope
from hubung.insight.models import Served, Service
from hubung.kernel import clock
from tests.integration.api.conftest import as_application, as_person
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db
ADDRESS = "/services/buku-pelaut/times"


@pytest.fixture
def book(ministry: Ministry) -> Service:
    return Service.objects.create(code="buku-pelaut", name="Buku pelaut", unit=ministry.bitung)


def _one(number: int, received: str = "2026-11-02", finished: str = "2026-11-04") -> dict[str, str]:
    return {"reference": f"BP-{number}", "received_on": received, "finished_on": finished}


def test_a_program_hands_in_and_may_do_it_again(harbour: Application, book: Service) -> None:
    api = as_application(harbour, Scope.TIMES_WRITE)
    asked = {"items": [_one(1), _one(2)]}
    assert api.post(ADDRESS, asked).json == {"created": 2, "changed": 0, "known": 0}
    asked = {"items": [_one(1), _one(2, finished="2026-11-05")]}
    assert api.post(ADDRESS, asked).json == {"created": 0, "changed": 1, "known": 1}
    assert sorted(Served.objects.values_list("working_days", flat=True)) == [2, 3]


def test_all_or_nothing(harbour: Application, book: Service) -> None:
    tomorrow = (clock.now().date() + timedelta(days=2)).isoformat()
    items = [_one(1), _one(2, finished="2026-11-01"), _one(3, finished=tomorrow)]
    answer = as_application(harbour).post(ADDRESS, {"items": items})
    assert (answer.status, answer.kind) == (422, "invalid")
    assert [fault["at"] for fault in answer.json["errors"]] == [
        "/items/1/finished_on",
        "/items/2/finished_on",
    ]
    assert as_application(harbour).post(ADDRESS, {"items": []}).status == 422
    assert not Served.objects.exists()


def test_only_who_answers_for_the_unit(
    ministry: Ministry, harbour: Application, book: Service
) -> None:
    asked = {"items": [_one(1, date(2026, 11, 2).isoformat())]}
    assert as_application(harbour, Scope.CASES_READ).post(ADDRESS, asked).kind == "out-of-scope"
    assert as_person(ministry.tirta).post(ADDRESS, asked).status == 404
    assert as_person(ministry.jaya).post("/services/pas-kecil/times", asked).status == 404
    assert as_person(ministry.jaya).post(ADDRESS, asked).status == 200
