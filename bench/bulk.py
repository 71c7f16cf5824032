"""Rows of a model in bulk, past the ORM: what a million cases need to be there in minutes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models


class Bulk:
    """Collects rows of one model and writes them with COPY or `executemany`.

    Fields that a row does not name get the model's defaults, worked out once; `numbered` says that
    the database gives the keys.
    """

    def __init__(self, model: type[models.Model], *, numbered: bool = False) -> None:
        self._model = model
        # Those of its own table: a page of a kind has a row in the table of all pages besides.
        fields = [
            field
            for field in model._meta.local_concrete_fields
            if not (numbered and field.primary_key)
        ]
        self._columns = [str(field.column) for field in fields]
        self._at = {field.attname: place for place, field in enumerate(fields)}
        self._defaults = [_plain(field.get_default()) for field in fields]
        self._rows: list[list[Any]] = []

    def add(self, **values: Any) -> None:
        """One row, by the names of the model's attributes (`unit_id`)."""
        row = self._defaults.copy()
        for name, value in values.items():
            row[self._at[name]] = _plain(value)
        self._rows.append(row)

    def write(self) -> None:
        """Send the collected rows to the database, in the caller's transaction."""
        write(self._model._meta.db_table, self._columns, self._rows)
        self._rows.clear()

    def finish(self) -> None:
        """Let the next row that the program makes follow the last one of these."""
        reset = connection.ops.sequence_reset_sql(no_style(), [self._model])
        with connection.cursor() as cursor:
            for statement in reset:
                cursor.execute(statement)


def write(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows by COPY on PostgreSQL, by one prepared statement on SQLite."""
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def _plain(value: Any) -> Any:
    """As both drivers take it without help."""
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None)) if _sqlite() else value
    if isinstance(value, dict | list):
        return json.dumps(value)
    return value


def _sqlite() -> bool:
    return connection.vendor == "sqlite"
