"""Journeys run in a browser, which is slow, and once is enough for most.

On SQLite all run; on PostgreSQL only those whose story depends on the database (live pages, two
people at the same case), which carry `@pytest.mark.both_databases`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import environment

HERE = Path(__file__).parent


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "both_databases: a journey that PostgreSQL must pass too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if environment.engine() == "sqlite":
        return
    once = [
        item
        for item in items
        if HERE in item.path.parents and not item.get_closest_marker("both_databases")
    ]
    items[:] = [item for item in items if item not in once]
    config.hook.pytest_deselected(items=once)
