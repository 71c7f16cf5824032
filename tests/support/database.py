"""The test database: a copy of a prepared one, put back whole after a test that commits.

Django would run the migrations in every process, and empty every table after such a test. Here the
timeline refuses to be emptied (its triggers are part of what is tested), and migrations have put
rows in place that an installation always has.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.test import TransactionTestCase

from tests.support import program
from tests.support.program import Program


def begin(prepared: Program, home: Path) -> None:
    """Give this process its copy; call before anything connects."""
    if connection.vendor == "sqlite":
        # A file, as an installation has it, not Django's shared database in memory. It does not
        # outlive the session, so nothing need wait for the disk.
        connection.settings_dict["NAME"] = str(home / "test.sqlite3")
        connection.settings_dict["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
    else:
        connection.settings_dict["NAME"] = f"test_{os.getpid()}"
    # Instead of emptying the tables.
    TransactionTestCase._fixture_teardown = (  # type: ignore[method-assign,assignment]
        lambda _case: restore(prepared)
    )
    restore(prepared)


def restore(prepared: Program) -> None:
    """The state after `hubung prepare`."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        _copy(str(prepared.home / "hubung.sqlite3"), name)
        return
    end()
    program.create_database(name, template=program.pattern_name())


def end() -> None:
    """Nothing of it stays; the SQLite file goes with its folder."""
    if connection.vendor == "postgresql":
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        program.drop_database(str(connection.settings_dict["NAME"]))
        # A thread of a server that has just stopped may have opened a pool again in between.
        connection.close_pool()  # type: ignore[attr-defined]


def _copy(source: str, target: str) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
