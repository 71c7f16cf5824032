"""The least that could receive mail: aiosmtpd, two inserts, a commit, and then 250.

What stays of this program's doors when everything but the durable acknowledgement is left out.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import signal
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope

TABLES = (
    "CREATE TABLE raw (sha256 varchar(64) PRIMARY KEY, content {binary} NOT NULL)",
    "CREATE TABLE inbound (id {serial}, sha256 varchar(64) NOT NULL REFERENCES raw,"
    " recipient varchar(320) NOT NULL, sender varchar(320) NOT NULL,"
    " received_at {instant} NOT NULL, UNIQUE (sha256, recipient))",
)
Store = Callable[[bytes, str, list[str]], None]


def on_sqlite(path: Path) -> Store:
    """With the settings of this program: write-ahead log, full synchronisation."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;")
    for table in TABLES:
        connection.execute(
            table.format(binary="blob", serial="integer PRIMARY KEY", instant="text")
        )

    def store(content: bytes, sender: str, recipients: list[str]) -> None:
        digest = hashlib.sha256(content).hexdigest()
        now = datetime.now(UTC).isoformat()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO raw VALUES (?, ?)", (digest, content))
        connection.executemany(
            "INSERT INTO inbound (sha256, recipient, sender, received_at) VALUES (?, ?, ?, ?)",
            [(digest, recipient, sender, now) for recipient in recipients],
        )
        connection.execute("COMMIT")

    return store


def on_postgresql(url: str) -> Store:
    import psycopg

    connection = psycopg.connect(url, autocommit=True)
    for table in TABLES:
        connection.execute(
            table.format(binary="bytea", serial="bigserial PRIMARY KEY", instant="timestamptz")
        )

    def store(content: bytes, sender: str, recipients: list[str]) -> None:
        digest = hashlib.sha256(content).hexdigest()
        now = datetime.now(UTC)
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO raw VALUES (%s, %s)", (digest, content))
            cursor.executemany(
                "INSERT INTO inbound (sha256, recipient, sender, received_at)"
                " VALUES (%s, %s, %s, %s)",
                [(digest, recipient, sender, now) for recipient in recipients],
            )

    return store


class Handler:
    """Stores in the loop: nothing waits for it but the mails themselves."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        self._store(content, str(envelope.mail_from), envelope.rcpt_tos)
        return "250 Stored"


async def serve(port: int, store: Store) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    server = await loop.create_server(
        lambda: SMTP(Handler(store), data_size_limit=2**26, loop=loop), "127.0.0.1", port
    )
    async with server:
        await stop.wait()


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("port", type=int)
    where = options.add_mutually_exclusive_group(required=True)
    where.add_argument("--sqlite", type=Path)
    where.add_argument("--postgresql")
    chosen = options.parse_args()
    store = on_sqlite(chosen.sqlite) if chosen.sqlite else on_postgresql(chosen.postgresql)
    asyncio.run(serve(chosen.port, store))


if __name__ == "__main__":
    main()
