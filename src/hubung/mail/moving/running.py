"""Many mailboxes, some at a time: signed in, taken up again when a connection is lost, reported."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from hubung.kernel.faults import describe
from hubung.mail.moving.accounts import Move
from hubung.mail.moving.copying import Copying, Memory
from hubung.mail.moving.errors import LostError, MovingError, RefusedError, StoppedError
from hubung.mail.moving.report import MailboxReport
from hubung.mail.moving.server import Host, Server, reach
from hubung.mail.moving.state import State
from hubung.mail.moving.surveying import survey
from hubung.mail.moving.throttle import Throttle

log = logging.getLogger(__name__)

#: Before each further try, while nothing comes through.
PAUSES = (1.0, 2.0, 5.0, 10.0, 20.0, 40.0, 60.0)
#: Opens the mailbox here; its lock is handed on to whoever must be gone before another goes on.
Opener = Callable[[Move, int | None], Server]


@dataclass
class Run:
    """What is the same for all mailboxes."""

    source: Host
    open_target: Opener
    #: Where the mailboxes go, in a word, and the folder with their files.
    target: str
    folder: Path
    parallel: int = 4
    bytes_a_second: int = 0
    skipped: Sequence[str] = ()
    is_dry: bool = False
    stop: threading.Event = field(default_factory=threading.Event)
    messages: int = 0
    size: int = 0

    def __post_init__(self) -> None:
        self._throttle = Throttle(self.bytes_a_second, self.stop)
        self._lock = threading.Lock()

    def reports(self, moves: Sequence[Move]) -> Iterator[MailboxReport]:
        """Copy them, or only look; each as it is through."""
        with ThreadPoolExecutor(max_workers=self.parallel) as pool:
            todo = [pool.submit(self._mailbox, move) for move in moves]
            for done in as_completed(todo):
                yield done.result()

    def path(self, move: Move) -> Path:
        """The file of what is copied of a mailbox."""
        name = quote(move.source.lower(), safe="@")
        return self.folder / quote(self.source.name.lower()) / f"{name}.sqlite"

    def _mailbox(self, move: Move) -> MailboxReport:
        report = MailboxReport(move.source, move.target)
        try:
            self._throttle.check()
            if self.is_dry:
                self._again(Memory(), lambda: self._survey(move, report))
            else:
                with State(self.path(move)) as state:
                    state.belongs(f"{move.target} at {self.target}")
                    self._move(move, state, report)
        except StoppedError:
            report.trouble = "stopped before it was through; run it again to go on"
        except (MovingError, LostError, RefusedError) as error:
            report.trouble = str(error)
        except (OSError, sqlite3.Error) as error:
            report.trouble = f"{self.path(move)} can't be used: {error}"
        except Exception as error:
            # What nobody thought of, in one mailbox, holds up no other.
            log.exception("a mailbox was not moved")
            report.trouble = f"something unexpected: {describe(error)}"
        return report

    def _survey(self, move: Move, report: MailboxReport) -> None:
        path = self.path(move)
        source = reach(self.source, move.login)
        try:
            with State(path if path.exists() else None) as state:
                report.folders = survey(source, state, self.skipped)
        finally:
            source.close()

    def _move(self, move: Move, state: State, report: MailboxReport) -> None:
        memory = Memory()
        try:
            self._again(memory, lambda: self._once(move, state, memory, report))
        finally:
            report.folders = [*memory.reports.values()]

    def _once(self, move: Move, state: State, memory: Memory, report: MailboxReport) -> None:
        source = reach(self.source, move.login)
        try:
            target = self.open_target(move, state.lock)
            try:
                copying = Copying(
                    source, target, state, self._throttle, memory, self._note, self.skipped
                )
                copying.run()
                report.trouble = copying.closed
            finally:
                target.close()
        finally:
            source.close()

    def _again(self, memory: Memory, work: Callable[[], None]) -> None:
        """Try until it is through, or nothing came through for some minutes."""
        tries = 0
        while True:
            passed = memory.passed
            try:
                return work()
            except LostError as error:
                tries = 0 if memory.passed > passed else tries + 1
                if tries >= len(PAUSES):
                    raise MovingError(f"{error}; tried {tries} times") from error
            self._throttle.wait(PAUSES[tries])

    def _note(self, messages: int, size: int) -> None:
        with self._lock:
            self.messages += messages
            self.size += size
