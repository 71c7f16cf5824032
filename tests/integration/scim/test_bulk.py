"""Several operations in one request."""

from __future__ import annotations

from typing import Any

import pytest

from hubung.directory.models import Person
from hubung.scim import bulk
from tests.integration.scim.conftest import BULK, Personnel, newcomer

pytestmark = pytest.mark.django_db


def post(path: str, bulk_id: str, data: Any) -> dict[str, Any]:
    return {"method": "POST", "path": path, "bulkId": bulk_id, "data": data}


def statuses(answer: Any) -> list[str]:
    assert answer.status == 200, answer.response.content
    return [each["status"] for each in answer.json["Operations"]]


def test_a_group_names_people_who_are_made_after_it(personnel: Personnel) -> None:
    crew = {"displayName": "Tim Siaga", "members": [{"value": "bulkId:a"}, {"value": "bulkId:b"}]}
    answer = personnel.bulk(
        post("/Groups", "g", crew),
        post("/Users", "a", newcomer("Intan Samudra")),
        post("/Users", "b", newcomer("Bahari Ombak")),
        {"method": "DELETE", "path": "/Users/bulkId:b"},
    )
    assert statuses(answer) == ["201", "201", "201", "204"]
    made = answer.json["Operations"]
    assert [each.get("bulkId") for each in made] == ["g", "a", "b", None]
    group = personnel.get("/Groups/" + made[0]["location"].rpartition("/")[2])
    assert group.etag == made[0]["version"]
    ids = [each["value"] for each in group.json["members"]]
    assert ids == [each["location"].rpartition("/")[2] for each in made[1:3]]


def test_one_that_is_refused_leaves_the_others_be(personnel: Personnel) -> None:
    answer = personnel.bulk(
        post("/Users", "a", newcomer("Intan Samudra")),
        post("/Users", "b", newcomer("Intan Samudra")),
        post("/Users", "c", newcomer("Bahari Ombak", "NIHIL")),
        post("/Users", "d", newcomer("Cakra Ombak")),
    )
    assert statuses(answer) == ["201", "409", "400", "201"]
    refused = answer.json["Operations"][1]["response"]
    assert (refused["status"], refused["scimType"]) == ("409", "uniqueness")
    assert Person.objects.filter(email__contains="ombak").count() == 1


def test_it_stops_after_so_many_errors(personnel: Personnel) -> None:
    wrong = newcomer("Intan Samudra", "NIHIL")
    answer = personnel.bulk(
        post("/Users", "a", wrong),
        post("/Users", "b", wrong),
        post("/Users", "c", newcomer("Cakra Ombak")),
        failOnErrors=2,
    )
    assert statuses(answer) == ["400", "400"]
    assert not Person.objects.filter(email__startswith="cakra").exists()


def test_versions_and_every_method(personnel: Personnel) -> None:
    shown = personnel.hire("Intan Samudra")
    at, version = f"/Users/{shown['id']}", shown["meta"]["version"]
    patch = {"Operations": [{"op": "replace", "path": "title", "value": "Nakhoda"}]}
    put = newcomer("Intan Samudra", title="Mualim")
    answer = personnel.bulk(
        {"method": "PATCH", "path": at, "version": version, "data": patch},
        {"method": "PATCH", "path": at, "version": version, "data": patch},
        {"method": "put", "path": at, "data": put},
    )
    assert statuses(answer) == ["200", "412", "200"]
    assert personnel.get(at).json["title"] == "Mualim"


@pytest.mark.parametrize(
    ("operation", "status"),
    [
        (post("/Users", "a", {"members": [{"value": "bulkId:a"}]}), "409"),
        (post("/Users", "a", {"userName": "bulkId:z"}), "409"),
        (post("/Users", "", newcomer("Intan Samudra")), "400"),
        (post("/Users/u1", "a", newcomer("Intan Samudra")), "400"),
        (post("/Machines", "a", {}), "400"),
        ({"method": "PUT", "path": "/Users", "data": {}}, "400"),
        ({"method": "GET", "path": "/Users/u1", "data": {}}, "400"),
        ({"method": "PATCH", "path": "/Users/u1"}, "400"),
        ({"method": "DELETE", "path": "/Users/u0"}, "404"),
        ({"path": ["x"]}, "400"),
        ("nonsense", "400"),
    ],
)
def test_operations_that_mean_nothing(personnel: Personnel, operation: Any, status: str) -> None:
    assert statuses(personnel.bulk(operation)) == [status]


def test_a_circle_is_a_conflict(personnel: Personnel) -> None:
    answer = personnel.bulk(
        post("/Groups", "a", {"displayName": "A", "members": [{"value": "bulkId:b"}]}),
        post("/Groups", "b", {"displayName": "B", "members": [{"value": "bulkId:a"}]}),
    )
    assert statuses(answer) == ["409", "409"]


def test_limits(personnel: Personnel) -> None:
    many = [{"method": "DELETE", "path": "/Users/u0"}] * (bulk.OPERATIONS + 1)
    assert personnel.bulk(*many).fault == (413, None)
    assert personnel.bulk(post("/Users", "a", {"x": "y" * bulk.BYTES})).fault == (413, None)
    assert personnel.post("/Bulk", {"schemas": [BULK]}).fault == (400, "invalidSyntax")
    assert personnel.bulk(failOnErrors=0).fault == (400, "invalidValue")
