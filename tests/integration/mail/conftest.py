from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from hubung.mail.models import Domain
from tests.integration.mail.post_office import Office
from tests.support import ministry
from tests.support.ministry import Ministry


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def house(db: None) -> Ministry:
    return ministry.build()


@pytest.fixture
def office(house: Ministry) -> Office:
    """The small ministry; who needs a mailbox is given one."""
    return Office(Domain.objects.create(name="dephub.go.id"))
