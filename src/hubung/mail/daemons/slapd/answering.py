"""Answers slapd, which asks over a socket of its own: one question, one connection.

A question is lines `name: value` and an empty one (slapd-sock(5)). What the daemon says of a
connection comes before whatever a stranger wrote, so of a name that comes twice the first counts.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

from django.db import DatabaseError, connection

from hubung.kernel.faults import describe
from hubung.mail.addressbook import asking, entries, searching
from hubung.mail.addressbook.asking import Asker
from hubung.mail.addressbook.kinds import PEOPLE
from hubung.mail.addressbook.searching import Answer, Code, Question
from hubung.mail.daemons import accounts, installation
from hubung.mail.daemons.place import Place

log = logging.getLogger(__name__)

#: How many questions are worked on at once; each worker keeps its connection to the database.
_WORKERS = 4
#: Connections of mail programs that are remembered; the daemon has no more open at a time.
_MOST_SESSIONS = 10_000
_LONGEST_LINE = 70_000
_SECONDS = 10.0
_SIMPLE = "128"


@contextmanager
def serving(place: Place) -> Iterator[None]:
    """Answer for the length of a block, where there is an address book."""
    if not installation.has_address_book(place.mail):
        yield
        return
    path = place.address_book
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        os.chown(path, accounts.account(accounts.OPENLDAP).uid, -1)
        path.chmod(0o600)
        listener.listen(64)
        sessions, stop = Sessions(), threading.Event()
        workers = [
            threading.Thread(target=_work, args=(listener, sessions, stop), name="address book")
            for _number in range(_WORKERS)
        ]
        for worker in workers:
            worker.start()
        try:
            yield
        finally:
            stop.set()
            # Wakes whoever waits for the next question.
            listener.shutdown(socket.SHUT_RDWR)
            for worker in workers:
                worker.join()


@dataclass
class Sessions:
    """Who signed in at which of the daemon's connections, with what; the latest ones."""

    _known: OrderedDict[str, Asker] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def open(self, number: str, asker: Asker) -> None:
        with self._lock:
            self._known[number] = asker
            self._known.move_to_end(number)
            while len(self._known) > _MOST_SESSIONS:
                self._known.popitem(last=False)

    def close(self, number: str) -> None:
        with self._lock:
            self._known.pop(number, None)

    def at(self, number: str) -> Asker | None:
        with self._lock:
            return self._known.get(number)


def answer(kind: str, said: dict[str, str], sessions: Sessions) -> Answer:
    """What becomes of one question. Raises DatabaseError."""
    match kind:
        case "BIND":
            return _sign_in(said, sessions)
        case "SEARCH":
            return _search(said, sessions)
    return Answer(Code.UNWILLING)


def _sign_in(said: dict[str, str], sessions: Sessions) -> Answer:
    number = said.get("connid", "")
    sessions.close(number)
    branch, login = entries.taken_apart(said.get("dn", "")) or ("", "")
    if branch != PEOPLE.branch or said.get("method") != _SIMPLE:
        return Answer(Code.INVALID_CREDENTIALS)
    asker = asking.asker(login, said.get("cred", ""))
    if not asker.may_ask():
        return Answer(Code.INVALID_CREDENTIALS)
    sessions.open(number, asker)
    return Answer(Code.SUCCESS)


def _search(said: dict[str, str], sessions: Sessions) -> Answer:
    """Asked anew each time whether they still may: a mail program keeps its connection for long."""
    asker = sessions.at(said.get("connid", ""))
    known = entries.taken_apart(said.get("binddn", ""))
    if asker is None or known != (PEOPLE.branch, asker.login) or not asker.may_ask():
        return Answer(Code.INSUFFICIENT_RIGHTS)
    try:
        question = Question(
            base=said["base"],
            scope=int(said["scope"]),
            limit=int(said["sizelimit"]),
            filter=said["filter"],
        )
    except (KeyError, ValueError):
        return Answer(Code.PROTOCOL_ERROR)
    return searching.search(question, asker.account)


def _work(listener: socket.socket, sessions: Sessions, stop: threading.Event) -> None:
    with contextlib.closing(connection):
        while not stop.is_set():
            try:
                asked, _address = listener.accept()
            except OSError as error:
                # At the end; else it is short of something, as of files, and will not be for long.
                if not stop.wait(1.0):
                    log.warning("address book not asked", extra={"why": describe(error)})
                continue
            asked.settimeout(_SECONDS)
            with asked, contextlib.suppress(OSError):
                _converse(asked, sessions)


def _converse(asked: socket.socket, sessions: Sessions) -> None:
    with asked.makefile("rb") as lines:
        kind, said = _read(lines)
    if kind == "UNBIND":
        sessions.close(said.get("connid", ""))
        return
    found = _answered(kind, said, sessions)
    told = "".join(entry.written() for entry in found.entries)
    asked.sendall(f"{told}RESULT\ncode: {found.code.value}\n".encode())


def _answered(kind: str, said: dict[str, str], sessions: Sessions) -> Answer:
    """Asks twice: a connection to the database may have ended since the last question."""
    for _attempt in range(2):
        try:
            return answer(kind, said, sessions)
        except DatabaseError as error:
            log.warning("address book not looked up", extra={"why": describe(error)})
            connection.close()
        except Exception:
            # The next question finds its worker.
            log.exception("address book did not answer")
            break
    return Answer(Code.UNAVAILABLE)


def _read(lines: BinaryIO) -> tuple[str, dict[str, str]]:
    """A question's kind and its lines; a secret is taken by its length, whatever is in it."""
    kind = _line(lines)
    said: dict[str, str] = {}
    while line := _line(lines):
        name, _colon, value = line.partition(": ")
        said.setdefault(name, value)
        if name == "credlen" and value.isdigit():
            lines.read(len("cred: "))
            said.setdefault("cred", _text(lines.read(min(int(value), _LONGEST_LINE))))
            lines.readline(_LONGEST_LINE)
    return kind, said


def _line(lines: BinaryIO) -> str:
    return _text(lines.readline(_LONGEST_LINE)).removesuffix("\n")


def _text(raw: bytes) -> str:
    return raw.decode(errors="replace")
