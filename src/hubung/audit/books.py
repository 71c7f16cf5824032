"""Other append-only tables that a seal vouches for: an app above adds its own with one line.

    books.register("timelines", "cases.Entry", ("case_id", "seq", "hash"))

A seal covers the rows that were added since the seal before it, by their primary keys. A number
drawn by a transaction that is still open must not come to light in a range that is sealed already,
so `horizon` lets every open writer finish before it looks.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

#: Writers wait for a seal at most this long; then the seal waits for another time.
LOCK_TIMEOUT_MS = 1000


@dataclass(frozen=True)
class Book:
    """An append-only table, and the columns of it that are sealed."""

    name: str
    model: str
    columns: tuple[str, ...]

    @property
    def rows(self) -> models.QuerySet[Any]:
        model: type[models.Model] = apps.get_model(self.model)
        return model._default_manager.order_by("pk")


@dataclass(frozen=True)
class Range:
    """The rows `first <= pk <= last` of a book: how many, and a SHA-256 over all of them."""

    first: int
    last: int
    rows: int
    digest: str


_books: dict[str, Book] = {}


def register(name: str, model: str, columns: tuple[str, ...]) -> None:
    _books[name] = Book(name, model, columns)


def all_books() -> list[Book]:
    return [_books[name] for name in sorted(_books)]


def horizon(book: Book) -> int:
    """The highest primary key, with no lower one still to come. Needs no open transaction.

    Raises OperationalError when writers don't finish within `LOCK_TIMEOUT_MS`.
    """
    with transaction.atomic():  # on SQLite this is the write lock already
        if connection.vendor == "postgresql":
            table = connection.ops.quote_name(apps.get_model(book.model)._meta.db_table)
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}")
                cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        highest: int | None = book.rows.aggregate(models.Max("pk"))["pk__max"]
    return highest or 0


def digest(book: Book, first: int, last: int) -> Range:
    """Read a range of rows, line by line: primary key and columns, separated by blanks."""
    hashed, count = hashlib.sha256(), 0
    rows = book.rows.filter(pk__gte=first, pk__lte=last).values_list("pk", *book.columns)
    for row in rows.iterator(chunk_size=5000):
        hashed.update(" ".join(map(str, row)).encode() + b"\n")
        count += 1
    return Range(first, last, count, hashed.hexdigest())
