"""`/desk/token/`: people make and revoke tokens, and administrators those of applications."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from hubung.api.models import Application, Scope, Token
from hubung.api.tokens import issue_token
from hubung.audit.models import Entry
from hubung.directory.models import Person
from tests.integration.api.conftest import Api, as_application, as_person
from tests.support.accounts import PASSWORD, sign_in
from tests.support.ministry import Ministry

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ASKED = {"name": "Rekap mingguan", "scopes": ["cases:read"], "days": "30"}


def visitor(person: Person) -> Client:
    """Signed in, some time ago, with a password to show again."""
    person.set_password(PASSWORD)
    person.save()
    client = Client(headers={"Accept-Language": "en", "Accept": "text/html"})
    sign_in(client, person)
    session = client.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] -= 3600
    session.save()
    return client


def confirmed(person: Person) -> Client:
    client = visitor(person)
    client.post("/akun/pastikan/", {"password": PASSWORD})
    return client


def secret_in(page: Any) -> str:
    found = re.search(r'id="secret"[^>]*>(hub_\w+)<', page.content.decode())
    assert found, page.content.decode()
    return found[1]


def told() -> list[tuple[str, str]]:
    acts = Entry.objects.filter(subject__regex="^(token|application):").order_by("pk")
    return [(str(each.actor or ""), each.action) for each in acts]


def test_a_token_from_its_making_to_its_end(ministry: Ministry) -> None:
    client = visitor(ministry.damar)
    assert "No token opens anything" in client.get("/desk/token/").content.decode()
    # Who sits down at an open session is asked for the password; what they wrote goes on after it.
    asked = client.post("/desk/token/baru/", ASKED)
    assert asked.status_code == 302
    assert "/akun/pastikan/" in asked["Location"]
    assert not Token.objects.exists()
    made = client.post(asked["Location"], {"password": PASSWORD})
    secret = secret_in(made)
    assert "no-store" in made["Cache-Control"]
    token = Token.objects.get()
    assert (token.person, token.scopes) == (ministry.damar, ["cases:read"])
    listed = client.get("/desk/token/").content.decode()
    assert "Rekap mingguan" in listed
    assert secret not in listed
    assert "Never used." in listed
    assert Api(secret).get("/cases").status == 200
    assert "Last used" in client.get("/desk/token/").content.decode()
    assert client.post(f"/desk/token/{token.pk}/cabut/").status_code == 302
    assert Api(secret).get("/cases").status == 401
    damar = str(ministry.damar)
    assert told() == [
        (damar, "token_issued"),
        (damar, "token_elsewhere"),
        (damar, "token_revoked"),
    ]


def test_only_what_the_roles_reach_is_offered(ministry: Ministry) -> None:
    offered = {
        ministry.damar: {"cases:read", "cases:write", "directory:read", "webhooks:manage"},
        ministry.gatra: {"cases:read", "directory:read", "webhooks:manage"},
        ministry.arum: {"directory:read", "accounts:provision", "numbers:read"},
    }
    for person, scopes in offered.items():
        client = confirmed(person)
        page = client.get("/desk/token/baru/").content.decode()
        assert set(re.findall(r'name="scopes" value="([^"]+)"', page)) == scopes
        wrong = client.post("/desk/token/baru/", ASKED | {"scopes": list(Scope)})
        assert wrong.status_code == 422
        right = client.post("/desk/token/baru/", ASKED | {"scopes": sorted(scopes)})
        assert right.status_code == 200
    for wrong in ({"name": ""}, {"scopes": []}, {"days": "3650"}):
        assert confirmed(ministry.damar).post("/desk/token/baru/", ASKED | wrong).status_code == 422
    assert Token.objects.count() == len(offered)


def test_administrators_let_applications_in(ministry: Ministry) -> None:
    client = confirmed(ministry.arum)
    for wrong in ({"name": "A", "units": "NONE"}, {"name": "", "units": "DJPL"}):
        assert client.post("/desk/token/aplikasi/", wrong).status_code == 422
    units = {"name": "Aplikasi Dermaga", "units": "DJPL; DJKA"}
    assert client.post("/desk/token/aplikasi/", units).status_code == 302
    assert client.post("/desk/token/aplikasi/", units).status_code == 422, "the name is taken"
    application = Application.objects.get()
    secret = secret_in(client.post(f"/desk/token/aplikasi/{application.pk}/baru/", ASKED))
    assert Api(secret).get("/token").json["holder"] == "Aplikasi Dermaga"
    page = client.get("/desk/token/aplikasi/").content.decode()
    assert "Rekap mingguan" in page
    client.post(f"/desk/token/{Token.objects.get().pk}/cabut/")
    assert Api(secret).get("/token").status == 401
    arum = str(ministry.arum)
    assert told() == [
        (arum, "application_made"),
        (arum, "token_issued"),
        (arum, "token_revoked"),
    ]


def test_a_token_at_a_new_address_is_put_on_record_once(ministry: Ministry) -> None:
    api = as_person(ministry.ratih)
    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.1"):
        api.client.get("/api/v1/token", headers=api.headers, REMOTE_ADDR=address)
    found = Entry.objects.filter(action="token_elsewhere").order_by("pk")
    assert [entry.address for entry in found] == ["192.0.2.1", "192.0.2.2"]
    assert "192.0.2" not in str(Token.objects.get().places)


def test_where_an_application_is_used_stays_unknown(harbour: Application) -> None:
    """Its key may be on the telephone of somebody who reports without a name."""
    api = as_application(harbour)
    sent = {"text": "Setoran di loket tiga", "anonymous": True}
    answer = api.client.post(
        "/api/v1/cases",
        sent,
        content_type="application/json",
        headers=api.headers,
        REMOTE_ADDR="192.0.2.9",
    )
    assert answer.status_code == 201
    assert not Entry.objects.filter(address__contains="192.0.2.9").exists()
    assert Token.objects.get().places == []


def test_nobody_ends_the_token_of_another(ministry: Ministry) -> None:
    token, secret = issue_token(name="x", scopes=["directory:read"], days=1, person=ministry.damar)
    for person in (ministry.ratih, ministry.arum):
        assert visitor(person).post(f"/desk/token/{token.pk}/cabut/").status_code == 404
    assert Api(secret).get("/token").status == 200
