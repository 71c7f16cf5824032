"""Where Postfix hands over what the filter wants held, and how that is delivered after all.

The door speaks LMTP (RFC 2033) at a socket that only Postfix may open: 250 means that the letter
is in the database. While this program or its database is away, the letter waits in the queue.
"""

from __future__ import annotations

import logging
import os
import smtplib
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection

from hubung.kernel.faults import describe
from hubung.mail import services
from hubung.mail.daemons import accounts
from hubung.mail.daemons import place as places
from hubung.mail.daemons.errors import MailSystemError
from hubung.mail.daemons.place import Place
from hubung.mail.models import HeldCopy

log = logging.getLogger(__name__)

#: By this header, from this machine, the filter knows what somebody has let through.
RELEASED = "X-Hubung-Released"
_SECONDS = 30.0
_LATER = b"451 4.3.0 The letter cannot be held now, try again later"


@contextmanager
def serving(place: Place) -> Iterator[None]:
    """Take letters for the length of a block; the queue's folders are there."""
    path = place.quarantine
    path.unlink(missing_ok=True)
    with _Server(str(path), _Door) as server:
        postfix = accounts.account(accounts.POSTFIX)
        os.chown(path, postfix.uid, postfix.gid)
        path.chmod(0o660)
        thread = threading.Thread(target=server.serve_forever, name="quarantine", daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
            path.unlink(missing_ok=True)


def deliver(copy: HeldCopy) -> None:
    """Give a letter that was let through to Postfix again, for this recipient.

    It goes the usual way, past the filter. Raises MailSystemError where it was not taken.
    """
    place = places.here()
    raw = f"{RELEASED}: {copy.pk}\r\n".encode() + bytes(copy.letter.content)
    try:
        with smtplib.SMTP("127.0.0.1", place.mail.inner_port, timeout=_SECONDS) as client:
            client.sendmail(copy.letter.sender, [copy.recipient], raw)
    except (OSError, smtplib.SMTPException) as error:
        raise MailSystemError(f"Postfix did not take a released letter: {error}") from error


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False


class _Door(socketserver.StreamRequestHandler):
    """One conversation with Postfix, the only one who calls here."""

    def setup(self) -> None:
        super().setup()
        self._sender, self._recipients = "", list[str]()

    def handle(self) -> None:
        self._say(b"220 Hubung quarantine")
        for line in self.rfile:
            verb, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            if verb.upper() == "QUIT":
                self._say(b"221 2.0.0 Bye")
                return
            self._answer(verb.upper(), rest)

    def _answer(self, verb: str, rest: str) -> None:
        match verb:
            case "LHLO":
                self._say(b"250-Hubung", b"250-8BITMIME", b"250-SMTPUTF8", b"250 PIPELINING")
            case "MAIL":
                self._sender, self._recipients = _address(rest), []
                self._say(b"250 2.1.0 OK")
            case "RCPT":
                self._recipients.append(_address(rest))
                self._say(b"250 2.1.5 OK")
            case "DATA" if self._recipients:
                self._say(b"354 Go on")
                answer = self._hold(self._letter())
                self._say(*[answer] * len(self._recipients))
                self._recipients = []
            case "RSET" | "NOOP":
                self._recipients = [] if verb == "RSET" else self._recipients
                self._say(b"250 2.0.0 OK")
            case _:
                self._say(b"503 5.5.1 Not now")

    def _letter(self) -> bytes:
        lines: list[bytes] = []
        for line in self.rfile:
            if line in (b".\r\n", b".\n"):
                return b"".join(lines)
            lines.append(line.removeprefix(b".") if line.startswith(b".") else line)
        raise ConnectionResetError("Postfix went in the middle of a letter")

    def _hold(self, raw: bytes) -> bytes:
        try:
            services.hold(raw=raw, sender=self._sender, recipients=self._recipients)
        except DatabaseError as error:
            log.warning("letter not held", extra={"why": describe(error)})
            return _LATER
        finally:
            connection.close()
        return b"250 2.0.0 Held"

    def _say(self, *lines: bytes) -> None:
        self.wfile.write(b"".join(line + b"\r\n" for line in lines))


def _address(said: str) -> str:
    """`FROM:<somebody@example.org> SIZE=…` → `somebody@example.org`."""
    return said.partition("<")[2].partition(">")[0]
