"""Another process of the house that holds what the program needs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
from psycopg import sql

from tests.support.program import Program


@contextmanager
def locked(program: Program, *tables: str) -> Iterator[None]:
    """Hold SQLite's write lock, or these tables of PostgreSQL, for the length of a block."""
    if program.database_url:
        with psycopg.connect(program.database_url) as holder:
            names = sql.SQL(", ").join(map(sql.Identifier, tables))
            holder.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(names))
            yield
            holder.rollback()
    else:
        path = program.home / "hubung.sqlite3"
        with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            yield
            holder.execute("ROLLBACK")


def execute(program: Program, statement: str) -> None:
    """Change the program's database from outside."""
    if program.database_url:
        with psycopg.connect(program.database_url) as connection:
            connection.execute(statement.encode())
    else:
        path = program.home / "hubung.sqlite3"
        with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as connection:
            connection.execute(statement)
