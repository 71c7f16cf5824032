"""Lists: filters, order, pages; of both types; and what hostile ones cost."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hubung.api.tokens import register_application
from hubung.directory.models import Person, Unit
from tests.integration.scim.conftest import GROUP, SEARCH, USER, WORK, Personnel, secret_of
from tests.support.ministry import build

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def crew(kept_db: None) -> Personnel:
    """Three newcomers, the last of whom is suspended and works in Bitung."""
    whole = register_application(name="Kepegawaian", units=[build().root])
    personnel = Personnel(secret_of(whole))
    intan = personnel.hire("Intan Samudra", title="Nakhoda", externalId="P-1")
    personnel.hire("Bahari Ombak", title="Mualim", externalId="p-2")
    personnel.hire("Cakra Ombak", "KSOP-BIT", active=False)
    members = [{"value": intan["id"]}]
    personnel.post("/Groups", {"displayName": "Tim Siaga", "members": members})
    return personnel


INTAN, BAHARI, CAKRA = (
    f"{name}@dephub.go.id" for name in ("intan.samudra", "bahari.ombak", "cakra.ombak")
)
OURS = '(userName co "samudra" or userName co "ombak")'


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (f'userName eq "{INTAN.upper()}"', [INTAN]),
        (f'userName ne "{INTAN}" and {OURS}', [BAHARI, CAKRA]),
        ('name.formatted co "OMBAK"', [BAHARI, CAKRA]),
        ('displayName sw "cakra"', [CAKRA]),
        ('userName ew "samudra@dephub.go.id"', [INTAN]),
        ("title pr", [INTAN, BAHARI]),
        (f"not (title pr) and {OURS}", [CAKRA]),
        (f"title eq null and {OURS}", [CAKRA]),
        ('title gt "mualim"', [INTAN]),
        ('title ge "mualim"', [INTAN, BAHARI]),
        ('title lt "n"', [BAHARI]),
        ('externalId eq "P-1"', [INTAN]),
        ('externalId eq "p-1"', []),
        ("active eq false", [CAKRA]),
        (f"active ne true and {OURS}", [CAKRA]),
        (f'{WORK}:department eq "ksop-bit" and {OURS}', [CAKRA]),
        ('urn:ietf:params:scim:schemas:core:2.0:User:title eq "mualim"', [BAHARI]),
        (f'emails eq "{INTAN}"', [INTAN]),
        ('emails.value sw "bahari"', [BAHARI]),
        ('emails[type eq "work" and value co "cakra"]', [CAKRA]),
        (f'emails[type eq "home"] and {OURS}', []),
        (f'emails[primary eq true and not (value sw "i")] and {OURS}', [BAHARI, CAKRA]),
        (f'emails[type eq "work"].value eq "{INTAN}"', [INTAN]),
        ('groups.display eq "tim siaga"', [INTAN]),
        ("groups pr", [INTAN]),
        ('id eq "nobody"', []),
        (f'meta.created gt "2020-01-01T00:00:00Z" and {OURS}', [INTAN, BAHARI, CAKRA]),
        (f'meta.created lt "2020-01-01T00:00:00Z" and {OURS}', []),
        ('title eq "nakhoda" or title eq "mualim" and active eq true', [INTAN, BAHARI]),
    ],
)
def test_filters(crew: Personnel, text: str, names: list[str]) -> None:
    assert crew.filter(text).names == names


def test_filters_of_groups(crew: Personnel) -> None:
    intan = crew.filter(f'userName eq "{INTAN}"').json["Resources"][0]["id"]
    for text in (
        'displayName eq "tim siaga"',
        f'members eq "{intan}"',
        f'members.value eq "{intan}"',
        f'members[value eq "{intan}" and type eq "User"]',
    ):
        assert crew.filter(text, "/Groups").names == ["Tim Siaga"]
    assert crew.filter('members.value eq "u0"', "/Groups").names == []


@pytest.mark.parametrize(
    "text",
    [
        "userName",
        'userName eq "a',
        'userName is "a"',
        'nickName eq "a"',
        'userName eq "a" and',
        "active gt true",
        "title co 5",
        'id co "u"',
        'meta.created gt "yesterday"',
        'title[value eq "a"]',
        'userName eq "\\u0000"',
        'userName eq "\\ud800"',
    ],
)
def test_filters_that_mean_nothing_are_refused(crew: Personnel, text: str) -> None:
    assert crew.filter(text).fault == (400, "invalidFilter")


HOSTILE = [
    "(" * 1500 + "title pr" + ")" * 1500,
    "not (" * 500 + "title pr" + ")" * 500,
    " or ".join(['title co "a"'] * 260),
    'title co "' + "%" * 3900 + '"',
    "emails[" + " or ".join(['value co "a"'] * 240) + "]",
    'title eq "' + "a" * 60_000,
    " and ".join(f'emails[value co "{n}"]' for n in range(140)),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_filters_cost_little(crew: Personnel, text: str) -> None:
    began = time.monotonic()
    answer = crew.post("/Users/.search", {"schemas": [SEARCH], "filter": text})
    assert time.monotonic() - began < 5
    assert answer.status == 200 or answer.fault == (400, "invalidFilter")


def test_order_and_pages(crew: Personnel) -> None:
    ours = {"filter": 'title pr or name.formatted co "ombak"'}
    up = crew.get("/Users", ours | {"sortBy": "title"})
    assert up.names == [BAHARI, INTAN, CAKRA]
    down = crew.get("/Users", ours | {"sortBy": "title", "sortOrder": "descending"})
    assert down.names == [CAKRA, INTAN, BAHARI]
    second = crew.get("/Users", ours | {"sortBy": "userName", "startIndex": 2, "count": 1})
    assert second.names == [CAKRA]
    told = second.json
    assert (told["totalResults"], told["startIndex"], told["itemsPerPage"]) == (3, 2, 1)
    assert crew.get("/Users", ours | {"count": 0}).json["totalResults"] == 3
    assert crew.get("/Users", ours | {"startIndex": -4, "count": -4}).json["startIndex"] == 1
    assert crew.get("/Users", ours | {"startIndex": 10**30}).names == []
    assert crew.get("/Users", {"sortBy": "nickName"}).fault == (400, "invalidPath")
    assert crew.get("/Users", {"sortBy": "groups"}).fault[0] == 400
    assert crew.get("/Users", {"count": "many"}).fault[0] == 400


def test_both_types_in_one_search(crew: Personnel) -> None:
    body: dict[str, Any] = {"schemas": [SEARCH], "count": 3}
    people = Person.objects.count()
    told = crew.post("/.search", body).json
    assert told["totalResults"] == people + 1
    last = crew.post("/.search", body | {"startIndex": people}).json["Resources"]
    assert [each["schemas"][0] for each in last] == [USER, GROUP]
    assert crew.post("/.search", body | {"filter": 'displayName co "siaga"'}).names == ["Tim Siaga"]
    assert crew.post("/.search", body | {"filter": 'title eq "nakhoda"'}).names == [INTAN]
    assert crew.get("/", {"filter": 'title eq "nakhoda"'}).names == [INTAN]
    assert crew.post("/.search", body | {"sortBy": "id"}).fault == (501, None)
    few = crew.post("/.search", body | {"attributes": ["displayName"], "startIndex": people + 1})
    assert few.json["Resources"][0].keys() == {"schemas", "id", "displayName"}


def test_a_page_of_a_hundred_costs_as_many_queries_as_one_of_ten(crew: Personnel) -> None:
    sea = Unit.objects.get(code="DJPL")
    Person.objects.bulk_create(
        [Person(email=f"p{n}@dephub.go.id", name=f"Pegawai {n}", unit=sea) for n in range(3000)]
    )
    members = [{"value": crew.hire(f"Awak {n}")["id"]} for n in range(3)]
    crew.post("/Groups", {"displayName": "Tim Awak", "members": members})
    costs = []
    last = Person.objects.count() + 1
    for count in (10, 100):
        with CaptureQueriesContext(connection) as queries:
            answer = crew.get("/Users", {"count": count, "startIndex": last - count})
        assert len(answer.names) == count
        assert answer.json["Resources"][-1]["groups"][0]["display"] == "Tim Awak"
        asked = [each["sql"] for each in queries if " FROM " in each["sql"]]
        costs.append(len([sql for sql in asked if 'FROM "cache"' not in sql]))
    # The token, the units, how many, the people, their addresses, their groups.
    assert costs == [6, 6]
