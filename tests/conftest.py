"""Fixtures for every test.

Database tests run on what `HUBUNG_TEST_DATABASE` names (`sqlite`, the default, or `postgresql`).
A browser test takes `server` and `page` (or `new_context` for several visitors) and `axe`; a test
of the whole program takes `program`.
"""

from __future__ import annotations

import pytest

from tests.support import environment

HOME = environment.prepare()

pytest_plugins = ["tests.support.browser", "tests.support.server"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite tests use a file, as an installation does, not Django's shared in-memory database."""
    from django.db import connection

    if connection.vendor == "sqlite":
        settings = connection.settings_dict
        settings["TEST"]["NAME"] = str(HOME / "test.sqlite3")
        # No test database outlives the session, so nothing need wait for the disk.
        settings["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
