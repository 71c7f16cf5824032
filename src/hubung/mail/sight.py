"""What the mail daemons see of the database: these views, and nothing else.

A row is there only while it is in force, so a daemon never decides: it looks up. Posts, units and
groups are followed at the moment of the look-up, from the directory as it is on that day.

They are not made by a migration but after all of them, and taken away before: no table that a view
stands on could be changed else, by this app or by the directory's.

Nobody who may read them can read the tables: a view reads with its owner's rights.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from hubung.mail import lookups
from hubung.mail.lookups import FORMER, VIEWS
from hubung.mail.models import Account

#: Whom the views were open to before they were closed, by database.
_readers: dict[str, list[str]] = {}


def close(*, using: str, plan: list[Any], **_signal: object) -> None:
    """Before migrations: away with the views. Until they are back, daemons put mail off."""
    if plan:
        connection = connections[using]
        _readers[using] = readers(connection)
        remove(connection)


def open_again(*, using: str, **_signal: object) -> None:
    """After migrations: the views of this version, for those who could see them.

    None where they took the tables away.
    """
    connection = connections[using]
    if Account._meta.db_table not in connection.introspection.table_names():
        return
    install(connection)
    for role in _readers.pop(using, []):
        grant(connection, role)


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the views, where they are not there as this version has them."""
    for view in FORMER:
        _drop(connection, view)
    postgresql = connection.vendor == "postgresql"
    there = _there(connection)
    with connection.cursor() as cursor:
        schema = ""
        if postgresql:
            cursor.execute("SELECT quote_ident(current_schema())")
            (schema,) = cursor.fetchone()
        for view in VIEWS:
            sql = lookups.select(view, connection.vendor)
            function = lookups.function(view, schema) if postgresql else ""
            asked = lookups.rows_function(view, ()) if postgresql else ""
            mark = hashlib.sha256(f"{sql}{function}{asked}".encode()).hexdigest()
            if there.get(view) in (sql, mark):
                continue
            _drop(connection, view)
            if function:
                cursor.execute(function)
            cursor.execute(f"CREATE VIEW {view} AS {sql}")
            if asked:
                cursor.execute(lookups.rows_function(view, _columns(cursor, view)))
            if postgresql:
                cursor.execute(f"COMMENT ON VIEW {view} IS '{mark}'")


def remove(connection: BaseDatabaseWrapper) -> None:
    for view in (*VIEWS, *FORMER):
        _drop(connection, view)


def _drop(connection: BaseDatabaseWrapper, view: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP VIEW IF EXISTS {view}")
        if connection.vendor == "postgresql":
            for function in lookups.function_names(view):
                cursor.execute(f"DROP FUNCTION IF EXISTS {function}")


def _columns(cursor: CursorWrapper, view: str) -> list[tuple[str, str]]:
    """Of a view of PostgreSQL: their names and types, in order."""
    cursor.execute(
        "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 ORDER BY attnum",
        [view],
    )
    return list(cursor.fetchall())


def readers(connection: BaseDatabaseWrapper) -> list[str]:
    """Roles of PostgreSQL that may read the views, beside their owner; none on SQLite."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT grantee FROM information_schema.role_table_grants"
            " WHERE table_name = ANY(%s) AND privilege_type = 'SELECT' AND grantee <> grantor",
            [list(VIEWS)],
        )
        return [role for (role,) in cursor.fetchall()]


def grant(connection: BaseDatabaseWrapper, role: str) -> None:
    """Let a role of PostgreSQL read the views and write down uses, and do nothing else."""
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT SELECT ON {', '.join(VIEWS)} TO {name}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE ON mail_use TO {name}")


def _there(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The views that are there: their SELECT on SQLite, its digest on PostgreSQL."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'")
            return {name: sql.partition(" AS ")[2] for name, sql in cursor.fetchall()}
        cursor.execute(
            "SELECT relname, coalesce(obj_description(oid, 'pg_class'), '') FROM pg_class"
            " WHERE relkind = 'v' AND relname = ANY(%s) AND pg_table_is_visible(oid)",
            [list(VIEWS)],
        )
        return dict(cursor.fetchall())
