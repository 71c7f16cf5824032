"""Who passes: every role, every kind of view, pages and what is not a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from asgiref.sync import async_to_sync
from django.http import StreamingHttpResponse
from django.test import AsyncClient, Client

from hubung.directory.accounts import services
from hubung.directory.models import Grant, Person, Role
from tests.support import ministry
from tests.support.accounts import PASSWORD, code, session_for, sign_in
from tests.support.ministry import Ministry

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.integration.accounts.urls")]

GUARDED = ["/t/plain", "/t/async", "/t/class", "/t/async-class"]
Visitor = Callable[..., Client]


def enter_password(client: Client, person: Person, password: str = PASSWORD) -> object:
    return client.post("/akun/masuk/", {"login": person.email, "password": password})


@pytest.mark.parametrize("address", GUARDED)
def test_a_stranger_is_led_to_the_sign_in_and_back(address: str, visitor: Visitor) -> None:
    response = visitor().get(f"{address}?q=1")
    assert response.status_code == 302
    assert response["Location"] == f"/akun/masuk/?next={address.replace('/', '%2F')}%3Fq%3D1"


@pytest.mark.parametrize("address", GUARDED)
def test_what_is_not_a_page_is_refused_with_the_address_to_continue_at(
    address: str, visitor: Visitor
) -> None:
    client = visitor()
    api = client.get(address, headers={"Accept": "application/json"})
    assert (api.status_code, api.json()["continue_at"]) == (401, "/akun/masuk/")
    fragment = client.get(address, headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment["HX-Redirect"]) == (401, "/akun/masuk/")


@pytest.mark.parametrize("address", GUARDED)
def test_staff_with_a_second_factor_pass(address: str, house: Ministry, visitor: Visitor) -> None:
    client = visitor()
    sign_in(client, house.ratih)
    assert client.get(address).content.decode().endswith("Ratih Kembangsore")


@pytest.mark.parametrize("role", Role)
def test_every_role_has_to_enrol_before_anything_else(
    role: Role, house: Ministry, visitor: Visitor
) -> None:
    person = Person.objects.create_user("seruni@dephub.go.id", PASSWORD, name="Seruni Cendani")
    Grant.objects.create(person=person, role=role, unit=house.sea)
    client = visitor()
    enter_password(client, person)

    for address in [*GUARDED, "/t/unguarded", "/akun/", "/akun/sesi/", "/akun/sandi/ubah/"]:
        response = client.get(address)
        assert response.headers.get("Location") == "/akun/faktor-kedua/mulai/", address
    for address in ["/t/live", "/t/unguarded"]:
        response = client.get(address, headers={"Accept": "text/event-stream"})
        assert (response.status_code, response["HX-Redirect"]) == (403, "/akun/faktor-kedua/mulai/")
    assert client.get("/akun/faktor-kedua/mulai/").status_code == 200
    assert client.get("/akun/faktor-kedua/aplikasi/").status_code == 200
    assert client.get("/akun/kunci-sandi/tambah/").status_code == 200


def test_somebody_without_a_role_needs_no_second_factor_and_gets_nowhere(
    house: Ministry, visitor: Visitor
) -> None:
    person = Person.objects.create_user("melur@dephub.go.id", PASSWORD, name="Melur Angsana")
    client = visitor()
    assert enter_password(client, person)["Location"] == "/akun/"  # type: ignore[index]
    assert "belum ada" in client.get("/akun/").content.decode().lower()
    assert client.get("/t/plain").status_code == 403


def test_a_role_that_ended_closes_the_door(house: Ministry, visitor: Visitor) -> None:
    client = visitor()
    sign_in(client, house.ratih)
    assert client.get("/t/plain").status_code == 200
    house.ratih.role_grants.all().delete()
    assert client.get("/t/plain").status_code == 403


def test_a_password_alone_does_not_get_past_a_factor_enrolled_meanwhile(
    ratih: Person, visitor: Visitor
) -> None:
    """The thief of a password waits at the entrance; the owner enrols; the thief may not enrol."""
    thief = visitor()
    enter_password(thief, ratih)
    assert thief.get("/t/unguarded")["Location"] == "/akun/faktor-kedua/mulai/"
    secret = services.enrol_totp(ratih)

    confirm = "/akun/pastikan/kode/?next=%2Ft%2Funguarded"
    assert thief.get("/t/unguarded")["Location"] == confirm
    for address in ["/akun/faktor-kedua/aplikasi/", "/akun/kunci-sandi/tambah/"]:
        assert thief.get(address)["Location"].startswith("/akun/pastikan/kode/")
        assert thief.post(address, {"code": "123456"}).status_code == 302
    assert ratih.authenticator_set.count() == 1  # type: ignore[attr-defined]

    thief.post(confirm, {"code": code(secret)})
    assert thief.get("/t/unguarded").content == b"unguarded"


@pytest.mark.django_db(transaction=True)
def test_an_open_stream_ends_when_the_session_does() -> None:
    session = session_for(ministry.build().ratih)

    async def watch() -> None:
        client = AsyncClient(headers={"Host": "localhost"})
        client.cookies["sessionid"] = session.session_key or ""
        response = await client.get("/t/live")
        stream = aiter(cast(StreamingHttpResponse, response))
        assert await anext(stream) == b"data: case:1\n\n"
        await session.adelete()
        with pytest.raises(StopAsyncIteration):
            await anext(stream)

    async_to_sync(watch)()
