"""The entangled story, told once for each test that wants it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from hubung.kernel import clock
from tests.integration.privacy.story import Story, tell

#: A Friday, in the afternoon at the head office.
FRIDAY = datetime(2026, 11, 20, 8, tzinfo=UTC)


@pytest.fixture
def story(db: None) -> Iterator[Story]:
    with clock.travel(FRIDAY):
        yield tell()
