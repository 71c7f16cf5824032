"""One parent, a child for each part: starts them, starts again what dies, stops them in order.

The parent loads the program once and forks, so that the children share its memory; it opens no
database connection itself. It waits for signals and for nothing else, so no signal is lost
between a test and a wait.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

log = logging.getLogger(__name__)

STOP = {signal.SIGTERM, signal.SIGINT}
SIGNALS = {*STOP, signal.SIGCHLD}
#: How long a part may take to finish what it is doing before it is killed.
GRACE_SECONDS = 15.0
#: A part that dies at once is started again after this long, doubled each time.
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
#: A part that lived this long has recovered.
RECOVERED_AFTER_SECONDS = 60.0
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Part:
    """What one child does: `run` returns after `stop` is set. `release` frees what only it uses."""

    name: str
    run: Callable[[threading.Event], None]
    release: Callable[[], None] = lambda: None


@dataclass
class _Child:
    part: Part
    pid: int = 0
    started_at: float = 0.0
    start_at: float = 0.0
    failures: int = 0

    def died(self, now: float) -> float:
        """Note the end; returns the pause in seconds before the next start."""
        if now - self.started_at > RECOVERED_AFTER_SECONDS:
            self.failures = 0
        pause = min(FIRST_PAUSE_SECONDS * 2.0**self.failures, LONGEST_PAUSE_SECONDS)
        self.failures += 1
        self.pid, self.start_at = 0, now + pause
        return pause


@dataclass
class Supervisor:
    """Runs parts until SIGTERM or SIGINT; each part's process id is in `folder/<name>.pid`."""

    parts: Sequence[Part]
    folder: Path
    _children: list[_Child] = field(init=False)

    def run(self) -> None:
        """Returns when everything has stopped."""
        self._children = [_Child(part) for part in self.parts]
        self.folder.mkdir(parents=True, exist_ok=True)
        previous = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        gc.collect()
        gc.freeze()  # what is loaded now stays out of the children's collections, hence shared
        try:
            self._supervise()
        finally:
            self._stop_all()
            signal.pthread_sigmask(signal.SIG_SETMASK, previous)

    def _supervise(self) -> None:
        while True:
            now = time.monotonic()
            for child in self._children:
                if not child.pid and child.start_at <= now:
                    self._start(child)
            waiting = [child.start_at for child in self._children if not child.pid]
            pause = min(waiting, default=now + 3600) - now
            received = signal.sigtimedwait(SIGNALS, max(pause, 0.01))
            if received and received.si_signo in STOP:
                return
            self._reap()

    def _start(self, child: _Child) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._live(child.part, parent)
        child.pid, child.started_at = pid, time.monotonic()
        # Whoever looks meanwhile reads the former number or this one, whole.
        draft = self._pid_file(child.part).with_suffix(".new")
        draft.write_text(f"{pid}\n")
        draft.rename(self._pid_file(child.part))
        log.info("part started", extra={"part": child.part.name, "pid": pid})

    def _live(self, part: Part, parent: int) -> NoReturn:
        """A child's whole life; never returns into the parent's code."""
        code = 1
        try:
            # Own process group: Ctrl-C reaches the parent alone, which then stops us in order.
            os.setpgid(0, 0)
            # A parent that is killed takes us along, else the ports would stay taken.
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:
                os._exit(1)
            for other in self.parts:
                if other is not part:
                    other.release()
            run_alone(part)
            code = 0
        except Exception:
            log.exception("part failed", extra={"part": part.name})
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _reap(self) -> None:
        for child in self._children:
            if child.pid:
                pid, status = os.waitpid(child.pid, os.WNOHANG)
                if pid:
                    code = os.waitstatus_to_exitcode(status)
                    pause = child.died(time.monotonic())
                    log.error(
                        "part died; starting it again",
                        extra={"part": child.part.name, "exit_code": code, "pause": pause},
                    )

    def _stop_all(self) -> None:
        hurry = False
        for child in self._children:
            if child.pid:
                hurry = self._stop(child, hurry)
            self._pid_file(child.part).unlink(missing_ok=True)

    def _stop(self, child: _Child, hurry: bool) -> bool:
        """Ask, wait, insist. Returns whether nobody wants to wait: there was a second Ctrl-C."""
        os.kill(child.pid, signal.SIGKILL if hurry else signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        while not os.waitpid(child.pid, os.WNOHANG)[0]:
            received = signal.sigtimedwait(SIGNALS, max(deadline - time.monotonic(), 0.01))
            hurry = hurry or (received is not None and received.si_signo in STOP)
            if hurry or time.monotonic() >= deadline:
                os.kill(child.pid, signal.SIGKILL)
        child.pid = 0
        log.info("part stopped", extra={"part": child.part.name})
        return hurry

    def _pid_file(self, part: Part) -> Path:
        return self.folder / f"{part.name}.pid"


def run_alone(part: Part) -> None:
    """Run one part in this process until SIGTERM (or SIGINT, when it has a terminal)."""
    stop = threading.Event()
    for number in STOP:
        signal.signal(number, lambda *_: stop.set())
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    part.run(stop)
