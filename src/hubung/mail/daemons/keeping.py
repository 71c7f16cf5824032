"""Holds the daemons: starts them, watches them, starts again what ends."""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import DatabaseError, close_old_connections, connection

from hubung.kernel.faults import describe
from hubung.mail.daemons import (
    configuration,
    handed,
    moderation,
    policy,
    quarantine,
    queue,
    running,
)
from hubung.mail.daemons.errors import MailSystemError
from hubung.mail.daemons.place import Place
from hubung.mail.daemons.running import Daemon
from hubung.mail.daemons.slapd import answering

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.25
#: Until what hindered the start is looked at again.
AGAIN_SECONDS = 15.0
#: A daemon that ends at once is started again after this long, doubled each time.
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 30.0
RECOVERED_AFTER_SECONDS = 60.0
#: New domains get their keys, and an ending certificate its successor.
UPKEEP_SECONDS = 300.0
#: A new shared mailbox is seen by those who work with it, and mail for a new domain is taken.
FOLLOW_SECONDS = 5.0
MOST_LOG_BYTES = 50_000_000


def keep(place: Place, stop: threading.Event) -> None:
    """A part's life; what hinders goes into `running.why(place)`."""
    while not stop.is_set():
        hindered = running.hindrance(place)
        if hindered:
            running.tell(place, hindered)
            log.info("no mail system", extra={"why": hindered})
            stop.wait(AGAIN_SECONDS)
            continue
        with _alone(place) as alone:
            if not alone:
                # Another keeper of this installation has them.
                stop.wait(1.0)
                continue
            try:
                _hold(place, stop)
            except (MailSystemError, DatabaseError, OSError) as error:
                why = str(error) if isinstance(error, MailSystemError) else describe(error)
                running.tell(place, why)
                log.warning("no mail system", extra={"why": why})
                stop.wait(AGAIN_SECONDS)


def keeper(place: Place) -> int | None:
    """Process id of who holds the daemons."""
    try:
        number = int(_lock_file(place).read_text())
        with _lock_file(place).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return number
    except (OSError, ValueError):
        return None
    return None


@dataclass
class _Watched:
    daemon: Daemon
    process: subprocess.Popen[bytes]
    started_at: float = field(default_factory=time.monotonic)
    start_at: float = 0.0
    failures: int = 0


def _hold(place: Place, stop: threading.Event) -> None:
    # What an earlier keeper left when it was killed.
    running.stop(place)
    running.tell(place, "It is being started.")
    with _database(place), policy.serving(place.mail.policy_port), contextlib.ExitStack() as doors:
        doors.enter_context(handed.serving(place))
        started = running.start(place, dies_with_us=True)
        doors.enter_context(quarantine.serving(place))
        doors.enter_context(moderation.serving(place))
        doors.enter_context(queue.watching(place))
        doors.enter_context(answering.serving(place))
        watched = [_Watched(daemon, started[daemon.name]) for daemon in running.daemons(place)]
        running.tell(place, "")
        log.info("mail system started")
        upkeep_at = time.monotonic() + UPKEEP_SECONDS
        follow_at = time.monotonic() + FOLLOW_SECONDS
        try:
            while not stop.wait(LOOK_SECONDS):
                for one in watched:
                    _look(place, one)
                if time.monotonic() > follow_at:
                    follow_at = time.monotonic() + FOLLOW_SECONDS
                    _follow(place)
                if time.monotonic() > upkeep_at:
                    upkeep_at = time.monotonic() + UPKEEP_SECONDS
                    _upkeep(place)
        finally:
            for one in reversed(watched):
                _end(one.process)
            running.stop(place)


def _look(place: Place, one: _Watched) -> None:
    now = time.monotonic()
    if not one.start_at:
        if one.process.poll() is None:
            return
        if now - one.started_at > RECOVERED_AFTER_SECONDS:
            one.failures = 0
        pause = min(FIRST_PAUSE_SECONDS * 2.0**one.failures, LONGEST_PAUSE_SECONDS)
        one.failures += 1
        one.start_at = now + pause
        running.tell(place, f"{one.daemon.title} ended by itself and is being started again.")
        log.error(
            "mail daemon died; starting it again",
            extra={"daemon": one.daemon.name, "exit_code": one.process.returncode, "pause": pause},
        )
    if now >= one.start_at:
        running.clear(place, one.daemon)
        one.process = running.begin(place, one.daemon, dies_with_us=True)
        one.started_at, one.start_at = time.monotonic(), 0.0
        running.tell(place, "")


def _follow(place: Place) -> None:
    try:
        configuration.follow(place)
    except (MailSystemError, DatabaseError, OSError) as error:
        log.warning("shared mailboxes and domains not looked up", extra={"why": describe(error)})
    finally:
        close_old_connections()


def _upkeep(place: Place) -> None:
    try:
        configuration.refresh(place)
        _bound_logs(place)
    except (MailSystemError, DatabaseError, OSError) as error:
        log.warning("upkeep of the mail system failed", extra={"why": describe(error)})
    finally:
        close_old_connections()


def _bound_logs(place: Place) -> None:
    """A log that grew large is put aside, and its daemon told to begin another."""
    for daemon, file, how in (
        ("postfix", place.log / "postfix.log", signal.SIGHUP),
        ("dovecot", place.log / "dovecot.log", signal.SIGUSR1),
        ("rspamd", place.log / "rspamd" / "rspamd.log", signal.SIGUSR1),
    ):
        if file.exists() and file.stat().st_size > MOST_LOG_BYTES:
            file.replace(file.with_suffix(".old"))
            for one in running.daemons(place):
                number = running.pid(place, one)
                if one.name == daemon and number:
                    os.kill(number, how)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(running.STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextlib.contextmanager
def _database(place: Place) -> Iterator[None]:
    """Hold a SQLite file open: its log must be there for Postfix, which may not make one."""
    if place.source.file is None:
        yield
        return
    holder = sqlite3.connect(place.source.file, check_same_thread=False)
    try:
        holder.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield
    finally:
        holder.close()
        connection.close()


@contextlib.contextmanager
def _alone(place: Place) -> Iterator[bool]:
    """Whether no other process holds the daemons of this installation."""
    place.run.mkdir(parents=True, exist_ok=True)
    with _lock_file(place).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield True


def _lock_file(place: Place) -> Path:
    return place.run / "keeper.pid"
