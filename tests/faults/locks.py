"""Another process of the house that holds what the program needs."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
from psycopg import sql

from tests.faults.support import living, until
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


def hold(program: Program, part: str) -> int:
    """SIGSTOP to a part, at a moment at which it keeps nobody from writing; its process id."""
    while True:
        pid = int(until(f"{part} lives", lambda: living(program, part)))
        os.kill(pid, signal.SIGSTOP)
        if _writable(program):
            return pid
        os.kill(pid, signal.SIGCONT)


def _writable(program: Program) -> bool:
    """Whether SQLite's write lock is to be had within a second; PostgreSQL has none for all."""
    if program.database_url:
        return True
    path = program.home / "hubung.sqlite3"
    with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        connection.execute("ROLLBACK")
        return True


def execute(program: Program, statement: str) -> None:
    """Change the program's database from outside."""
    if program.database_url:
        with psycopg.connect(program.database_url) as connection:
            connection.execute(statement.encode())
    else:
        path = program.home / "hubung.sqlite3"
        with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as connection:
            connection.execute(statement)
