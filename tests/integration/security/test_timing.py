"""How long an answer takes tells nothing: the same work is done, whatever the answer will be.

Work is counted (password hashes, queries, comparisons), not timed: a stopwatch would measure the
machine.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hubung.channels.web import opening
from hubung.directory.accounts import services
from hubung.directory.models import Person
from hubung.kernel import numbers
from tests.integration.rights.world import World, nowhere
from tests.support.accounts import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch, owner: object, *names: str) -> Iterator[list[str]]:
    """The calls of these functions, which go on doing what they do."""
    calls: list[str] = []

    def watch(name: str) -> None:
        original = getattr(owner, name)

        def watched(*args: object, **more: object) -> object:
            calls.append(name)
            return original(*args, **more)

        patch.setattr(owner, name, watched)

    with monkeypatch.context() as patch:
        for name in names:
            watch(name)
        yield calls


def test_signing_in_costs_one_hash_whoever_tries(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ministry = here.ministry
    for person in (ministry.ratih, ministry.jaya):
        services.set_password(person, PASSWORD)
    Person.objects.filter(pk=ministry.jaya.pk).update(is_active=False)
    ministry.damar.set_unusable_password()
    ministry.damar.save()
    tries = {
        "right": (ministry.ratih.email, PASSWORD),
        "wrong": (ministry.ratih.email, "keliru-sama-sekali"),
        "unknown": ("tiada@dephub.go.id", PASSWORD),
        "closed account": (ministry.jaya.email, PASSWORD),
        "no password yet": (ministry.damar.email, PASSWORD),
    }
    costs = {}
    for name, (email, password) in tries.items():
        cache.clear()
        with (
            counted(monkeypatch, Argon2PasswordHasher, "encode", "verify") as argon2,
            counted(monkeypatch, PBKDF2PasswordHasher, "encode", "verify") as pbkdf2,
        ):
            Client().post("/akun/masuk/", {"login": email, "password": password})
        costs[name] = (len(argon2), len(pbkdf2))
    assert set(costs.values()) == {(1, 0)}, costs


def test_opening_a_report_costs_the_same_whatever_is_wrong(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The registry is asked once, one code is derived, and it is compared in constant time."""
    case = here.ordinary
    wrong, near = "AAAA-BBBB-CCCC", case.code[:-1] + ("0" if case.code[-1] != "0" else "1")
    tries = {
        "wrong code": (case.number, wrong),
        "one letter off": (case.number, near),
        "no such number": (nowhere(case), wrong),
        "another's code": (here.misconduct.number, case.code),
        "short": (case.number, "A"),
    }
    costs = {}
    for name, (number, code) in tries.items():
        parsed = numbers.parse_case_number(number, short_code="151")
        assert parsed
        with (
            CaptureQueriesContext(connection) as queries,
            counted(monkeypatch, hmac, "compare_digest") as compared,
            counted(monkeypatch, numbers, "private_code") as derived,
        ):
            assert opening.open_case(parsed, code) is None
        costs[name] = (len(queries), len(compared), len(derived))
    assert len(set(costs.values())) == 1, costs
    assert set(costs.values()) == {(1, 1, 1)}


def test_a_token_is_looked_up_by_its_digest(here: World) -> None:
    """A comparison that stops early would tell of the digest, from which no token can be made."""
    sent = [f"hub_{letter * 40}" for letter in "ab"]
    seen = []
    for secret in sent:
        with CaptureQueriesContext(connection) as queries:
            answer = Client(headers={"authorization": f"Bearer {secret}"}).get("/api/v1/cases")
        assert answer.status_code == 401
        seen.append(len(queries))
        assert secret not in str(queries.captured_queries)
    assert len(set(seen)) == 1
