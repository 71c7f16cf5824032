"""Somebody's mailbox on a server, over IMAP: what copying asks of it, in our own words."""

from __future__ import annotations

import contextlib
import imaplib
import logging
import re
import ssl
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, ProtocolError

from hubung.mail.moving.errors import LostError, MovingError, RefusedError
from hubung.mail.moving.folders import Folder, Tree
from hubung.mail.moving.letters import Known, Letter, portable

#: The library tells its log what goes over the line, which is people's mail.
logging.getLogger("imapclient").setLevel(logging.WARNING)

TIMEOUT_SECONDS = 120
_MOST_NAMED = 1000
#: Said by a server that would say otherwise later.
_FOR_NOW = re.compile(r"\[(UNAVAILABLE|INUSE|SERVERBUG|CONTACTADMIN)\b", re.IGNORECASE)
_FULL = re.compile(r"\[OVERQUOTA\]|over ?quota|quota exceeded", re.IGNORECASE)
_TIMES = re.compile(r" \([\d.]+ \+ .*secs\)\.?$")
_TAKEN = re.compile(rb"\[APPENDUID (\d+) ([\d:,]+)\]", re.IGNORECASE)


@dataclass(frozen=True)
class Login:
    """Who signs in, and with what. `for_whom`: the mailbox's owner, where that is another."""

    name: str
    secret: str
    is_token: bool = False
    for_whom: str = ""

    def __repr__(self) -> str:
        return f"Login({self.name!r})"


@dataclass(frozen=True)
class Host:
    """A server to reach. TLS from the first byte, or asked for by STARTTLS; always checked."""

    name: str
    port: int = 993
    starttls: bool = False
    authorities: str | None = None

    def __str__(self) -> str:
        return f"{self.name}:{self.port}"


@dataclass(frozen=True)
class Opened:
    """A folder that was opened: how it numbers its messages, and which number comes next."""

    uidvalidity: int
    next_uid: int
    count: int


class Server:
    """A connection for one mailbox. Raises LostError once it is gone, RefusedError at a no."""

    #: Whether what was handed over is written, or never will be, once the connection is closed.
    is_sure = False

    def __init__(self, client: IMAPClient) -> None:
        client.normalise_times = False
        self._client = client
        self._opened = ""

    def close(self) -> None:
        """Also after it was lost."""
        with contextlib.suppress(Exception):
            self._client.logout()
        with contextlib.suppress(Exception):
            self._client.shutdown()

    def tree(self) -> Tree:
        """All folders."""
        with _in_our_words():
            folders = self._client.list_folders()
            subscribed = {name for _marks, _separator, name in self._client.list_sub_folders()}
            spaces = self._client.namespace() if self._client.has_capability("NAMESPACE") else None
        personal = (spaces.personal if spaces else None) or ()
        prefix, separator = personal[0] if personal else ("", None)
        if separator is None:
            separator = next((sep.decode() for _marks, sep, _name in folders if sep), "")
        others = [*((spaces and spaces.other) or ()), *((spaces and spaces.shared) or ())]
        return Tree(
            tuple(
                Folder(str(name), _marks_of(marks), name in subscribed)
                for marks, _separator, name in folders
            ),
            prefix,
            separator or "",
            # An empty prefix would be everybody's own folders.
            tuple(foreign for foreign, _separator in others if foreign and foreign != prefix),
        )

    def open(self, folder: str, *, to_write: bool = False) -> Opened:
        """Open a folder; one to write into is made where there is none."""
        with _in_our_words():
            try:
                told = self._client.select_folder(folder, readonly=not to_write)
            except IMAPClientError as error:
                if not to_write or isinstance(error, imaplib.IMAP4.abort):
                    raise
                self._client.create_folder(folder)
                told = self._client.select_folder(folder)
        self._opened = folder
        count = int(told.get(b"EXISTS", 0))
        # Not every server says which number comes next; looking at one message too many is no harm.
        next_uid = told.get(b"UIDNEXT") or (2 if count else 1)
        return Opened(int(told.get(b"UIDVALIDITY", 0)), int(next_uid), count)

    def subscribe(self, folder: str) -> None:
        with _in_our_words():
            self._client.subscribe_folder(folder)

    def uids(self, since: int = 1) -> list[int]:
        """UIDs in the open folder from one on, in their order."""
        with _in_our_words():
            self._client.noop()
            found = self._client.search(["UID", f"{since}:*"])
        # The last message always counts as one of `n:*`.
        return sorted(uid for uid in found if uid >= since)

    def known(self, uids: Sequence[int]) -> list[Known]:
        """What the open folder's list tells of messages."""
        found: list[Known] = []
        for some in _parts(uids):
            with _in_our_words():
                told = self._client.fetch(some, ["FLAGS", "RFC822.SIZE"])
            found += (
                Known(uid, int(told[uid].get(b"RFC822.SIZE") or 0), portable(told[uid][b"FLAGS"]))
                for uid in some
                if b"FLAGS" in told.get(uid, {})
            )
        return found

    def take(self, uids: Sequence[int]) -> list[Letter]:
        """Messages as they are; without those that were removed meanwhile."""
        with _in_our_words():
            told = self._client.fetch(uids, ["FLAGS", "INTERNALDATE", "BODY.PEEK[]"])
        return [
            Letter(
                uid,
                told[uid][b"BODY[]"] or b"",
                portable(told[uid].get(b"FLAGS", ())),
                told[uid].get(b"INTERNALDATE"),
            )
            for uid in uids
            if uid in told and b"BODY[]" in told[uid]
        ]

    def put(self, folder: str, letters: Sequence[Letter]) -> list[int | None]:
        """Hand over messages, all or none; their UIDs, or None where the server tells none."""
        with _in_our_words():
            if len(letters) > 1:
                messages = [_message(letter) for letter in letters]
                typ, data = self._client.multiappend(folder, messages)
                if typ != "OK":
                    raise RefusedError(_plain(_text(data[0])))
                said = data[0] or b""
            else:
                (letter,) = letters
                said = self._client.append(folder, letter.raw, [*letter.flags], letter.received_at)
        return _uids(said, len(letters))

    @property
    def takes_many(self) -> bool:
        """Whether several messages can be handed over at once, without asking for each."""
        with _in_our_words():
            return all(map(self._client.has_capability, ("MULTIAPPEND", "LITERAL+")))

    def flag(self, uids: Sequence[int], added: Iterable[str], removed: Iterable[str]) -> None:
        """Change flags in the open folder; others stay."""
        more, less = sorted(added), sorted(removed)
        for some in _parts(uids):
            with _in_our_words():
                if more:
                    self._client.add_flags(some, more, silent=True)
                if less:
                    self._client.remove_flags(some, less, silent=True)


