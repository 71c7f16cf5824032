"""Tables that only grow: triggers in the database refuse every UPDATE, DELETE and TRUNCATE.

Used in migrations, `migrations.RunPython(protect("cases_entry"), unprotect("cases_entry"))`. On
SQLite a later migration that rebuilds the table loses its triggers: protect it again there, and
`hubung check` (through `is_protected`) says so if somebody forgets.

Columns named in `once` may be filled in later, a single time: an UPDATE passes as long as it only
puts values where all of them were null.

Columns named in `erasable` hold words that the law may want gone (UU 27/2022): an UPDATE passes
that empties all of them at once and touches nothing else. What they said is lost for good; a chain
that covers their salted digest stays whole (`kernel.chains`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table} {unless}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION hubung_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
"""
_POSTGRES = """
CREATE OR REPLACE TRIGGER {table}_append_only BEFORE {verbs} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION hubung_append_only()
"""
_POSTGRES_ROW = """
CREATE OR REPLACE TRIGGER {table}_write_once BEFORE UPDATE ON {table}
FOR EACH ROW {unless} EXECUTE FUNCTION hubung_append_only()
"""
#: `pg_trigger.tgtype`: DELETE, UPDATE, TRUNCATE.
_DELETE, _UPDATE, _TRUNCATE = 8, 16, 32


def install(
    connection: BaseDatabaseWrapper,
    table: str,
    once: Sequence[str] = (),
    erasable: Sequence[str] = (),
) -> None:
    """Put the triggers on a table; those that are there give way to them."""
    remove(connection, table)
    may_change = bool(once or erasable)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            unless = _unless(connection, table, once, erasable) if may_change else ""
            cursor.execute(_SQLITE.format(table=table, verb="UPDATE", unless=unless))
            cursor.execute(_SQLITE.format(table=table, verb="DELETE", unless=""))
            return
        cursor.execute(_POSTGRES_FUNCTION)
        verbs = "DELETE OR TRUNCATE" if may_change else "UPDATE OR DELETE OR TRUNCATE"
        cursor.execute(_POSTGRES.format(table=table, verbs=verbs))
        if may_change:
            unless = _unless(connection, table, once, erasable)
            cursor.execute(_POSTGRES_ROW.format(table=table, unless=unless))


def _unless(
    connection: BaseDatabaseWrapper, table: str, once: Sequence[str], erasable: Sequence[str]
) -> str:
    """The condition of a forbidden UPDATE: it is none of those that may pass."""
    with connection.cursor() as cursor:
        columns = [
            each.name for each in connection.introspection.get_table_description(cursor, table)
        ]
    differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    refused = []
    for chosen, wrong in (
        (once, [f"OLD.{name} IS NOT NULL" for name in once]),
        (erasable, [f"NEW.{name} <> ''" for name in erasable]),
    ):
        if chosen:
            others = (f"OLD.{name} {differs} NEW.{name}" for name in columns if name not in chosen)
            refused.append(f"({' OR '.join(chain(wrong, others))})")
    return f"WHEN ({' AND '.join(refused)})"


def remove(connection: BaseDatabaseWrapper, table: str) -> None:
    """Take the triggers away: for a migration that must, and for emptying a test database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        else:
            for name in ("append_only", "write_once"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}")


def is_protected(connection: BaseDatabaseWrapper, table: str) -> bool:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN (%s, %s)",
                [f"{table}_no_UPDATE", f"{table}_no_DELETE"],
            )
            return bool(cursor.fetchone()[0] == 2)
        cursor.execute(
            "SELECT coalesce(bit_or(tgtype), 0) FROM pg_trigger"
            " JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE tgrelid = to_regclass(%s) AND proname = 'hubung_append_only'"
            " AND tgenabled <> 'D'",
            [table],
        )
        wanted = _DELETE | _UPDATE | _TRUNCATE
        return bool(cursor.fetchone()[0] & wanted == wanted)


def protect(
    table: str, once: Sequence[str] = (), erasable: Sequence[str] = ()
) -> Callable[[Any, Any], None]:
    """A migration step that installs the triggers."""
    return lambda apps, schema_editor: install(schema_editor.connection, table, once, erasable)


def unprotect(table: str) -> Callable[[Any, Any], None]:
    """The reverse of `protect`."""
    return lambda apps, schema_editor: remove(schema_editor.connection, table)
