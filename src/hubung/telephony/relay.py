"""The way of a browser's SIP to the engine: a WebSocket through our own origin (RFC 7118).

The engine's own WebSocket is open on its machine only. Whoever may come is asked when the socket
opens, and again while it stays open; what passes is text, of a size that SIP has, not more of it
than a telephone says, and begins with a method that such a line needs.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.http import parse_cookie
from django.http.request import validate_host
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Subprotocol

from hubung.kernel.faults import describe

T = TypeVar("T")
log = logging.getLogger(__name__)

Scope = Mapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PROTOCOL = Subprotocol("sip")
#: An invitation with every codec and candidate has about 6,000 characters.
FRAME_CHARS = 32_768
#: A call takes about ten messages to begin and to end; keys go with the sound.
MOST_FRAMES, FRAMES_SECONDS = 120, 10.0
#: A telephone signs on anew at least every minute.
IDLE_SECONDS = 150.0
ASK_AGAIN_SECONDS = 30.0
CONNECT_SECONDS = 5.0

#: WebSocket's own codes: a policy was broken, too large, the other side is away.
REFUSED, TOO_LARGE, AWAY = 1008, 1009, 1013
#: What a telephone says that only calls, and what one says that is rung besides.
CALLS = frozenset({"INVITE", "ACK", "BYE", "CANCEL", "UPDATE", "INFO", "OPTIONS", "PRACK"})
SERVES = CALLS | {"REGISTER"}


@dataclass(frozen=True)
class Pass:
    """What somebody may do who was let in; `holds` is asked again while they stay."""

    methods: frozenset[str]
    holds: Callable[[], Awaitable[bool]]


Admission = Callable[[Scope], Awaitable[Pass | None]]


async def nobody(_scope: Scope) -> Pass | None:
    """For an address that is none."""
    return None


async def serve(scope: Scope, receive: Receive, send: Send, admit: Admission) -> None:
    """One socket, from its opening to its end."""
    message = await receive()
    if message["type"] != "websocket.connect":
        return
    try:
        granted = await _asked(admit(scope)) if _is_ours(scope) else None
    except (DatabaseError, InterfaceError) as error:
        log.warning("nobody can be let in", extra={"why": describe(error)})
        await send({"type": "websocket.close", "code": AWAY})
        return
    if granted is None:
        await send({"type": "websocket.close", "code": REFUSED})
        return
    try:
        engine = await _engine()
    except (WebSocketException, TimeoutError, OSError) as error:
        log.warning("the engine takes no browsers", extra={"why": describe(error)})
        await send({"type": "websocket.close", "code": AWAY})
        return
    async with engine:
        await send({"type": "websocket.accept", "subprotocol": PROTOCOL})
        code = await _until_one_ends(
            _upwards(receive, engine, granted), _downwards(engine, send), _watched(granted)
        )
    # The browser may be gone already.
    with suppress(Exception):
        await send({"type": "websocket.close", "code": code})


async def _engine() -> ClientConnection:
    """Its own WebSocket. It is not asked whether it is there: `_upwards` finds the silent."""
    return await connect(
        settings.HUBUNG.phone.browsers_url,
        subprotocols=[PROTOCOL],
        max_size=FRAME_CHARS,
        compression=None,
        proxy=None,
        open_timeout=CONNECT_SECONDS,
        ping_interval=None,
    )


async def _until_one_ends(*ways: Any) -> int:
    """Returns the code that the first one to end gives."""
    tasks = [asyncio.ensure_future(way) for way in ways]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return int(next(iter(done)).result())
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _upwards(receive: Receive, engine: ClientConnection, may: Pass) -> int:
    since, count = time.monotonic(), 0
    while True:
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                message = await receive()
        except TimeoutError:
            return AWAY
        text = message.get("text")
        if message["type"] == "websocket.disconnect":
            return 1000
        if text is None or len(text) > FRAME_CHARS:
            return TOO_LARGE
        if time.monotonic() > since + FRAMES_SECONDS:
            since, count = time.monotonic(), 0
        count += 1
        if count > MOST_FRAMES or not _is_allowed(text, may.methods):
            return REFUSED
        try:
            await engine.send(text)
        except ConnectionClosed:
            return AWAY


async def _downwards(engine: ClientConnection, send: Send) -> int:
    with suppress(ConnectionClosed):
        async for message in engine:
            text = message if isinstance(message, str) else message.decode(errors="replace")
            await send({"type": "websocket.send", "text": text})
    return AWAY


async def _watched(granted: Pass) -> int:
    while True:
        await asyncio.sleep(ASK_AGAIN_SECONDS)
        try:
            if not await _asked(granted.holds()):
                return REFUSED
        except (DatabaseError, InterfaceError) as error:
            # Calls go on while the database is away.
            log.warning("it can't be asked who may stay", extra={"why": describe(error)})


async def _asked(question: Awaitable[T]) -> T:
    """The answer of the records. No request begins here, at which Django drops dead connections."""
    await sync_to_async(close_old_connections)()
    return await question


def _is_allowed(text: str, methods: frozenset[str]) -> bool:
    """An answer, a method that this line needs, or the empty lines that keep a way open."""
    first = text.split(" ", 1)[0]
    return first in methods or first == "SIP/2.0" or not text.strip()


def _is_ours(scope: Scope) -> bool:
    """Whether a page of this very site opened the socket: browsers always say from where."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    host, origin = headers.get("host", ""), headers.get("origin", "")
    if not validate_host(host.rpartition(":")[0] or host, settings.ALLOWED_HOSTS):
        return False
    if PROTOCOL not in scope.get("subprotocols", ()):
        return False
    return origin in (settings.HUBUNG.public_url, f"http://{host}", f"https://{host}")


def cookie(scope: Scope, name: str) -> str:
    """A cookie that came with the socket's opening."""
    for key, value in scope["headers"]:
        if key == b"cookie":
            found: str | None = parse_cookie(value.decode("latin-1")).get(name)
            if found is not None:
                return found
    return ""