def reach(host: Host, login: Login) -> Server:
    """Connect and sign in. Raises MovingError where trying again would not help."""
    context = ssl.create_default_context(cafile=host.authorities)
    try:
        client = IMAPClient(
            host.name,
            host.port,
            ssl=not host.starttls,
            ssl_context=context,
            timeout=TIMEOUT_SECONDS,
        )
        if host.starttls:
            client.starttls(context)
    except ssl.SSLCertVerificationError as error:
        raise MovingError(
            f"the certificate of {host} can't be trusted ({error.verify_message}): name the file "
            "of whoever signed it with --ca"
        ) from error
    except (OSError, imaplib.IMAP4.error) as error:
        raise LostError(f"{host} can't be reached ({_plain(str(error))})") from error
    with _in_our_words():
        try:
            _sign_in(client, login)
        except imaplib.IMAP4.abort:
            raise
        except IMAPClientError as error:
            said = _plain(str(error))
            if _FOR_NOW.search(said):
                raise
            raise MovingError(f"{host} does not let {login.name} in: {said}") from error
    return Server(client)


def _sign_in(client: IMAPClient, login: Login) -> None:
    if login.is_token:
        client.oauth2_login(login.name, login.secret)
    elif login.for_whom or client.has_capability("AUTH=PLAIN"):
        # The one way that takes letters which ASCII has not.
        client.plain_login(login.name, login.secret, login.for_whom or None)
    else:
        client.login(login.name, login.secret)


@contextlib.contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except imaplib.IMAP4.abort as error:
        raise LostError(f"the connection is lost ({_plain(str(error))})") from error
    except ProtocolError as error:
        raise LostError("the server's answer can't be understood") from error
    except imaplib.IMAP4.error as error:
        said = _plain(str(error))
        if _FOR_NOW.search(said):
            raise LostError(said) from error
        raise RefusedError(said) from error
    except OSError as error:
        raise LostError(f"the connection is lost ({_plain(str(error))})") from error


def is_full(said: str) -> bool:
    """Whether a server's no means that the mailbox has no room."""
    return bool(_FULL.search(said))


def _plain(said: str) -> str:
    """A server's words without our library's before them and its own times behind."""
    return _TIMES.sub("", said.partition(" failed: ")[2] or said).strip()


def _text(said: object) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)


def _parts(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Few enough for one command line."""
    for first in range(0, len(uids), _MOST_NAMED):
        yield uids[first : first + _MOST_NAMED]


def _marks_of(marks: Iterable[bytes]) -> frozenset[str]:
    return frozenset(mark.decode("ascii", "replace").lstrip("\\").lower() for mark in marks)


def _message(letter: Letter) -> dict[str, Any]:
    message: dict[str, Any] = {"flags": [*letter.flags], "msg": letter.raw}
    if letter.received_at:
        message["date"] = letter.received_at
    return message


def _uids(said: bytes, count: int) -> list[int | None]:
    found = _TAKEN.search(said)
    if not found:
        return [None] * count
    uids: list[int | None] = []
    for part in found[2].split(b","):
        first, _, last = part.partition(b":")
        uids += range(int(first), int(last or first) + 1)
    return uids if len(uids) == count else [None] * count
