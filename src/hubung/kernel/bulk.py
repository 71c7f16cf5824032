"""Many rows with one prepared statement.

The query set's bulk methods write the statement anew each time, with every value in it: for rows
as narrow as these that costs more than the database's own work.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models

Fields = tuple["models.Field[Any, Any]", ...]


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model, whose keys nobody asks for: they are not told."""
    if rows:
        statement, fields = _insert(type(rows[0]))
        _run(statement, rows, fields)


def insert_new(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model; those that break a unique constraint are there already."""
    if rows:
        statement, fields = _insert(type(rows[0]))
        _run(f"{statement} ON CONFLICT DO NOTHING", rows, fields)


def update(rows: Sequence[models.Model], names: tuple[str, ...]) -> None:
    """Write these fields of saved rows of one model."""
    if rows:
        statement, fields = _update(type(rows[0]), names)
        _run(statement, rows, fields)


def _run(statement: str, rows: Sequence[models.Model], fields: Fields) -> None:
    values = [
        [each.get_db_prep_save(getattr(row, each.attname), connection) for each in fields]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


# Only the models' own names stand in the statements; values are always parameters.


@cache
def _insert(model: type[models.Model]) -> tuple[str, Fields]:
    # The database gives a key; what it would also give by default, a row may say otherwise.
    fields = tuple(
        each for each in model._meta.concrete_fields if not (each.primary_key and each.db_returning)
    )
    names = ", ".join(_quoted(each.column) for each in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = _quoted(model._meta.db_table)
    return f"INSERT INTO {table} ({names}) VALUES ({marks})", fields  # noqa: S608


@cache
def _update(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, Fields]:
    by_name = {each.name: each for each in model._meta.concrete_fields}
    fields = tuple(by_name[name] for name in names)
    changes = ", ".join(f"{_quoted(each.column)} = %s" for each in fields)
    key = model._meta.pk
    table = _quoted(model._meta.db_table)
    return f"UPDATE {table} SET {changes} WHERE {_quoted(key.column)} = %s", (*fields, key)  # noqa: S608


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")
