"""Commands over connections that stay open: HTTP/1.1, as little of it as the engine speaks.

A call is a dozen commands, and a general client took half a millisecond for each: a third of what
the phone program did (docs/reference/figures.md).
"""

from __future__ import annotations

import asyncio
import re
import time
from asyncio import StreamReader, StreamWriter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

#: A command that the engine has not answered by then failed.
COMMAND_SECONDS = 5.0
MOST_CONNECTIONS = 32
#: The engine closes a connection on which nothing came for a minute; by then we have.
KEPT_SECONDS = 15.0
NO_CONTENT = 204
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CLOSES = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)


class AwayError(Exception):
    """The engine can't be reached, or did not answer in time."""


@dataclass(slots=True)
class _Connection:
    reader: StreamReader
    writer: StreamWriter
    used_at: float = field(default_factory=time.monotonic)

    @property
    def is_fresh(self) -> bool:
        return not self.reader.at_eof() and time.monotonic() - self.used_at < KEPT_SECONDS


class Connections:
    """To the one host of `url`; `authorization` is the header's value."""

    def __init__(self, url: str, authorization: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._folder = parts.path.rstrip("/")
        self._fields = f"Host: {parts.netloc}\r\nAuthorization: {authorization}\r\n"
        self._turns = asyncio.Semaphore(MOST_CONNECTIONS)
        self._idle: list[_Connection] = []

    async def ask(self, method: str, target: str, body: bytes = b"") -> tuple[int, bytes]:
        """Status and text of the answer; `target` is a path below the url, `body` is JSON.

        Raises AwayError.
        """
        request = (
            f"{method} {self._folder}/{target} HTTP/1.1\r\n{self._fields}"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        try:
            async with asyncio.timeout(COMMAND_SECONDS), self._turns:
                return await self._ask(request.encode() + body)
        except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError) as error:
            what = f"{method} {target.partition('?')[0]}"
            raise AwayError(f"{what}: {type(error).__name__} {error}") from error

    async def _ask(self, request: bytes) -> tuple[int, bytes]:
        connection = self._kept() or _Connection(
            *await asyncio.open_connection(self._host, self._port)
        )
        try:
            connection.writer.write(request)
            head = await connection.reader.readuntil(b"\r\n\r\n")
            status, length = int(head.split(b" ", 2)[1]), _LENGTH.search(head)
            size = int(length[1]) if length else 0
            text = await connection.reader.readexactly(size) if size else b""
        except BaseException:
            # The rest of the answer would be taken for that of the next command.
            connection.writer.close()
            raise
        if _CLOSES.search(head) or (length is None and status != NO_CONTENT):
            connection.writer.close()
        else:
            connection.used_at = time.monotonic()
            self._idle.append(connection)
        return status, text

    def _kept(self) -> _Connection | None:
        while self._idle:
            connection = self._idle.pop()
            if connection.is_fresh:
                return connection
            connection.writer.close()
        return None

    def close(self) -> None:
        """All that nobody uses."""
        while self._idle:
            self._idle.pop().writer.close()
