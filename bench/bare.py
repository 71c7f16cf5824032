"""The bare inserts: the rows that the program made of the mails, written once more by SQL alone.

One transaction for each case, straight through the database's driver: what stays of the intake when
parsing, threading, clocks, hashes and words cost nothing.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.drain import BEFOREHAND
from bench.measure import Stopwatch

_BESIDE = ("mail_", "opendata_", "insight_", "search_")


@dataclass(frozen=True)
class Table:
    """A table's new rows, in order of their key."""

    name: str
    columns: Sequence[str]
    rows: Sequence[tuple[Any, ...]]

    def insert(self, mark: str) -> str:
        columns = ", ".join(f'"{column}"' for column in self.columns)
        marks = ", ".join([mark] * len(self.columns))
        return f'INSERT INTO "{self.name}" ({columns}) VALUES ({marks})'

    def share(self, part: int, parts: int) -> Sequence[tuple[Any, ...]]:
        """The rows that fall to one of `parts` cases."""
        return self.rows[len(self.rows) * part // parts : len(self.rows) * (part + 1) // parts]


def on_sqlite(before: Path, after: Path, cases: int) -> dict[str, Any]:
    """Write what `after` has and `before` lacks into `before`."""
    source = sqlite3.connect(f"file:{after}?mode=ro", uri=True)
    target = sqlite3.connect(before, isolation_level=None)
    target.executescript("PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-32000")
    catalogue = source.execute(
        "SELECT name, sql LIKE 'CREATE VIRTUAL%' FROM sqlite_master WHERE type = 'table'"
    ).fetchall()
    virtual = [name for name, is_virtual in catalogue if is_virtual]
    tables = []
    for name, is_virtual in catalogue:
        if name.startswith(("sqlite_", *(f"{v}_" for v in virtual))) or _is_beside(name):
            continue
        info = source.execute(f'PRAGMA table_info("{name}")').fetchall()
        columns = ["rowid"] if is_virtual else []
        columns += [column[1] for column in info]
        key = "rowid" if is_virtual else next((c[1] for c in info if c[5]), "rowid")
        wanted = ", ".join(f'"{column}"' for column in columns)
        known = {k for (k,) in target.execute(f'SELECT "{key}" FROM "{name}"')}
        at = columns.index(key)
        found = source.execute(f'SELECT {wanted} FROM "{name}" ORDER BY "{key}"')
        tables.append(Table(name, columns, [row for row in found if row[at] not in known]))
    tables = [table for table in tables if table.rows]
    with Stopwatch() as watch:
        for part in range(cases):
            target.execute("BEGIN IMMEDIATE")
            for table in tables:
                target.executemany(table.insert("?"), table.share(part, cases))
            target.execute("COMMIT")
    return _result(tables, watch)


def on_postgresql(before: str, after: str, cases: int) -> dict[str, Any]:
    import psycopg
    from psycopg.types.string import TextLoader

    with (
        psycopg.connect(after) as source,
        psycopg.connect(before, autocommit=True) as target,
    ):
        source.adapters.register_loader("jsonb", TextLoader)
        names = source.execute(
            "SELECT c.relname, a.attname FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid"
            " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]"
            " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND i.indisprimary"
        ).fetchall()
        tables = []
        for name, key in names:
            if _is_beside(name):
                continue
            known = {k for (k,) in target.execute(f'SELECT "{key}" FROM "{name}"')}
            found = source.execute(f'SELECT * FROM "{name}" ORDER BY "{key}"')
            columns = [column.name for column in found.description or ()]
            at = columns.index(key)
            tables.append(Table(name, columns, [row for row in found if row[at] not in known]))
        tables = [table for table in tables if table.rows]
        with Stopwatch() as watch:
            for part in range(cases):
                with target.transaction(), target.cursor() as cursor:
                    for table in tables:
                        for row in table.share(part, cases):
                            cursor.execute(table.insert("%s"), row)
    return _result(tables, watch)


def _is_beside(table: str) -> bool:
    """Whether its rows are not made of mails: the official mail and the search follow the
    directory, open data and figures the calendar."""
    return table in BEFOREHAND or table.startswith(_BESIDE)


def _result(tables: Sequence[Table], watch: Stopwatch) -> dict[str, Any]:
    return {
        "rows": {table.name: len(table.rows) for table in tables},
        "seconds": watch.seconds,
        "cpu_seconds": watch.cpu_seconds,
    }


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("database", choices=["sqlite", "postgresql"])
    options.add_argument("before")
    options.add_argument("after")
    options.add_argument("cases", type=int)
    chosen = options.parse_args()
    if chosen.database == "sqlite":
        result = on_sqlite(Path(chosen.before), Path(chosen.after), chosen.cases)
    else:
        result = on_postgresql(chosen.before, chosen.after, chosen.cases)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
