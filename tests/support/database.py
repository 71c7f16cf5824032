"""Gives the test database back its first state after a test that commits.

Django would empty every table. Here the timeline refuses to be emptied (its triggers are part of
what is tested), and migrations have put rows in place that an installation always has. So the
freshly migrated database is kept as a template and put back whole.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from django.db import connection
from django.test import TransactionTestCase
from psycopg import sql

SUFFIX = "_template"


def keep_template() -> None:
    """Call once after the migrations."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        _copy(name, name + SUFFIX)
    else:
        _recreate(name + SUFFIX, template=name)
    TransactionTestCase._fixture_teardown = _restore  # type: ignore[method-assign,assignment]


def drop_template() -> None:
    """Call once at the end; the SQLite file goes with its folder."""
    if connection.vendor == "postgresql":
        _execute("DROP DATABASE IF EXISTS {}", f"{connection.settings_dict['NAME']}{SUFFIX}")


def _restore(_case: TransactionTestCase) -> None:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        _copy(name + SUFFIX, name)
    else:
        _recreate(name, template=name + SUFFIX)


def _copy(source: str, target: str) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _recreate(name: str, template: str) -> None:
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    _execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    # A thread of a server that has just stopped may have opened a pool again in between.
    connection.close_pool()  # type: ignore[attr-defined]
    _execute("CREATE DATABASE {} TEMPLATE {}", name, template)


def _execute(statement: str, *names: str) -> None:
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)), ())
