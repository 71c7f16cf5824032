"""The directory: what the ministry publishes of itself, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from hubung.directory.models import Holding, Person, Unit, UnitName
from hubung.directory.services import give_number
from tests.integration.api.conftest import as_person
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db


def test_units_make_a_tree(ministry: Ministry) -> None:
    told = as_person(ministry.ratih).get("/units").json
    parents = {unit["code"]: unit["parent"] for unit in told["items"]}
    assert parents == {
        "DJKA": "KEMENHUB",
        "DJPL": "KEMENHUB",
        "ITJEN": "KEMENHUB",
        "KEMENHUB": None,
        "KSOP-BIT": "DJPL",
        "PK151": "KEMENHUB",
    }
    assert list(parents) == sorted(parents)


def test_pages_of_units(ministry: Ministry) -> None:
    api = as_person(ministry.ratih)
    first = api.get("/units", {"limit": 4}).json
    rest = api.get("/units", {"limit": 4, "cursor": first["next_cursor"]}).json
    assert [unit["code"] for unit in first["items"] + rest["items"]] == sorted(
        Unit.objects.values_list("code", flat=True)
    )
    assert rest["next_cursor"] is None


def test_filters(ministry: Ministry) -> None:
    Unit.objects.filter(code="DJKA").update(
        opened_on=date(2020, 1, 1), closed_on=date(2026, 1, 1), successor=ministry.sea
    )
    api = as_person(ministry.ratih)

    def found(**query: str) -> list[str]:
        return [unit["code"] for unit in api.get("/units", query).json["items"]]

    assert found(under="DJPL") == ["DJPL", "KSOP-BIT"]
    assert found(sector="kereta") == ["DJKA"]
    assert found(kind="contact_centre") == ["PK151"]
    assert "DJKA" in found(on="2025-12-31")
    assert "DJKA" not in found(on="2026-01-01")
    assert "DJKA" not in found(on="2019-12-31")
    ended = api.get("/units/DJKA").json
    assert (ended["closed_on"], ended["successor"]) == ("2026-01-01", "DJPL")


def test_a_unit_tells_its_names(ministry: Ministry) -> None:
    for name, day in (("Balai Angin", date(2020, 1, 1)), ("Balai Badai", date(2024, 5, 1))):
        UnitName.objects.create(unit=ministry.bitung, name=name, valid_from=day)
    told = as_person(ministry.ratih).get("/units/KSOP-BIT").json
    assert [(each["name"], each["valid_from"]) for each in told["names"]] == [
        ("Balai Angin", "2020-01-01"),
        ("Balai Badai", "2024-05-01"),
    ]
    assert told["timezone"] == "Asia/Makassar"


def test_a_post_names_its_holder_and_nothing_private(ministry: Ministry) -> None:
    Person.objects.filter(pk=ministry.laksmi.pk).update(phone="+6281234567890")
    give_number(ministry.laksmi, "199001012015012001")
    answer = as_person(ministry.ratih).get("/units/DJPL/posts")
    assert answer.json == [
        {
            "title": "Direktur Perkapalan dan Kepelautan",
            "heads_unit": False,
            "email": "",
            "holders": [{"name": "Laksmi Wandhani-Sagara", "acting": False, "since": "2020-01-01"}],
        }
    ]
    Holding.objects.update(valid_to=date(2021, 1, 1))
    assert as_person(ministry.ratih).get("/units/DJPL/posts").json[0]["holders"] == []


@pytest.mark.parametrize("path", ["/units/NONE", "/units/NONE/posts", "/units/%00"])
def test_a_code_of_no_unit(ministry: Ministry, path: str) -> None:
    assert as_person(ministry.ratih).get(path).kind == "not-found"
