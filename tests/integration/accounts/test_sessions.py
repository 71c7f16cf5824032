"""Sessions in plain words; ending one, ending all; what a deactivation cuts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import translation

from hubung.directory.accounts import devices, services
from hubung.directory.models import Person
from tests.support.accounts import PASSWORD, code
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db
Visitor = Callable[..., Client]

LAPTOP = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"


@pytest.fixture
def everywhere(ratih: Person, visitor: Visitor) -> tuple[Client, Client]:
    """Ratih at her laptop in the office, and on her telephone outside."""
    secret = services.enrol_totp(ratih)
    pair = visitor("10.1.2.3", LAPTOP), visitor("203.0.113.9", PHONE)
    for number, client in enumerate(pair):
        client.post("/akun/masuk/", {"login": ratih.email, "password": PASSWORD})
        done = client.post("/akun/masuk/kode/", {"code": code(secret, later=number)})
        assert done.status_code == 302
    return pair


def is_in(client: Client) -> bool:
    return client.get("/akun/").status_code == 200


def test_each_session_is_named_so_that_its_owner_knows_it(
    everywhere: tuple[Client, Client],
) -> None:
    page = everywhere[0].get("/akun/sesi/").content.decode()
    assert "Chrome di Linux" in page
    assert "Chrome di Android" in page
    assert "Jaringan kantor, 10.1.2.3" in page
    assert page.count("Perangkat ini") == 1


def test_ending_a_session_cuts_it_at_once_and_only_it(everywhere: tuple[Client, Client]) -> None:
    laptop, phone = everywhere
    key = UserSession.objects.get(ip="203.0.113.9").pk
    assert is_in(phone)
    laptop.post(f"/akun/sesi/{key}/akhiri/")
    assert not is_in(phone)
    assert is_in(laptop)


def test_nobody_ends_the_session_of_another(
    everywhere: tuple[Client, Client], house: Ministry, visitor: Visitor
) -> None:
    secret = services.enrol_totp(house.damar)
    services.set_password(house.damar, PASSWORD)
    damar = visitor()
    damar.post("/akun/masuk/", {"login": house.damar.email, "password": PASSWORD})
    damar.post("/akun/masuk/kode/", {"code": code(secret)})
    key = UserSession.objects.get(ip="203.0.113.9").pk
    assert damar.post(f"/akun/sesi/{key}/akhiri/").status_code == 404
    assert is_in(everywhere[1])


def test_signing_out_everywhere(everywhere: tuple[Client, Client]) -> None:
    laptop, phone = everywhere
    laptop.post("/akun/sesi/akhiri-semua/")
    assert not is_in(laptop)
    assert not is_in(phone)
    assert not UserSession.objects.exists()


def test_a_deactivated_person_is_out_at_once(
    everywhere: tuple[Client, Client], ratih: Person, visitor: Visitor
) -> None:
    Person.objects.filter(pk=ratih.pk).update(is_active=False)
    assert not any(is_in(client) for client in everywhere)
    again = visitor().post(
        "/akun/masuk/", {"login": ratih.email, "password": PASSWORD}, follow=True
    )
    assert again.redirect_chain == [("/akun/nonaktif/", 302)]


def test_a_new_password_keeps_this_session_and_ends_the_others(
    everywhere: tuple[Client, Client],
) -> None:
    laptop, phone = everywhere
    new = "gunung-berlari-ke-pasar"
    answer = laptop.post(
        "/akun/sandi/ubah/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert answer["Location"] == "/akun/"
    assert is_in(laptop)
    assert not is_in(phone)


def test_a_session_notes_when_it_was_last_used(everywhere: tuple[Client, Client]) -> None:
    session = UserSession.objects.get(ip="10.1.2.3")
    UserSession.objects.filter(pk=session.pk).update(last_seen_at="2020-01-01T00:00Z")
    is_in(everywhere[0])
    session.refresh_from_db()
    assert session.last_seen_at.year > 2020


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (LAPTOP, "Chrome on Linux"),
        (PHONE, "Chrome on Android"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/140 Safari/537.36 Edg/140",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15) Firefox/143.0", "Firefox on Mac"),
        ("curl/8.0", "Unknown device"),
        ("", "Unknown device"),
    ],
)
def test_devices_in_words(agent: str, words: str) -> None:
    with translation.override("en"):
        assert devices.device(agent) == words


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("127.0.0.1", "On the server itself"),
        ("::1", "On the server itself"),
        ("192.168.7.1", "Office network, 192.168.7.1"),
        ("36.66.1.2", "Internet, 36.66.1.2"),
        ("2001:4860::1", "Internet, 2001:4860::1"),
    ],
)
def test_places_in_words(address: str, words: str) -> None:
    with translation.override("en"):
        assert devices.place(address) == words
