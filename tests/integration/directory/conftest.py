from __future__ import annotations

import pytest

from hubung.directory.models import Person
from tests.support import ministry
from tests.support.ministry import Ministry


@pytest.fixture
def house(db: None) -> Ministry:
    return ministry.build()


@pytest.fixture
def arum(house: Ministry) -> Person:
    """The administrator of the whole ministry."""
    return house.arum
