from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from hubung.directory.accounts import services
from hubung.directory.models import Person
from tests.support import ministry
from tests.support.accounts import PASSWORD
from tests.support.ministry import Ministry


@pytest.fixture
def house(db: None) -> Ministry:
    return ministry.build()


@pytest.fixture
def ratih(house: Ministry) -> Person:
    """A tier 1 agent with a password and no second factor yet."""
    services.set_password(house.ratih, PASSWORD)
    return house.ratih


@pytest.fixture
def visitor() -> Callable[..., Client]:
    """Somebody at a browser; each has an address of their own."""
    made = iter(range(1, 250))

    def make(address: str = "", agent: str = "") -> Client:
        return Client(
            REMOTE_ADDR=address or f"203.0.113.{next(made)}",
            HTTP_USER_AGENT=agent,
            HTTP_ACCEPT="text/html",
            HTTP_HOST="localhost",
        )

    return make
