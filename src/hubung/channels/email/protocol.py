"""What aiosmtpd leaves to us: bounded conversations, fast DATA, and LMTP's replies.

DATA is read up to its end mark instead of line by line: quicker by far for attachments, bounded
even when no line ever ends, and indifferent to long lines, which real programs do send.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, AnyStr

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

log = logging.getLogger(__name__)

END = b"\r\n.\r\n"
TOO_LARGE = "552 5.3.4 The message is larger than this server takes"
BUSY = "451 4.3.2 The server is busy, try again soon"


@dataclass
class Bounds:
    """What all conversations of a process may use together."""

    max_bytes: int
    connections: int = 200
    connections_per_peer: int = 50
    buffered_bytes: int = 256 * 1024 * 1024
    open: int = 0
    per_peer: Counter[str] = field(default_factory=Counter)
    buffered: int = 0

    def enter(self, peer: str) -> bool:
        if self.open >= self.connections or self.per_peer[peer] >= self.connections_per_peer:
            return False
        self.open += 1
        self.per_peer[peer] += 1
        return True

    def leave(self, peer: str) -> None:
        self.open -= 1
        self.per_peer[peer] -= 1
        if not self.per_peer[peer]:
            del self.per_peer[peer]


class BoundedSMTP(SMTP):
    """SMTP with bounds. aiosmtpd ends a conversation whose command takes longer than `timeout`."""

    # The size of the stream's buffer; also bounds a command line while it is read.
    line_length_limit = 64 * 1024

    def __init__(
        self, handler: Any, bounds: Bounds, *, tls: ssl.SSLContext | None, timeout: float
    ) -> None:
        super().__init__(
            handler,
            data_size_limit=bounds.max_bytes,
            enable_SMTPUTF8=True,
            ident="Hubung",
            tls_context=tls,
            timeout=timeout,
            auth_exclude_mechanism=["LOGIN", "PLAIN"],
            loop=asyncio.get_running_loop(),
        )
        self._bounds = bounds
        self._held = 0
        self.refused = 0

    @property
    def peer(self) -> str:
        """The address of the other side, without its port."""
        name = self.session.peer if self.session else None
        return str(name[0]) if isinstance(name, tuple) else "local"

    async def _handle_client(self) -> None:
        peer = self.peer
        if not self._bounds.enter(peer):
            await self.push("421 4.7.0 Too many connections, try again soon")
            return
        try:
            await super()._handle_client()
        finally:
            self._release()
            self._bounds.leave(peer)

    async def push(self, status: AnyStr) -> None:
        await super().push(status)
        if str(status)[:3] == "421" and self.transport is not None:
            self.transport.close()

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 (aiosmtpd's name)
        if await self.check_helo_needed():
            return
        envelope = self.envelope
        if envelope is None or not envelope.rcpt_tos:
            await self.push("503 5.5.1 Error: need RCPT command")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        try:
            content = await self._read_data()
            if isinstance(content, str):
                status = content if content[:3] == "421" else self.per_recipient(content)
            else:
                envelope.content = envelope.original_content = content
                status = await self._call_handler_hook("DATA")
        finally:
            self._release()
        self._set_post_data_state()  # type: ignore[no-untyped-call]
        await self.push(status)

    def per_recipient(self, status: str) -> str:
        """The reply to DATA when all recipients share one fate: SMTP has one line for them."""
        return status

    async def _read_data(self) -> bytes | str:
        """The message without its dots (RFC 5321 §4.5.2), or the reply that refuses it."""
        data = bytearray()
        size, refused = 0, ""
        while True:
            try:
                piece = await self._reader.readuntil(b".\r\n")
            except asyncio.LimitOverrunError as error:
                piece = await self._reader.read(error.consumed)
            size += len(piece)
            data += piece
            if data.endswith(END) or (size == len(data) == 3 and data == b".\r\n"):
                break
            if not refused and not self._hold(len(piece)):
                refused = BUSY
            if size > self._bounds.max_bytes + len(END):
                refused = refused or TOO_LARGE
            if size > 4 * self._bounds.max_bytes:
                return "421 4.3.0 The message does not end"
            if refused:
                # Kept only as far as the end mark needs, so that it costs no memory.
                del data[: -len(END)]
                self._release()
        if refused:
            return refused
        del data[-3:]
        if data.startswith(b"."):
            del data[:1]
        if len(data) > self._bounds.max_bytes:
            return TOO_LARGE
        return bytes(data.replace(b"\r\n.", b"\r\n"))

    def _hold(self, count: int) -> bool:
        if self._bounds.buffered + count > self._bounds.buffered_bytes:
            return False
        self._held += count
        self._bounds.buffered += count
        return True

    def _release(self) -> None:
        self._bounds.buffered -= self._held
        self._held = 0


class BoundedLMTP(BoundedSMTP, LMTP):
    """LMTP (RFC 2033): one reply to DATA for each recipient that was accepted."""

    def per_recipient(self, status: str) -> str:
        count = len(self.envelope.rcpt_tos) if self.envelope else 1
        return "\r\n".join([status] * count)
