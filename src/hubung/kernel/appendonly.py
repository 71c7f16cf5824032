"""Tables that only grow: triggers in the database refuse every UPDATE, DELETE and TRUNCATE.

Used in migrations, `migrations.RunPython(protect("cases_entry"), unprotect("cases_entry"))`. On
SQLite a later migration that rebuilds the table loses its triggers: protect it again there, and
`hubung check` (through `is_protected`) says so if somebody forgets.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRES = """
CREATE OR REPLACE FUNCTION hubung_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION hubung_append_only()
"""


def install(connection: BaseDatabaseWrapper, table: str) -> None:
    """Put the triggers on a table."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                cursor.execute(_SQLITE.format(table=table, verb=verb))
        else:
            cursor.execute(_POSTGRES.format(table=table))


def remove(connection: BaseDatabaseWrapper, table: str) -> None:
    """Take the triggers away: for a migration that must, and for emptying a test database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")


def is_protected(connection: BaseDatabaseWrapper, table: str) -> bool:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN (%s, %s)",
                [f"{table}_no_UPDATE", f"{table}_no_DELETE"],
            )
            return bool(cursor.fetchone()[0] == 2)
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgname = %s AND tgenabled <> 'D'",
            [f"{table}_append_only"],
        )
        return bool(cursor.fetchone()[0] == 1)


def protect(table: str) -> Callable[[Any, Any], None]:
    """A migration step that installs the triggers."""
    return lambda apps, schema_editor: install(schema_editor.connection, table)


def unprotect(table: str) -> Callable[[Any, Any], None]:
    """The reverse of `protect`."""
    return lambda apps, schema_editor: remove(schema_editor.connection, table)
