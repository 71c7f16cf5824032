"""Tells Dovecot whether a letter is in the mailbox already, each time before it stores one.

Where Dovecot is killed after it has stored a letter and before it has said so, or Postfix before it
has heard, the letter comes again. So a letter that is asked about for the first time is new, and
one that may have come before is looked for in the mailbox. Where nobody answers here, or Dovecot
does not let itself be looked into, the letter stays in Postfix's queue and comes again later.

Dovecot asks as it would run a program (its plugin sieve_extprograms): lines of whose mailbox it is
and of what stands in the rule, then an empty one; `+` ends an answer that it may rely on.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import socket
import socketserver
import struct
import subprocess
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import partial
from hashlib import sha256
from io import BufferedIOBase
from pathlib import Path

from hubung.kernel.faults import describe
from hubung.mail.daemons import accounts
from hubung.mail.daemons.place import Place

log = logging.getLogger(__name__)

NEW, KNOWN, LATER = "new", "known", "later"
#: A Dovecot that is being started is asked again so long.
_LOOK_SECONDS = 20.0
#: A mailbox that can't be looked into keeps a letter back no longer: rather twice than not at all.
_HELD_SECONDS = 86_400.0
#: What was asked about is kept in mind for so long; older letters are looked for.
_REMEMBERED_SECONDS = 3600.0
#: Who asked first, and still runs, has stored the letter by then, or does not; so often is looked.
_STORING_SECONDS, _BETWEEN_SECONDS = 25.0, 0.5
#: An answer takes no longer than both together, and Dovecot waits a little longer than that.
_ANSWER_SECONDS = _STORING_SECONDS + _LOOK_SECONDS
ASK_SECONDS = int(_ANSWER_SECONDS) + 5
_TRIAL_SECONDS = 10.0
#: Postfix writes down when a letter began to come in; nobody had it before.
_EARLIER_SECONDS = 120
#: No process has this number.
_NOBODY = 0
_LONGEST_LINE = 4_000
_LOGIN = "env_USER="
#: What ends Postfix's line `Received`.
_TAIL = re.compile(r"id (?P<letter>\w+)(?:\s+for\s+\S+)?;\s*(?P<date>[^;]+)$")


@dataclass(frozen=True)
class Question:
    """One letter for one mailbox, from a process of Dovecot's."""

    login: str
    line: str
    process: int

    @property
    def digest(self) -> bytes:
        return sha256(f"{self.login}\n{self.line}".encode()).digest()[:16]


@dataclass(frozen=True)
class _Letter:
    """As Postfix calls it, and since when it has it, in seconds of Unix's."""

    number: str
    received_at: float


