"""Commands go over connections that stay open, and none is lost to one that did not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from hubung.telephony.ari import AwayError
from hubung.telephony.ari.connections import Connections

Answer = Callable[[str], bytes]


@asynccontextmanager
async def engine(answer: Answer) -> AsyncIterator[tuple[Connections, list[int]]]:
    """An engine that answers so; the list counts who came in."""
    doors: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        doors.append(len(doors))
        while not reader.at_eof():
            try:
                request = (await reader.readuntil(b"\r\n\r\n")).decode()
            except asyncio.IncompleteReadError:
                break
            said = answer(request)
            writer.write(said)
            if b"close" in said or not said:
                break
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    commands = Connections(f"http://127.0.0.1:{port}/ari", "Basic x")
    try:
        yield commands, doors
    finally:
        commands.close()
        server.close()


def test_one_connection_serves_one_command_after_the_other() -> None:
    def answer(request: str) -> bytes:
        if request.startswith("DELETE /ari/channels/a HTTP/1.1\r\n"):
            return b"HTTP/1.1 204 No Content\r\n\r\n"
        return b"HTTP/1.1 404 Not Found\r\nContent-length: 2\r\n\r\n{}"

    async def talk() -> None:
        async with engine(answer) as (commands, doors):
            assert await commands.ask("DELETE", "channels/a") == (204, b"")
            assert await commands.ask("GET", "channels/a") == (404, b"{}")
            assert len(doors) == 1

    asyncio.run(talk())


def test_commands_at_once_have_a_connection_each() -> None:
    async def talk() -> None:
        async with engine(lambda _: b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") as (it, doors):
            await asyncio.gather(*(it.ask("GET", "channels") for _ in range(5)))
            await asyncio.gather(*(it.ask("GET", "channels") for _ in range(5)))
            assert len(doors) == 5

    asyncio.run(talk())


def test_a_connection_that_the_engine_closed_is_not_used_again() -> None:
    async def talk() -> None:
        closing = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        async with engine(lambda _: closing) as (commands, doors):
            for _ in range(3):
                assert await commands.ask("GET", "channels") == (200, b"")
            assert len(doors) == 3

    asyncio.run(talk())


def test_an_engine_that_ends_in_the_middle_is_away() -> None:
    async def talk() -> None:
        async with engine(lambda _: b"") as (commands, _doors):
            with pytest.raises(AwayError, match="GET channels"):
                await commands.ask("GET", "channels?a=b")
        async with engine(lambda _: b"") as (commands, _doors):
            pass
        with pytest.raises(AwayError, match="ConnectionRefused"):
            await commands.ask("GET", "channels")

    asyncio.run(talk())
