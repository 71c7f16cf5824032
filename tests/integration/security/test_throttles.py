"""Guessing is stopped; an office of hundreds behind one address is not (see limits.md)."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from hubung.channels.web import opening
from hubung.directory.models import Person
from tests.integration.rights.world import World
from tests.integration.web.conftest import filled
from tests.support.accounts import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.once]

OFFICE = "203.0.113.10"
WRONG = "bukan-ini-sandinya"
TOO_MANY = "Tunggu lima menit"


@pytest.fixture
def staff(db: None, settings: Settings) -> list[str]:
    """The mail addresses of two hundred people who have the same password."""
    cache.clear()
    # What is counted is how often somebody tries; a quick hash serves for that.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    password = make_password(PASSWORD)
    emails = [f"pegawai{number}@dephub.go.id" for number in range(200)]
    Person.objects.bulk_create(
        Person(email=email, name=f"Pegawai Rekaan {email[7:10]}", password=password)
        for email in emails
    )
    return emails


def sign_in(email: str, password: str = PASSWORD, address: str = OFFICE) -> str:
    """`in`, `no`, or `wait`."""
    answer = Client(REMOTE_ADDR=address).post(
        "/akun/masuk/", {"login": email, "password": password}
    )
    if answer.status_code == 302:
        return "in"
    return "wait" if answer.status_code == 429 or TOO_MANY in answer.content.decode() else "no"


def test_an_office_signs_in_at_eight(staff: list[str]) -> None:
    """Two hundred people behind one address within a minute; every eighth mistypes first."""
    for number, email in enumerate(staff):
        if number % 8 == 0:
            assert sign_in(email, WRONG) == "no"
        assert sign_in(email) == "in", number


def test_who_tries_many_accounts_from_one_address_is_stopped(staff: list[str]) -> None:
    """By what fails: an account of one's own, opened in between, buys no more tries."""
    own, *others = staff
    tried = 0
    for email in others:
        if sign_in(email, WRONG) == "wait":
            break
        tried += 1
        if tried in (10, 50):
            assert sign_in(own) == "in"
    assert tried == 60
    assert sign_in(others[-1], address="203.0.113.11") == "in"


def test_one_account_is_not_guessed_from_many_addresses(staff: list[str]) -> None:
    victim, colleague = staff[:2]
    outcomes = [sign_in(victim, f"{WRONG}{n}", f"198.51.100.{n}") for n in range(8)]
    assert outcomes == ["no"] * 5 + ["wait"] * 3
    assert sign_in(victim, address="198.51.100.99") == "wait"
    assert sign_in(colleague) == "in"


def test_a_network_of_ipv6_is_one_address(staff: list[str]) -> None:
    """Whoever has an IPv6 connection has 2⁶⁴ addresses on it."""
    outcomes = [
        sign_in(email, WRONG, f"2001:db8:1:2::{number:x}")
        for number, email in enumerate(staff[:61])
    ]
    assert outcomes == ["no"] * 60 + ["wait"]
    assert sign_in(staff[100], address="2001:db8:1:2:ffff::1") == "wait"
    assert sign_in(staff[100], address="2001:db8:1:3::1") == "in"


def test_two_hundred_people_report_from_one_address(here: World) -> None:
    for number in range(200):
        answer = Client(REMOTE_ADDR=OFFICE).post("/lapor/", filled(place=f"Loket {number}"))
        assert answer.status_code == 303, number


def test_codes_are_not_guessed_and_the_reporter_is_not_locked_out(here: World) -> None:
    case = here.ordinary

    def guess(address: str, code: str = "AAAA-BBBB-CCCC") -> int:
        asked = {"number": case.number, "code": code}
        return Client(REMOTE_ADDR=address).post("/lacak/", asked).status_code

    for number in range(opening.ATTEMPTS_BY_ADDRESS):
        # The same IPv6 network, however the address in it changes.
        assert guess(f"2001:db8:7:7::{number:x}") == 422
    assert guess("2001:db8:7:7:1::1") == 429
    assert guess("2001:db8:7:8::1", case.code) == 303
    # Who opens one's own report again and again uses up nothing.
    cache.clear()
    for _again in range(opening.ATTEMPTS_BY_ADDRESS + 5):
        assert guess(OFFICE, case.code) == 303
