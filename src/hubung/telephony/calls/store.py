"""What the phone program keeps on this machine: its calls, its agents, and notes on their way.

One small SQLite file. A call's state and the notes of what happened are one transaction, so that a
program that is killed finds both or neither; a database that is away is no reason to forget.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from hubung.telephony.calls.arrangement import Arrangement
from hubung.telephony.calls.state import AgentSeen, Call
from hubung.telephony.calls.words import Note

_CALL = TypeAdapter(Call)
_AGENT = TypeAdapter(AgentSeen)
_ARRANGEMENT = TypeAdapter(Arrangement)
_ASKED: TypeAdapter[dict[str, tuple[datetime, ...]]] = TypeAdapter(dict[str, tuple[datetime, ...]])

# No sync at each commit: a file survives its process without it, and calls do not survive the
# machine.
_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA busy_timeout = 5000;
CREATE TABLE IF NOT EXISTS call (id TEXT PRIMARY KEY, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS agent (id TEXT PRIMARY KEY, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS note (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, call TEXT NOT NULL, at TEXT NOT NULL,
    details TEXT NOT NULL, error TEXT NOT NULL DEFAULT ''
);
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A note that waits for the database."""

    id: int
    name: str
    call: str
    at: datetime
    details: dict[str, Any]


class Store:
    """The file. A connection belongs to one thread; open one for each."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._base = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._base.executescript(_SCHEMA)

    def keep(
        self,
        calls: Mapping[str, Call | None],
        agents: Mapping[str, AgentSeen],
        notes: Iterable[Note],
    ) -> None:
        """All of it, or nothing. A call that is None is over."""
        base = self._base
        base.execute("BEGIN IMMEDIATE")
        try:
            for key, call in calls.items():
                if call is None:
                    base.execute("DELETE FROM call WHERE id = ?", (key,))
                else:
                    base.execute("REPLACE INTO call VALUES (?, ?)", (key, _text(_CALL, call)))
            base.executemany(
                "REPLACE INTO agent VALUES (?, ?)",
                [(key, _text(_AGENT, agent)) for key, agent in agents.items()],
            )
            base.executemany(
                "INSERT INTO note (name, call, at, details) VALUES (?, ?, ?, ?)",
                [(n.name, n.call, n.at.isoformat(), json.dumps(dict(n.details))) for n in notes],
            )
        except BaseException:
            base.execute("ROLLBACK")
            raise
        base.execute("COMMIT")

    def calls(self) -> list[Call]:
        return [_CALL.validate_json(row[0]) for row in self._base.execute("SELECT state FROM call")]

    def keep_arrangement(self, arrangement: Arrangement) -> None:
        """What was decided last, for a start while the database is away."""
        self._keep_fact("arrangement", _text(_ARRANGEMENT, arrangement))

    def arrangement(self) -> Arrangement | None:
        value = self._fact("arrangement")
        return None if value is None else _ARRANGEMENT.validate_json(value)

    def keep_asked(self, asked: Mapping[str, tuple[datetime, ...]]) -> None:
        """When which number asked for a call back."""
        self._keep_fact("asked", _text(_ASKED, asked))

    def asked(self) -> dict[str, tuple[datetime, ...]]:
        return _ASKED.validate_json(self._fact("asked") or "{}")

    def _keep_fact(self, name: str, value: str) -> None:
        self._base.execute("REPLACE INTO fact VALUES (?, ?)", (name, value))

    def _fact(self, name: str) -> str | None:
        row = self._base.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def agents(self) -> list[AgentSeen]:
        rows = self._base.execute("SELECT state FROM agent ORDER BY id")
        return [_AGENT.validate_json(row[0]) for row in rows]

    def notes(self, limit: int = -1) -> list[Kept]:
        """The oldest notes that nobody has failed to write down yet."""
        rows = self._base.execute(
            "SELECT id, name, call, at, details FROM note WHERE error = '' ORDER BY id LIMIT ?",
            (limit,),
        )
        return [
            Kept(key, name, call, datetime.fromisoformat(at), json.loads(details))
            for key, name, call, at, details in rows
        ]

    def done(self, notes: Iterable[Kept]) -> None:
        """They are written down."""
        self._base.execute("BEGIN IMMEDIATE")
        self._base.executemany("DELETE FROM note WHERE id = ?", [(note.id,) for note in notes])
        self._base.execute("COMMIT")

    def failed(self, note: Kept, error: str) -> None:
        """Keep it with what is wrong with it, for a person to see; it holds nobody up."""
        self._base.execute("UPDATE note SET error = ? WHERE id = ?", (error, note.id))

    def failures(self) -> int:
        """How many notes could not be written down."""
        row = self._base.execute("SELECT count(*) FROM note WHERE error <> ''").fetchone()
        return int(row[0])

    def close(self) -> None:
        self._base.close()


def _text(adapter: TypeAdapter[Any], value: object) -> str:
    return adapter.dump_json(value).decode()
