"""Guessing gets slow, over all processes, and says so plainly."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.test import Client

from hubung.directory.accounts import services
from hubung.directory.models import Person
from tests.support.accounts import PASSWORD
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db
Visitor = Callable[..., Client]


def test_after_five_wrong_passwords_even_the_right_one_waits(
    ratih: Person, house: Ministry, visitor: Visitor
) -> None:
    assert isinstance(caches["default"], DatabaseCache)
    for _ in range(5):
        page = visitor().post("/akun/masuk/", {"login": ratih.email, "password": "keliru"})
        assert "Terlalu banyak" not in page.content.decode()
    page = visitor().post("/akun/masuk/", {"login": ratih.email, "password": PASSWORD})
    assert page.status_code == 200
    assert "Tunggu lima menit" in page.content.decode()

    services.set_password(house.damar, PASSWORD)
    other = visitor().post("/akun/masuk/", {"login": house.damar.email, "password": PASSWORD})
    assert other.status_code == 302


def test_codes_can_not_be_guessed_either(ratih: Person, visitor: Visitor) -> None:
    services.enrol_totp(ratih)
    client = visitor()
    client.post("/akun/masuk/", {"login": ratih.email, "password": PASSWORD})
    for number in range(5):
        page = client.post("/akun/masuk/kode/", {"code": f"00000{number}"})
        assert "Tunggu lima menit" not in page.content.decode()
    assert "Tunggu lima menit" in client.post("/akun/masuk/kode/", {"code": "1"}).content.decode()


def test_asking_for_mail_again_and_again_gets_a_plain_answer(
    ratih: Person, visitor: Visitor
) -> None:
    client = visitor()
    answers = [client.post("/akun/sandi/lupa/", {"email": ratih.email}) for _ in range(4)]
    assert [answer.status_code for answer in answers[:3]] == [302, 302, 302]
    assert "Tunggu" in answers[3].content.decode()


def test_one_address_that_asks_too_often_gets_the_pause_page(visitor: Visitor) -> None:
    client = visitor()
    for number in range(30):
        client.post("/akun/sandi/lupa/", {"email": f"orang{number}@dephub.go.id"})
    page = client.post("/akun/sandi/lupa/", {"email": "orang31@dephub.go.id"})
    assert page.status_code == 429
    assert "Terlalu banyak percobaan" in page.content.decode()
