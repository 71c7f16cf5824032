"""The entangled story, told once for all tests of a module; each has it to itself."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from hubung.kernel import clock
from tests.integration.privacy.story import Story, tell

#: A Friday, in the afternoon at the head office.
FRIDAY = datetime(2026, 11, 20, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def told(kept_db: None) -> tuple[Story, dict[Path, bytes]]:
    """The story, and what was stored when it had been told."""
    with clock.travel(FRIDAY):
        story = tell()
    stored = (settings.HUBUNG.home / "files").glob("??/*")
    return story, {path: path.read_bytes() for path in stored}


@pytest.fixture
def story(told: tuple[Story, dict[Path, bytes]], db: None) -> Iterator[Story]:
    story, stored = told
    # The database takes back what another test erased; the disk does not.
    for path, content in stored.items():
        if not path.exists():
            path.write_bytes(content)
    with clock.travel(FRIDAY):
        yield copy.deepcopy(story)
