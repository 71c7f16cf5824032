"""The mail doors: SMTP for other mail servers, LMTP for the ministry's own.

250 means that the message is on disk, in the database. No relaying: mail is taken for our case
addresses (and the postmaster) and for nobody else.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from aiosmtpd.smtp import Envelope, Session
from django.conf import settings

from hubung.channels.email import addresses
from hubung.channels.email.models import Door
from hubung.channels.email.protocol import BoundedLMTP, BoundedSMTP, Bounds
from hubung.channels.email.writer import Incoming, Writer
from hubung.kernel.faults import describe

log = logging.getLogger(__name__)

MAX_RECIPIENTS = 100
#: Seconds that one command may take, a message of the largest size included.
TIMEOUT = 600.0
#: Refused recipients after which a conversation is ended: somebody is guessing addresses.
MAX_UNKNOWN = 20

AWAY = "451 4.3.0 The message cannot be stored now, try again later"


@dataclass(frozen=True)
class Ports:
    """Where the doors listen."""

    smtp: int
    lmtp: int


class Handler:
    """aiosmtpd asks it what to answer."""

    def __init__(self, writer: Writer, door: Door) -> None:
        self._writer = writer
        self._door = door

    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        recipient = addresses.normalise(address)
        if not addresses.is_ours(recipient) or len(recipient) > 320:
            server.refused += 1
            if server.refused > MAX_UNKNOWN:
                return "421 4.7.0 Too many unknown recipients"
            return "550 5.1.1 No such mailbox here"
        if len(envelope.rcpt_tos) >= MAX_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(recipient)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        sender = addresses.normalise(envelope.mail_from or "")
        incoming = Incoming(
            raw=envelope.original_content or b"",
            sender="" if sender == "<>" else sender[:320],
            recipients=tuple(dict.fromkeys(envelope.rcpt_tos)),
            peer=server.peer[:64],
            door=self._door,
        )
        try:
            await self._writer.commit(incoming)
        except Exception as error:
            log.warning("mail refused for now", extra={"why": describe(error)})
            return str(server.per_recipient(AWAY))
        return str(server.per_recipient(f"250 2.0.0 Stored as {incoming.sha256[:12]}"))


@contextlib.asynccontextmanager
async def doors(
    *, host: str, smtp_port: int, lmtp_port: int, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Ports]:
    """Both doors open; port 0 takes a free one. Raises OSError when a port is taken."""
    loop = asyncio.get_running_loop()
    writer = Writer()
    bounds = Bounds(max_bytes=settings.HUBUNG.mail.max_bytes)
    at_smtp, at_lmtp = Handler(writer, Door.SMTP), Handler(writer, Door.LMTP)
    writer.start()
    try:
        smtp = await loop.create_server(
            lambda: BoundedSMTP(at_smtp, bounds, tls=tls, timeout=TIMEOUT), host, smtp_port
        )
        async with smtp:
            lmtp = await loop.create_server(
                lambda: BoundedLMTP(at_lmtp, bounds, tls=None, timeout=TIMEOUT), host, lmtp_port
            )
            async with lmtp:
                yield Ports(_port(smtp), _port(lmtp))
    finally:
        # In a thread: the conversations that wait for a commit need the loop to hear of it.
        await asyncio.to_thread(writer.stop)


def _port(server: asyncio.Server) -> int:
    return int(server.sockets[0].getsockname()[1])


def tls_context() -> ssl.SSLContext | None:
    """For STARTTLS; None when no certificate is configured. Raises OSError, ssl.SSLError."""
    mail = settings.HUBUNG.mail
    if not mail.tls_certificate:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(mail.tls_certificate, mail.tls_key or None)
    return context


def serve(stop: threading.Event) -> None:
    """Keep the doors open until `stop` is set. Raises OSError when a port is taken."""
    asyncio.run(_serve(stop))


async def _serve(stop: threading.Event) -> None:
    mail = settings.HUBUNG.mail
    async with doors(
        host=mail.listen, smtp_port=mail.smtp_port, lmtp_port=mail.lmtp_port, tls=tls_context()
    ) as ports:
        log.info("mail doors open: SMTP %s, LMTP %s", ports.smtp, ports.lmtp)
        await asyncio.to_thread(stop.wait)
