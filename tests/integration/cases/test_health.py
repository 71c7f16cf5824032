"""A timeline that could be changed is told of before somebody changes it."""

from __future__ import annotations

import pytest
from django.db import connection

from hubung.kernel import appendonly, health


@pytest.mark.django_db
def test_missing_triggers_are_told() -> None:
    assert health.report()["timeline"] is None
    appendonly.remove(connection, "cases_entry")
    assert "append-only" in str(health.report()["timeline"])
    appendonly.install(connection, "cases_entry")
    assert health.report()["timeline"] is None
