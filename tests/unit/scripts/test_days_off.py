"""The holidays that the program reads are those of the library that is locked."""

from __future__ import annotations

import pytest

from tests.support.scripts import script

pytestmark = pytest.mark.once


def test_the_file_is_as_new_as_the_library() -> None:
    days_off = script("days_off")
    assert days_off.FILE.read_text() == "".join(days_off.lines()), "run scripts/days_off.py"
