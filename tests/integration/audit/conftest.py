"""A ministry with something on record, and a way behind the program's back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client

from hubung.audit import chain, keys
from hubung.audit.models import WRITTEN_ONCE
from hubung.directory.models import Person
from hubung.kernel import appendonly
from tests.support.accounts import sign_in
from tests.support.ministry import Ministry, build

At = Callable[[Person], Client]


@pytest.fixture
def ministry(db: None) -> Ministry:
    return build()


@pytest.fixture
def at() -> At:
    """A browser in which this person has signed in, set to English."""

    def signed_in(person: Person) -> Client:
        client = Client(headers={"accept": "text/html", "accept-language": "en"})
        sign_in(client, person)
        return client

    return signed_in


@pytest.fixture(autouse=True)
def own_keys() -> Iterator[None]:
    """No test finds the key of another one."""
    yield
    for path in (keys.private_path(), keys.public_path()):
        path.unlink(missing_ok=True)


@contextmanager
def behind_its_back(*tables: str) -> Iterator[None]:
    """As an operator could: the triggers are gone for a moment."""
    for table in tables or ("audit_entry", "audit_seal", "cases_entry"):
        appendonly.remove(connection, table)
    yield
    for table in tables or ("audit_entry", "audit_seal", "cases_entry"):
        appendonly.install(connection, table, once=WRITTEN_ONCE if table == "audit_entry" else ())


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def chained() -> None:
    """Everything that waits gets its place."""
    while chain.lengthen():
        pass
