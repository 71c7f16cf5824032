"""A ministry, and people at their desks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from hubung.directory.models import Person
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
