"""Who comes in, how often, and what is said to whom the protocol has no other answer for."""

from __future__ import annotations

import pytest

from hubung.api.models import Application, Scope
from hubung.api.policies import scopes_open_to
from hubung.directory.models import Person
from tests.integration.scim.conftest import WORK, Personnel, newcomer, secret_of
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db

DISCOVERY = ("/ServiceProviderConfig", "/ResourceTypes", "/Schemas")


def test_nothing_is_told_without_a_token(ministry: Ministry) -> None:
    for path in (*DISCOVERY, "/Users", "/Groups/g1", "/Me", "/nowhere"):
        answer = Personnel().get(path)
        assert answer.fault == (401, None)
        assert answer.response["WWW-Authenticate"].startswith("Bearer")
    assert Personnel("hub_" + "x" * 40).get("/Users").fault == (401, None)


def test_a_token_for_something_else_opens_nothing(whole: Application) -> None:
    other = Personnel(secret_of(whole, Scope.DIRECTORY_READ, Scope.NUMBERS_READ))
    assert other.get("/Users").fault == (403, None)


def test_as_many_requests_as_the_token_has(whole: Application) -> None:
    slow = Personnel(secret_of(whole, per_hour=2))
    assert [slow.get("/Users").status for _each in range(3)] == [200, 200, 429]
    assert slow.get("/Users").response["Retry-After"]


def test_a_person_provisions_where_they_administer(ministry: Ministry) -> None:
    assert Scope.ACCOUNTS_PROVISION in scopes_open_to(ministry.arum)
    assert Scope.ACCOUNTS_PROVISION not in scopes_open_to(ministry.damar)
    arum = Personnel(secret_of(ministry.arum))
    assert len(arum.get("/Users").names) == Person.objects.count()
    damar = Personnel(secret_of(ministry.damar))
    assert damar.get("/Users").names == []
    assert damar.post("/Users", newcomer("Intan Samudra")).fault == (400, "invalidValue")
    own = {"op": "replace", "path": "active", "value": False}
    assert arum.patch(f"/Users/u{ministry.arum.pk}", own).fault == (403, None)


def test_what_the_service_says_of_itself(personnel: Personnel, harbours: Personnel) -> None:
    told = personnel.get("/ServiceProviderConfig").json
    for feature in ("patch", "bulk", "filter", "sort", "etag"):
        assert told[feature]["supported"] is True
    assert told["changePassword"]["supported"] is False
    types = personnel.get("/ResourceTypes").json["Resources"]
    assert {each["endpoint"] for each in types} == {"/Users", "/Groups"}
    units = {
        name: attribute["canonicalValues"]
        for name, program in (("whole", personnel), ("harbours", harbours))
        for attribute in program.get(f"/Schemas/{WORK}").json["attributes"]
        if attribute["name"] == "department"
    }
    assert units["harbours"] == ["DJPL", "KSOP-BIT"]
    assert "PK151" in units["whole"]
    for path in DISCOVERY:
        assert personnel.get(path, {"filter": 'id eq "x"'}).fault == (403, None)
        assert personnel.post(path, {}).fault == (405, None)


def test_addresses_that_lead_nowhere(personnel: Personnel) -> None:
    for path in ("/Machines", "/Users/", "/Users/u1/name", "/Schemas/x", "/ResourceTypes/x"):
        assert personnel.get(path).fault == (404, None)
    for pk in ("0", "u", "u0", "g1", "u-1", "u١", "u" + "9" * 40, "%00"):
        assert personnel.get(f"/Users/{pk}").fault == (404, None)
    assert personnel.get("/Me").fault == (501, None)
    assert personnel.put("/Users", {}).fault == (405, None)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        '"x"',
        "NaN",
        '{"userName": NaN}',
        '{"userName": "\\u0000"}',
        '{"userName": "\\ud800"}',
        '{"\\ud800": 1}',
        '{"a":' * 30 + "1" + "}" * 30,
        "[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_bodies_that_cannot_be_read(personnel: Personnel, body: str | bytes) -> None:
    for method, path in (("POST", "/Users"), ("POST", "/Bulk"), ("POST", "/.search")):
        assert personnel.send(method, path, body or b" ").fault == (400, "invalidSyntax")


def test_no_cookie_opens_anything(ministry: Ministry) -> None:
    program = Personnel()
    program.client.force_login(ministry.arum)
    assert program.get("/Users").fault == (401, None)
