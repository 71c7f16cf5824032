"""What of one mailbox has been copied: a small file, to go on from at any time.

A message's row is written before it is handed over (`begun`) and completed afterwards. So after a
fall it is known of which messages one can't be sure, and the folder here is looked at for those:
what lies there and has no row (`unclaimed`) is taken for the message with the same content.
"""

from __future__ import annotations

import contextlib
import fcntl
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

from hubung.mail.moving.errors import MovingError
from hubung.mail.moving.letters import Letter

_LOCK_SECONDS = 10.0
_TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS folder (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL UNIQUE, uidvalidity INTEGER NOT NULL,
    target TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS place (
    target TEXT PRIMARY KEY, uidvalidity INTEGER NOT NULL, sure_below INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS message (
    folder INTEGER NOT NULL REFERENCES folder, uid INTEGER NOT NULL, state TEXT NOT NULL,
    digest BLOB NOT NULL, flags TEXT NOT NULL, target_uid INTEGER, reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (folder, uid)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS message_digest ON message (digest);
CREATE TABLE IF NOT EXISTS unclaimed (
    target TEXT NOT NULL, uid INTEGER NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (target, uid)
) WITHOUT ROWID;
"""
#: Handed over, perhaps taken · taken · seen here at a count · refused here or not handed out
#: there · brought by another folder, of one that shows everything.
BEGUN, COPIED, SEEN, REFUSED, ELSEWHERE = "begun", "copied", "seen", "refused", "elsewhere"
DONE = frozenset({COPIED, SEEN, ELSEWHERE})


@dataclass(frozen=True)
class Row:
    """What is known of a message."""

    state: str
    flags: frozenset[str]
    target_uid: int | None
    reason: str

    @property
    def is_done(self) -> bool:
        return self.state in DONE


class State:
    """One mailbox's file, held by one process at a time."""

    def __init__(self, path: Path | None) -> None:
        """`path` None: nothing is known, nothing kept. Raises MovingError while another has it."""
        self._lock: IO[bytes] | None = None
        if path is not None:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = _held(path.with_suffix(".lock"))
        self._database = sqlite3.connect(path or ":memory:", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = FULL")
        self._database.executescript(_TABLES)

    def __enter__(self) -> State:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._database.close()
        if self._lock:
            self._lock.close()

    @property
    def lock(self) -> int | None:
        """The lock's number, for a process that must be gone before somebody else goes on."""
        return self._lock.fileno() if self._lock else None

    @contextlib.contextmanager
    def _whole(self) -> Iterator[sqlite3.Connection]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield self._database
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def belongs(self, target: str) -> None:
        """Note where the mailbox goes. Raises MovingError if it was begun into another."""
        self._database.execute("INSERT OR IGNORE INTO meta VALUES ('target', ?)", [target])
        (known,) = self._database.execute("SELECT value FROM meta").fetchone()
        if known != target:
            raise MovingError(f"it was begun into {known}, and can't go on into {target}")

    def targets(self) -> dict[str, str]:
        """Folder here by folder there."""
        return dict(self._database.execute("SELECT source, target FROM folder"))

    def folders(self) -> dict[str, tuple[int, int]]:
        """Id and UIDVALIDITY by folder there."""
        rows = self._database.execute("SELECT source, id, uidvalidity FROM folder")
        return {source: (number, uidvalidity) for source, number, uidvalidity in rows}

    def folder(self, source: str, uidvalidity: int, target: str) -> int:
        """The folder's id. If the old server numbers it anew, its messages are to be claimed."""
        with self._whole() as database:
            row = database.execute(
                "SELECT id, uidvalidity FROM folder WHERE source = ?", [source]
            ).fetchone()
            if row is None:
                made = database.execute(
                    "INSERT INTO folder (source, uidvalidity, target) VALUES (?, ?, ?)",
                    [source, uidvalidity, target],
                )
                return int(made.lastrowid or 0)
            number, known = int(row[0]), row[1]
            if known != uidvalidity:
                database.execute(
                    "INSERT OR IGNORE INTO unclaimed SELECT ?, target_uid, digest FROM message"
                    " WHERE folder = ? AND target_uid IS NOT NULL",
                    [target, number],
                )
                database.execute("DELETE FROM message WHERE folder = ?", [number])
                database.execute(
                    "UPDATE folder SET uidvalidity = ? WHERE id = ?", [uidvalidity, number]
                )
            return number

    def unsure_from(self, target: str, uidvalidity: int, next_uid: int) -> int:
        """From which UID on the folder here is to be looked at; 0: all is known.

        All of it the first time, and after it was numbered anew; what is new after a fall.
        """
        with self._whole() as database:
            row = database.execute(
                "SELECT uidvalidity, sure_below FROM place WHERE target = ?", [target]
            ).fetchone()
            if row is None or row[0] != uidvalidity:
                self._forget(target)
                database.execute("REPLACE INTO place VALUES (?, ?, 1)", [target, uidvalidity])
                return 1 if next_uid > 1 else 0
            if self._begun(target):
                return int(row[1])
            return 1 if row[1] == 1 and next_uid > 1 else 0

    def _forget(self, target: str) -> None:
        self._database.execute("DELETE FROM unclaimed WHERE target = ?", [target])
        self._database.execute(
            "DELETE FROM message WHERE state <> ? AND folder IN"
            " (SELECT id FROM folder WHERE target = ?)",
            [ELSEWHERE, target],
        )

    def _begun(self, target: str) -> bool:
        row = self._database.execute(
            "SELECT 1 FROM message JOIN folder ON folder.id = folder WHERE state = ?"
            " AND target = ? LIMIT 1",
            [BEGUN, target],
        ).fetchone()
        return row is not None

    def accounted(self, target: str) -> set[int]:
        """UIDs here that are known."""
        rows = self._database.execute(
            "SELECT target_uid FROM message JOIN folder ON folder.id = folder WHERE target = ?"
            " AND target_uid IS NOT NULL UNION SELECT uid FROM unclaimed WHERE target = ?",
            [target, target],
        )
        return {uid for (uid,) in rows}

    def found(self, target: str, digests: dict[int, bytes]) -> None:
        """Messages that lie here, whoever brought them."""
        with self._whole() as database:
            database.executemany(
                "INSERT OR IGNORE INTO unclaimed VALUES (?, ?, ?)",
                [(target, uid, digest) for uid, digest in digests.items()],
            )

    def sure(self, target: str, next_uid: int) -> None:
        """The folder here was looked at, up to this UID: what was begun is claimed or not there."""
        with self._whole() as database:
            database.execute(
                "DELETE FROM message WHERE state = ? AND folder IN"
                " (SELECT id FROM folder WHERE target = ?)",
                [BEGUN, target],
            )
            database.execute(
                "UPDATE place SET sure_below = ? WHERE target = ?", [max(next_uid, 2), target]
            )

    def rows(self, folder: int) -> dict[int, Row]:
        """What is known of a folder's messages, by UID there."""
        rows = self._database.execute(
            "SELECT uid, state, flags, target_uid, reason FROM message WHERE folder = ?", [folder]
        )
        return {
            uid: Row(state, frozenset(flags.split()), target, reason)
            for uid, state, flags, target, reason in rows
        }

    def claim(self, folder: int, target: str, letter: Letter) -> int | None:
        """The UID of the same message here that nobody has claimed; it is this one's now."""
        with self._whole() as database:
            row = database.execute(
                "SELECT uid FROM unclaimed WHERE target = ? AND digest = ? ORDER BY uid LIMIT 1",
                [target, letter.digest],
            ).fetchone()
            if row is None:
                return None
            database.execute("DELETE FROM unclaimed WHERE target = ? AND uid = ?", [target, row[0]])
            self._put(folder, [letter], COPIED, [row[0]])
            return int(row[0])

    def is_elsewhere(self, folder: int, letter: Letter) -> bool:
        """Whether another folder has brought the same message."""
        row = self._database.execute(
            "SELECT 1 FROM message WHERE digest = ? AND folder <> ? AND state IN (?, ?) LIMIT 1",
            [letter.digest, folder, COPIED, SEEN],
        ).fetchone()
        return row is not None

    def begin(self, folder: int, letters: Sequence[Letter]) -> None:
        with self._whole():
            self._put(folder, letters, BEGUN, [None] * len(letters))

    def complete(self, folder: int, letters: Sequence[Letter], uids: Sequence[int | None]) -> None:
        """The server here has taken them, under these UIDs."""
        with self._whole():
            self._put(folder, letters, COPIED, uids)

    def elsewhere(self, folder: int, letter: Letter) -> None:
        with self._whole():
            self._put(folder, [letter], ELSEWHERE, [None])

    def refuse(self, folder: int, uid: int, reason: str) -> None:
        with self._whole() as database:
            database.execute(
                "REPLACE INTO message VALUES (?, ?, ?, x'', '', NULL, ?)",
                [folder, uid, REFUSED, reason],
            )

    def drop(self, folder: int, uids: Iterable[int]) -> None:
        """Nothing is known of them any more."""
        with self._whole() as database:
            database.executemany(
                "DELETE FROM message WHERE folder = ? AND uid = ?", [(folder, uid) for uid in uids]
            )

    def see(self, folder: int, uids: Iterable[int]) -> None:
        """They were counted here."""
        with self._whole() as database:
            database.executemany(
                "UPDATE message SET state = ? WHERE folder = ? AND uid = ?",
                [(SEEN, folder, uid) for uid in uids],
            )

    def flagged(self, folder: int, uids: Iterable[int], flags: frozenset[str]) -> None:
        """They carry these flags there, and so they do here."""
        with self._whole() as database:
            database.executemany(
                "UPDATE message SET flags = ? WHERE folder = ? AND uid = ?",
                [(_words(flags), folder, uid) for uid in uids],
            )

    def _put(
        self, folder: int, letters: Sequence[Letter], state: str, uids: Sequence[int | None]
    ) -> None:
        self._database.executemany(
            "REPLACE INTO message (folder, uid, state, digest, flags, target_uid)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [
                (folder, letter.uid, state, letter.digest, _words(letter.flags), uid)
                for letter, uid in zip(letters, uids, strict=True)
            ],
        )


def _words(flags: frozenset[str]) -> str:
    return " ".join(sorted(flags))


def _held(path: Path) -> IO[bytes]:
    """A run that was killed is waited for: what it had handed over may still be written."""
    file = path.open("ab")
    deadline = time.monotonic() + _LOCK_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                file.close()
                raise MovingError("another run copies this mailbox just now") from None
            time.sleep(0.1)
        else:
            return file