@dataclass
class Asked:
    """Who asked about which letter since this began, the latest last."""

    began_at: float = field(default_factory=time.time)
    _letters: OrderedDict[bytes, tuple[float, int]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def before(self, question: Question) -> tuple[float, int] | None:
        """When, and by which process, it was asked; from now on it was by this one."""
        now, digest = time.time(), question.digest
        with self._lock:
            former = self._letters.pop(digest, None)
            self._letters[digest] = (now, question.process)
            while next(iter(self._letters.values()))[0] < now - _REMEMBERED_SECONDS:
                self._letters.popitem(last=False)
        return former

    def put_off(self, question: Question) -> None:
        """Whoever asked stores nothing, and need not be waited for at the next attempt."""
        with self._lock:
            self._letters[question.digest] = (time.time(), _NOBODY)

    def covers(self, received_at: float) -> bool:
        """Whether a letter can't have been asked about without being known."""
        return received_at > max(self.began_at, time.time() - _REMEMBERED_SECONDS)


@contextlib.contextmanager
def serving(place: Place) -> Iterator[None]:
    """Answer for the length of a block, which begins before Postfix hands anything over."""
    path = place.handed
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o755)
    path.unlink(missing_ok=True)
    with _Server(str(path), _Handler) as server:
        server.place, server.asked = place, Asked()
        boxes = accounts.account(accounts.BOXES)
        os.chown(path, boxes.uid, boxes.gid)
        path.chmod(0o600)
        thread = threading.Thread(target=server.serve_forever, name="handed over", daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


def hindrance(place: Place) -> str:
    """Why nobody says what is there already; empty: somebody does, or we may not ask."""
    try:
        with socket.socket(socket.AF_UNIX) as asking:
            asking.settimeout(_TRIAL_SECONDS)
            asking.connect(str(place.handed))
            asking.sendall(f"{_LOGIN}-\nnothing\n\n".encode())
            return "" if asking.recv(_LONGEST_LINE) else "the conversation was broken off"
    except PermissionError:
        return ""
    except OSError as error:
        return describe(error)


class _UnseenError(Exception):
    """A mailbox that can't be looked into now."""


def answer(place: Place, asked: Asked, question: Question) -> str:
    """NEW: store it. KNOWN: it is there. LATER: neither is sure, so it should come again."""
    line = _TAIL.search(question.line)
    if line is None:
        return NEW
    letter = _Letter(line["letter"], parsedate_to_datetime(line["date"]).timestamp())
    try:
        return KNOWN if _is_there(place, asked, question, letter) else NEW
    except _UnseenError as error:
        log.warning("letter not looked for", extra={"why": str(error)})
        asked.put_off(question)
        return LATER if time.time() < letter.received_at + _HELD_SECONDS else NEW


def _is_there(place: Place, asked: Asked, question: Question, letter: _Letter) -> bool:
    former = asked.before(question)
    if former is None and asked.covers(letter.received_at):
        return False
    until = time.monotonic() + _ANSWER_SECONDS
    look = partial(_look, place, question.login, letter, until=until)
    if look():
        return True
    if former is None or former[1] == question.process:
        return False  # who asks again in the same breath stores nothing meanwhile
    at, process = former
    while Path(f"/proc/{process}").exists() and time.time() < at + _STORING_SECONDS:
        # Whoever asked first may be about to store it.
        time.sleep(_BETWEEN_SECONDS)
        if look():
            return True
    return look()


def _look(place: Place, login: str, letter: _Letter, *, until: float) -> bool:
    """In the mailbox itself; in those that others share with them is another's copy.

    `until` is a time of `time.monotonic`: nobody waits for longer. Raises _UnseenError.
    """
    command = [
        *("/usr/bin/doveadm", "-c", str(place.etc / "dovecot" / "dovecot.conf")),
        *("fetch", "-u", login, "hdr.received"),
        *("savedsince", str(int(letter.received_at) - _EARLIER_SECONDS)),
        *("header", "Received", f"id {letter.number}"),
    ]
    # A search finds longer ones too, that only begin so.
    itself = re.compile(rf"\bid {letter.number}\b")
    until = min(until, time.monotonic() + _LOOK_SECONDS)
    while True:
        found, why = _run(command, max(0.1, until - time.monotonic()))
        if not why:
            return itself.search(found) is not None
        if time.monotonic() > until:
            raise _UnseenError(why)
        time.sleep(0.2)


def _run(command: list[str], seconds: float) -> tuple[str, str]:
    """What it found, and why it could not look; empty: it did."""
    try:
        made = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, errors="replace", timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return "", "Dovecot does not answer in time"
    return made.stdout, made.stderr.strip()[-200:] or "Dovecot refuses" if made.returncode else ""


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    place: Place
    asked: Asked


class _Handler(socketserver.StreamRequestHandler):
    """One question, one connection."""

    server: _Server

    def handle(self) -> None:
        # Whoever asks may be killed meanwhile; Postfix hands the letter over again.
        with contextlib.suppress(ConnectionError):
            self._answer()

    def _answer(self) -> None:
        said = _lines(self.rfile)
        login = next((one.removeprefix(_LOGIN) for one in said if one.startswith(_LOGIN)), "")
        if login:
            question = Question(login, said[-1], _process(self.connection))
            told = answer(self.server.place, self.server.asked, question)
            self.wfile.write(f"{told}+\n".encode())


def _lines(question: BufferedIOBase) -> list[str]:
    said = []
    while line := question.readline(_LONGEST_LINE).rstrip(b"\n"):
        said.append(line.decode(errors="replace"))
    return said


def _process(connection: socket.socket) -> int:
    """Who asks."""
    shape = struct.Struct("3i")
    told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, shape.size)
    return int(shape.unpack(told)[0])
