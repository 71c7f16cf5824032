"""Whatever goes wrong under /api is told as a problem document."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hubung.api.models import Token
from tests.integration.api.conftest import Api, as_person
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/api/nothing", "/api/v1/nothing", "/api/v1/", "/api/v2/cases", "/api/v1/cases/1/2/3"]
)
def test_an_address_that_leads_nowhere(ministry: Ministry, path: str) -> None:
    found = Client().get(path, headers={"Accept-Language": "en"})
    assert found.status_code == 404
    assert found["Content-Type"] == "application/problem+json"
    assert found["Content-Length"] == str(len(found.content))
    told = json.loads(found.content)
    assert told["title"] == "There is no such thing"
    assert told["instance"] == f"urn:hubung:request:{found['X-Request-ID']}"
    assert found["Content-Security-Policy"]


def test_a_method_that_is_none(ministry: Ministry) -> None:
    found = Client().delete("/api/v1/cases")
    assert found.status_code == 405
    assert found["Content-Type"] == "application/problem+json"
    assert set(found["Allow"].split(", ")) == {"GET", "POST"}


def test_the_language_is_the_callers(ministry: Ministry) -> None:
    found = Client().get("/api/v1/cases", headers={"Accept-Language": "id"})
    assert json.loads(found.content)["title"] == "Diperlukan token yang berlaku"


def test_a_mistake_of_ours_is_told_without_its_cause(
    ministry: Ministry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Token) -> None:
        raise RuntimeError("the inside of the program")

    api = as_person(ministry.ratih)
    monkeypatch.setattr(Token, "holder_name", property(broken))
    answer = api.get("/token")
    assert (answer.status, answer.kind) == (500, "internal")
    assert b"inside" not in answer.response.content


def test_a_body_that_is_no_json(ministry: Ministry) -> None:
    api = as_person(ministry.ratih)
    for body in (b"{", b"\xff\xfe", b"text=1"):
        found = api.client.post(
            "/api/v1/cases", body, content_type="application/json", headers=api.headers
        )
        assert found.status_code == 400
        assert json.loads(found.content)["type"].endswith("#malformed")


def test_a_body_that_is_too_large(ministry: Ministry) -> None:
    answer = as_person(ministry.ratih).post("/cases", {"text": "a" * 3_000_000})
    assert (answer.status, answer.kind) == (413, "too-large")


def test_a_form_is_no_body(ministry: Ministry) -> None:
    api = as_person(ministry.ratih)
    file = SimpleUploadedFile("a.txt", b"x")
    found = api.client.post("/api/v1/cases", {"file": file}, headers=api.headers)
    assert found.status_code == 400


def test_each_fault_is_named(ministry: Ministry) -> None:
    answer = as_person(ministry.ratih).post(
        "/cases", {"text": "", "reporter": {"email": "no address"}, "colour": "red"}
    )
    assert (answer.status, answer.kind) == (422, "invalid")
    assert {fault["at"] for fault in answer.json["errors"]} == {
        "/text",
        "/reporter/email",
        "/colour",
    }


@pytest.mark.parametrize(
    "query",
    [
        {"cursor": "no"},
        {"cursor": "ImFiIg"},
        {"cursor": "W1tbW1tbW1s"},
        {"limit": 0},
        {"limit": 10**30},
        {"tier": 4},
        {"status": "happy"},
        {"unit": "NO-SUCH-UNIT"},
        {"unit": "\0"},
        {"updated_since": "yesterday"},
        {"updated_since": "2026-11-23T10:00:00"},
        {"updated_since": "0001-01-01T00:00:00+14:00"},
    ],
)
def test_a_filter_that_is_none(ministry: Ministry, query: dict[str, object]) -> None:
    answer = as_person(ministry.ratih).get("/cases", query)
    assert (answer.status, answer.kind) == (422, "invalid")
    assert [fault["at"] for fault in answer.json["errors"]] == list(query)


def test_pages_elsewhere_are_left_alone(ministry: Ministry) -> None:
    found = Client().get("/apiary")
    assert found.status_code == 404
    assert found["Content-Type"].startswith("text/html")
    assert Api().get("/cases").status == 401
