"""Tokens: what opens the API, and what does not any more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from hubung.api.models import Application, Scope, Token
from hubung.api.tokens import TokenError, issue_token, register_application, revoke_token
from hubung.directory.models import Grant
from hubung.kernel import clock
from tests.integration.api.conftest import Api, as_application, as_person
from tests.support.accounts import sign_in
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db


def test_a_token_tells_what_it_is(ministry: Ministry) -> None:
    told = as_person(ministry.ratih, Scope.CASES_READ).get("/token")
    assert told.status == 200
    assert told.json["holder"] == "Ratih Kembangsore"
    assert told.json["scopes"] == ["cases:read"]
    assert told.json["is_application"] is False
    assert told.response["Cache-Control"] == "no-store, private"


def test_the_secret_is_nowhere_in_the_database(ministry: Ministry) -> None:
    token, secret = issue_token(name="x", scopes=["cases:read"], days=1, person=ministry.ratih)
    assert secret.startswith("hub_")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM api_token")
        stored = str(cursor.fetchall())
    assert secret not in stored
    assert secret[4:-4] not in stored
    assert token.hint == secret[-4:]


def test_without_a_token_nothing_opens(ministry: Ministry) -> None:
    answer = Api().get("/cases")
    assert (answer.status, answer.kind) == (401, "unauthenticated")
    assert answer.response["WWW-Authenticate"] == 'Bearer realm="hubung"'


@pytest.mark.parametrize("secret", ["x", "hub_", "hub_" + "a" * 40, "hub_\N{SNOWMAN}"])
def test_a_wrong_token_opens_nothing(ministry: Ministry, secret: str) -> None:
    answer = Api(secret).get("/cases")
    assert (answer.status, answer.kind) == (401, "unauthenticated")
    assert 'error="invalid_token"' in answer.response["WWW-Authenticate"]


def test_a_session_opens_nothing(ministry: Ministry) -> None:
    """Else a foreign page could act through a visitor's browser."""
    client = Client()
    sign_in(client, ministry.ratih)
    assert client.get("/desk/").status_code == 200
    answer = client.get("/api/v1/cases")
    assert answer.status_code == 401
    assert not answer.cookies


def test_it_ends_with_its_time(ministry: Ministry) -> None:
    api = as_person(ministry.ratih, days=2)
    assert api.get("/token").status == 200
    with clock.travel(clock.now() + timedelta(days=2)):
        assert api.get("/token").status == 401


def test_it_ends_when_it_is_revoked(ministry: Ministry) -> None:
    api = as_person(ministry.ratih)
    revoke_token(token=Token.objects.get())
    assert api.get("/token").status == 401


def test_it_ends_with_the_role(ministry: Ministry) -> None:
    api = as_person(ministry.ratih)
    Grant.objects.filter(person=ministry.ratih).delete()
    assert api.get("/token").status == 401


def test_it_ends_with_the_account(ministry: Ministry) -> None:
    api = as_person(ministry.ratih)
    ministry.ratih.is_active = False
    ministry.ratih.save()
    assert api.get("/token").status == 401


def test_it_ends_with_the_application(harbour: Application) -> None:
    api = as_application(harbour)
    assert api.get("/token").json["is_application"] is True
    harbour.is_active = False
    harbour.save()
    assert api.get("/token").status == 401


def test_a_scope_opens_its_operations_only(ministry: Ministry) -> None:
    api = as_person(ministry.ratih, Scope.DIRECTORY_READ)
    assert api.get("/units").status == 200
    answer = api.get("/cases")
    assert (answer.status, answer.kind) == (403, "out-of-scope")
    assert 'scope="cases:read"' in answer.response["WWW-Authenticate"]
    assert api.post("/cases", {"text": "x"}).kind == "out-of-scope"


def test_its_use_is_noted_about_once_a_minute(ministry: Ministry) -> None:
    api = as_person(ministry.ratih)
    noted = []
    for seconds in (0, 30, 90):
        with clock.travel(clock.now() + timedelta(seconds=seconds)):
            api.get("/token")
            noted.append(Token.objects.get().last_used_at)
    assert noted[0] is not None
    assert noted[1] == noted[0]
    assert noted[2] is not None
    assert noted[2] - noted[0] >= timedelta(seconds=60)


def test_too_many_requests_wait(ministry: Ministry) -> None:
    _token, secret = issue_token(
        name="x", scopes=["cases:read"], days=1, person=ministry.ratih, requests_per_hour=3
    )
    api = Api(secret)
    assert [api.get("/token").status for _ in range(5)] == [200, 200, 200, 429, 429]
    answer = api.get("/token")
    assert answer.kind == "too-many"
    assert int(answer.response["Retry-After"]) > 0
    assert as_person(ministry.ratih).get("/token").status == 200, "each token has its own limit"


@pytest.mark.parametrize(
    ("name", "scopes", "days"),
    [(" ", ["cases:read"], 1), ("x", [], 1), ("x", ["root"], 1), ("x", ["cases:read"], 400)],
)
def test_what_is_no_token(ministry: Ministry, name: str, scopes: list[str], days: int) -> None:
    with pytest.raises(TokenError):
        issue_token(name=name, scopes=scopes, days=days, person=ministry.ratih)
    assert not Token.objects.exists()


def test_only_people_with_a_role_have_tokens(ministry: Ministry) -> None:
    Grant.objects.filter(person=ministry.ratih).delete()
    with pytest.raises(TokenError):
        issue_token(name="x", scopes=["cases:read"], days=1, person=ministry.ratih)


def test_an_application_has_a_name_of_its_own_and_a_unit(ministry: Ministry) -> None:
    register_application(name="A", units=[ministry.sea])
    with pytest.raises(TokenError):
        register_application(name="A", units=[ministry.sea])
    with pytest.raises(TokenError):
        register_application(name="B", units=[])
    assert Application.objects.count() == 1
