"""Where Postfix hands letters over to the program: by LMTP, at a socket that it alone may use.

250 means that the letter is in the database. While this program or its database is away, the
letter waits in the queue.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiosmtpd.controller import UnixSocketController
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope
from asgiref.sync import sync_to_async
from django.db import DatabaseError, connection

from hubung.kernel.faults import describe
from hubung.mail.daemons import accounts

log = logging.getLogger(__name__)

_KEPT = "250 2.0.0 Kept"
_LATER = "451 4.3.0 The letter cannot be kept now, try again later"
#: How the protocol writes that nobody sent a letter: it tells of another one's fate.
_NOBODY = "<>"


class NotNowError(Exception):
    """The letter is not for this door, or not yet; Postfix looks anew at its next attempt."""


@dataclass(frozen=True)
class Handed:
    """A letter as Postfix hands it over; `sender` is empty for a report of delivery."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


@contextmanager
def serving(path: Path, keep: Callable[[Handed], None], *, hostname: str) -> Iterator[None]:
    """Open a door at `path` for the length of a block; Postfix has its folders already.

    `keep` runs in a thread. It may raise DatabaseError or NotNowError: the letter comes again.
    """
    path.unlink(missing_ok=True)
    door = _Door(
        _Handler(keep),
        unix_socket=str(path),
        # Else it asks the network what it is called, and waits.
        server_hostname=hostname,
        # No limit: Postfix has measured the letter, and added lines of its own since.
        data_size_limit=None,
    )
    door.start()
    postfix = accounts.account(accounts.POSTFIX)
    os.chown(path, postfix.uid, postfix.gid)
    path.chmod(0o660)
    try:
        yield
    finally:
        door.stop()


class _Door(UnixSocketController):
    def factory(self) -> LMTP:
        return _Conversation(self.handler, **self.SMTP_kwargs)


class _Conversation(LMTP):
    def _getaddr(self, said: str) -> tuple[str, str]:
        """`<somebody@example.org> SIZE=…`, with whatever in between: Postfix has let it pass.

        What is held has senders that no grammar knows, and refused here, it would be sent back.
        """
        address, _bracket, rest = said.partition("<")[2].rpartition(">")
        return address or _NOBODY, rest


class _Handler:
    """aiosmtpd asks it what to answer."""

    def __init__(self, keep: Callable[[Handed], None]) -> None:
        self._keep = keep

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        sender = envelope.mail_from or ""
        handed = Handed(
            sender="" if sender == _NOBODY else sender,
            recipients=tuple(envelope.rcpt_tos),
            content=envelope.original_content or b"",
        )
        answer = await sync_to_async(self._answer, thread_sensitive=False)(handed)
        # LMTP has a reply for each recipient.
        return "\r\n".join([answer] * len(handed.recipients))

    def _answer(self, handed: Handed) -> str:
        try:
            self._keep(handed)
        except (DatabaseError, NotNowError) as error:
            log.warning("letter of Postfix not kept", extra={"why": describe(error)})
            return _LATER
        finally:
            connection.close()
        return _KEPT
