"""As much of ManageSieve (RFC 5804) as it takes to give a mailbox its rules, over TLS."""

from __future__ import annotations

import re
import socket
import ssl
from base64 import b64encode
from types import TracebackType
from typing import Self

from hubung.mail.daemons.errors import MailSystemError
from hubung.mail.daemons.place import Place

_SECONDS = 20.0
_LONGEST = 1_000_000
_LITERAL = re.compile(rb"\{(\d+)\+?\}$")
_LISTED = re.compile(r'"((?:[^"\\]|\\.)*)"(?: (ACTIVE))?', re.IGNORECASE)


class Rules:
    """A mailbox's scripts, for the length of a block. Raises MailSystemError, also from within."""

    def __init__(self, place: Place, login: str, secret: str) -> None:
        self._place, self._login, self._secret = place, login, secret

    def __enter__(self) -> Self:
        host = self._place.mail.host
        address = ("127.0.0.1" if host == "0.0.0.0" else host, self._place.mail.ports.sieve)  # noqa: S104
        # The name in the certificate is the world's.
        context = ssl.create_default_context(cafile=str(self._place.certificate))
        context.check_hostname = False
        try:
            self._socket = socket.create_connection(address, timeout=_SECONDS)
            self._lines = self._socket.makefile("rb")
            self._answer()
            self._ask("STARTTLS")
            self._socket = context.wrap_socket(self._socket)
            self._lines = self._socket.makefile("rb")
            self._answer()
        except OSError as error:
            raise MailSystemError("Dovecot does not answer.") from error
        said = b64encode(f"\0{self._login}\0{self._secret}".encode()).decode()
        self._ask(f'AUTHENTICATE "PLAIN" "{said}"')
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lines.close()
        self._socket.close()

    def active(self) -> str:
        """The script in force; empty: none."""
        for line in self._ask("LISTSCRIPTS"):
            found = _LISTED.match(line)
            if found and found[2]:
                return found[1].replace('\\"', '"').replace("\\\\", "\\")
        return ""

    def has(self, name: str) -> bool:
        return any(line.startswith(_quoted(name)) for line in self._ask("LISTSCRIPTS"))

    def read(self, name: str) -> str:
        return "".join(self._ask(f"GETSCRIPT {_quoted(name)}"))

    def put(self, name: str, text: str) -> None:
        """Write a script; one that is wrong is refused, and the one before stays."""
        self._ask(f"PUTSCRIPT {_quoted(name)} {{{len(text.encode())}+}}\r\n{text}")

    def activate(self, name: str) -> None:
        self._ask(f"SETACTIVE {_quoted(name)}")

    def _ask(self, command: str) -> list[str]:
        try:
            self._socket.sendall(f"{command}\r\n".encode())
            return self._answer()
        except OSError as error:
            raise MailSystemError("Dovecot does not answer.") from error

    def _answer(self) -> list[str]:
        """What was said before the last line, which tells whether it went well.

        A literal is one word, whatever lines are in it.
        """
        said: list[str] = []
        while True:
            line = self._lines.readline(_LONGEST).rstrip(b"\r\n")
            text = self._literal(line)
            if line[:2].upper() == b"OK":
                return said
            if line[:2].upper() == b"NO" or line[:3].upper() == b"BYE":
                why = f"{line.decode('utf-8', 'replace')} {text or ''}".strip()
                raise MailSystemError(f"Dovecot refused: {why[:500]}")
            said.append(line.decode("utf-8", "replace") if text is None else text)

    def _literal(self, line: bytes) -> str | None:
        found = _LITERAL.search(line)
        if found is None:
            if not line and not self._lines.peek(1):
                raise MailSystemError("Dovecot broke the conversation off.")
            return None
        if int(found[1]) > _LONGEST:
            raise MailSystemError("Dovecot says more than rules can be.")
        return self._lines.read(int(found[1])).decode("utf-8", "replace")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
