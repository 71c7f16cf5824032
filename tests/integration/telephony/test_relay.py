"""The way of a browser's SIP through our own origin: who comes in, what passes, when it ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSServerHandshakeError, web
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import OperationalError, connections

from hubung.desk.phone import socket as desk
from hubung.directory.models import Grant, Person
from hubung.kernel import clock
from hubung.portal import calling
from hubung.telephony import relay
from hubung.telephony.models import BrowserLine
from hubung.telephony.services import lines
from hubung.telephony.settings import Phone
from tests.support.accounts import session_for
from tests.support.ministry import Ministry, build
from tests.support.patience import PATIENCE
from tests.support.server import Server

REGISTER = "REGISTER sip:hubung.invalid SIP/2.0\r\n\r\n"
INVITE = "INVITE sip:web@hubung.invalid SIP/2.0\r\n\r\n"
REFUSED = 403


@pytest.fixture
def ministry(server: Server) -> Ministry:
    return build()


@asynccontextmanager
async def engine(settings: Any) -> AsyncIterator[list[str]]:
    """A WebSocket where the engine would have its own: keeps what it is told, and says it again."""
    told: list[str] = []

    async def serve(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(protocols=["sip"])
        await socket.prepare(request)
        async for message in socket:
            told.append(message.data)
            await socket.send_str(message.data)
        return socket

    application = web.Application()
    application.router.add_get("/ws", serve)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    _at(settings, runner.addresses[0][1])
    try:
        yield told
    finally:
        await runner.cleanup()


def _at(settings: Any, port: int) -> None:
    phone = Phone(enabled=True, websocket_url=f"ws://127.0.0.1:{port}/ws")
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"phone": phone})


@asynccontextmanager
async def opened(
    server: Server,
    path: str = desk.PATH,
    *,
    cookie: str = "",
    origin: str | None = "",
    protocol: str = "sip",
    host: str = "",
) -> AsyncIterator[ClientWebSocketResponse]:
    """A browser's socket; an `origin` of None is none, and an empty one the site's own."""
    headers = {"Cookie": f"{django_settings.SESSION_COOKIE_NAME}={cookie}"}
    if origin is not None:
        headers["Origin"] = origin or server.url
    if host:
        headers["Host"] = host
    address = server.url.replace("http", "ws", 1) + path
    async with (
        ClientSession() as session,
        session.ws_connect(address, headers=headers, protocols=[protocol]) as socket,
    ):
        yield socket


async def status(server: Server, path: str = desk.PATH, **how: Any) -> int:
    """What the opening is answered with."""
    try:
        async with opened(server, path, **how):
            return 101
    except WSServerHandshakeError as error:
        return error.status


async def code(socket: ClientWebSocketResponse) -> int | None:
    """With which code the other side closes; what it says before is passed over."""
    async with asyncio.timeout(PATIENCE):
        while not socket.closed:
            await socket.receive()
    return socket.close_code


def key_of(person: Person) -> str:
    return session_for(person).session_key or ""


def half_signed_in(person: Person) -> str:
    """A session that has seen the password, and no second factor."""
    session = session_for(person)
    session["account_authentication_methods"] = []
    session.save()
    return session.session_key or ""


def test_only_a_page_of_ours_opens_it_for_whoever_answers_calls(
    server: Server, ministry: Ministry, settings: Any
) -> None:
    ratih = key_of(ministry.ratih)
    strangers = [key_of(ministry.gatra), half_signed_in(ministry.kirana), "", "x" * 32]
    suspended = key_of(ministry.damar)
    Person.objects.filter(pk=ministry.damar.pk).update(is_active=False)
    without_role = key_of(ministry.bima)
    Grant.objects.filter(person=ministry.bima).delete()

    async def day() -> None:
        async with engine(settings) as told:
            for cookie in (*strangers, suspended, without_role):
                assert await status(server, cookie=cookie) == REFUSED, cookie
            for origin in (None, "https://jahat.example", "null", f"{server.url}.jahat.example"):
                assert await status(server, cookie=ratih, origin=origin) == REFUSED, origin
            # A name that is led to our address (DNS rebinding) is not ours.
            evil = {"host": "jahat.example", "origin": "http://jahat.example"}
            assert await status(server, cookie=ratih, **evil) == REFUSED
            assert await status(server, cookie=ratih, protocol="mqtt") == REFUSED
            assert await status(server, "/desk/telepon/lain", cookie=ratih) == REFUSED
            assert told == []
            async with opened(server, cookie=ratih) as socket:
                await socket.send_str(REGISTER)
                assert (await socket.receive_str(timeout=PATIENCE)) == REGISTER
            assert told == [REGISTER]

    asyncio.run(day())


@pytest.mark.once
def test_what_no_telephone_says_ends_it_and_does_not_reach_the_engine(
    server: Server, ministry: Ministry, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "MOST_FRAMES", 5)
    ratih = key_of(ministry.ratih)
    bad: list[tuple[str | bytes, int]] = [
        ("MESSAGE sip:151@hubung.invalid SIP/2.0\r\n\r\n", relay.REFUSED),
        ("REFER sip:151@hubung.invalid SIP/2.0\r\n\r\n", relay.REFUSED),
        ("GET / HTTP/1.1\r\n\r\n", relay.REFUSED),
        (b"\x00\x01", relay.TOO_LARGE),
        (INVITE + "x" * relay.FRAME_CHARS, relay.TOO_LARGE),
    ]

    async def day() -> None:
        async with engine(settings) as told:
            for said, expected in bad:
                async with opened(server, cookie=ratih) as socket:
                    send = socket.send_bytes if isinstance(said, bytes) else socket.send_str
                    await send(said)  # type: ignore[arg-type]
                    assert await code(socket) == expected, said[:20]
            assert told == []
            async with opened(server, cookie=ratih) as socket:
                for _ in range(5):
                    await socket.send_str(REGISTER)
                    assert (await socket.receive_str(timeout=PATIENCE)) == REGISTER
                await socket.send_str(REGISTER)
                assert await code(socket) == relay.REFUSED
            assert told == [REGISTER] * 5

    asyncio.run(day())


def test_it_ends_with_the_session_with_silence_and_with_the_engine(
    server: Server, ministry: Ministry, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ratih = key_of(ministry.ratih)

    def sign_out() -> None:
        Session.objects.filter(session_key=ratih).delete()
        connections.close_all()

    async def day() -> None:
        async with engine(settings):
            monkeypatch.setattr(relay, "IDLE_SECONDS", 0.2)
            async with opened(server, cookie=ratih) as socket:
                assert await code(socket) == relay.AWAY
            monkeypatch.setattr(relay, "IDLE_SECONDS", PATIENCE)
            monkeypatch.setattr(relay, "ASK_AGAIN_SECONDS", 0.1)
            async with opened(server, cookie=ratih) as socket:
                await socket.send_str(REGISTER)
                assert (await socket.receive_str(timeout=PATIENCE)) == REGISTER
                await asyncio.to_thread(sign_out)
                assert await code(socket) == relay.REFUSED

    asyncio.run(day())


@pytest.mark.once
def test_while_the_database_is_away_whoever_is_in_stays(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "ASK_AGAIN_SECONDS", 0.01)
    answers = iter([OperationalError("away"), True, OperationalError("away"), False])

    async def holds() -> bool:
        answer = next(answers)
        if isinstance(answer, OperationalError):
            raise answer
        return answer

    assert asyncio.run(relay._watched(relay.Pass(relay.SERVES, holds))) == relay.REFUSED
    assert list(answers) == []


@pytest.mark.once
def test_where_no_engine_is_there_the_browser_is_told_so(
    server: Server, ministry: Ministry, settings: Any
) -> None:
    ratih = key_of(ministry.ratih)

    async def day() -> None:
        async with engine(settings):
            pass
        # Its port is free again, and nobody listens there.
        assert await status(server, cookie=ratih) == REFUSED

    asyncio.run(day())


def test_a_visitor_needs_a_line_of_their_own_and_is_never_rung(
    server: Server, ministry: Ministry, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def key(line: BrowserLine) -> str:
        return f"{calling.SOCKET}?kunci={signing.dumps(line.name, salt=calling._SALT)}"

    mine, taken, late = (lines.give_to_visitor() for _ in range(3))
    theirs = f"{calling.SOCKET}?kunci={signing.dumps(f'agent-{ministry.ratih.pk}', salt='other')}"
    forged = key(mine)[:-1] + ("A" if key(mine)[-1] != "A" else "B")
    gone = key(taken)
    taken.delete()
    BrowserLine.objects.filter(pk=late.pk).update(until=clock.now() - timedelta(seconds=1))

    async def day(closed: Callable[[], Any]) -> None:
        async with engine(settings) as told:
            for path in (
                calling.SOCKET,
                f"{calling.SOCKET}?kunci=",
                theirs,
                forged,
                gone,
                key(late),
            ):
                assert await status(server, path) == REFUSED, path
            async with opened(server, key(mine)) as socket:
                await socket.send_str(INVITE)
                assert (await socket.receive_str(timeout=PATIENCE)) == INVITE
                await socket.send_str(REGISTER)
                assert await code(socket) == relay.REFUSED
            assert told == [INVITE]
            # A conversation may outlast the line; it has its own bound.
            closed()
            async with opened(server, key(mine)) as socket:
                assert await code(socket) == relay.REFUSED

    def shorten() -> None:
        monkeypatch.setattr(relay, "ASK_AGAIN_SECONDS", 0.1)
        monkeypatch.setattr(lines, "LONGEST_VISIT", timedelta(seconds=0))

    asyncio.run(day(shorten))
