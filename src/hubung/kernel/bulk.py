"""Many rows with one prepared statement.

The query set's bulk methods write the statement anew each time, with every value in it: for rows
as narrow as these that costs more than the database's own work. SQLite runs the statement for each
row; PostgreSQL runs it once, with an array for each column.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, connections, models

Fields = tuple["models.Field[Any, Any]", ...]


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model, whose keys nobody asks for: they are not told."""
    if rows:
        _run(*_insert(type(rows[0])), rows)


def insert_new(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model; those that break a unique constraint are there already."""
    if rows:
        statement, fields = _insert(type(rows[0]))
        _run(f"{statement} ON CONFLICT DO NOTHING", fields, rows)


def update(rows: Sequence[models.Model], names: tuple[str, ...]) -> None:
    """Write these fields of saved rows of one model."""
    if rows:
        _run(*_update(type(rows[0]), names), rows)


def insert_columns(model: type[models.Model], **columns: Sequence[Any]) -> None:
    """Insert rows that were never objects: for each column, its values as the database has them."""
    statement, fields = _insert(model)
    _execute(statement, [columns[each.attname] for each in fields])


def _run(statement: str, fields: Fields, rows: Sequence[models.Model]) -> None:
    # The connection itself: through its proxy, each value would look for it again.
    ours = connections[connection.alias]
    columns = [
        [each.get_db_prep_save(getattr(row, each.attname), ours) for row in rows] for each in fields
    ]
    _execute(statement, columns)


def _execute(statement: str, columns: list[Any]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(statement, columns)
        else:
            cursor.executemany(statement, list(zip(*columns, strict=True)))


# Only the models' own names and types stand in the statements; values are always parameters.


@cache
def _insert(model: type[models.Model]) -> tuple[str, Fields]:
    # The database gives a key; what it would also give by default, a row may say otherwise.
    fields = tuple(
        each for each in model._meta.concrete_fields if not (each.primary_key and each.db_returning)
    )
    names = ", ".join(_quoted(each.column) for each in fields)
    table = _quoted(model._meta.db_table)
    if connection.vendor == "postgresql":
        return f"INSERT INTO {table} ({names}) SELECT * FROM {_arrays(fields)}", fields  # noqa: S608
    marks = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {table} ({names}) VALUES ({marks})", fields  # noqa: S608


@cache
def _update(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, Fields]:
    by_name = {each.name: each for each in model._meta.concrete_fields}
    changed = tuple(by_name[name] for name in names)
    key = model._meta.pk
    fields = (*changed, key)
    table, its_key = _quoted(model._meta.db_table), _quoted(key.column)
    if connection.vendor == "postgresql":
        columns = ", ".join(_quoted(each.column) for each in fields)
        changes = ", ".join(
            f"{_quoted(each.column)} = new.{_quoted(each.column)}" for each in changed
        )
        given = f"{_arrays(fields)} AS new ({columns})"
        return (
            f"UPDATE {table} SET {changes} FROM {given} WHERE {table}.{its_key} = new.{its_key}",  # noqa: S608
            fields,
        )
    changes = ", ".join(f"{_quoted(each.column)} = %s" for each in changed)
    return f"UPDATE {table} SET {changes} WHERE {its_key} = %s", fields  # noqa: S608


def _arrays(fields: Fields) -> str:
    """One array for each column, side by side as rows."""
    return f"unnest({', '.join(f'%s::{each.db_type(connection)}[]' for each in fields)})"


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")
