"""The client. One per process; it may be used by any number of tasks at once."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from types import TracebackType
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp

from hubung.telephony.ari.connections import AwayError, Connections
from hubung.telephony.ari.session import Session

log = logging.getLogger(__name__)

Event = Mapping[str, Any]
#: Yielded by `Ari.events` when the stream of events begins, and begins again.
CONNECTED: Event = {"type": "Connected"}
#: … and each time when it is over, or could not be had.
AWAY: Event = {"type": "Away"}

#: Without a sign of life for this long the engine is taken for gone.
HEARTBEAT_SECONDS = 10.0
FIRST_PAUSE_SECONDS = 0.1
#: Callers who come meanwhile are served by the engine alone, so it is not long.
LONGEST_PAUSE_SECONDS = 1.0


class AriError(Exception):
    """The engine refused a command. `status` is HTTP's: 404 gone, 409 and 412 wrong state."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status} {message}")
        self.status = status
        self.message = message


class Ari(Session):
    """Commands and events of one engine; an asynchronous context manager."""

    def __init__(self, url: str, user: str, password: str) -> None:
        authorization = aiohttp.encode_basic_auth(user, password)
        super().__init__(headers={"Authorization": authorization})
        self._url = url.rstrip("/")
        self._commands = Connections(self._url, authorization)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._commands.close()
        await super().__aexit__(kind, error, trace)

    async def get(self, path: str, *names: str, **query: str) -> Any:
        return await self._request("GET", path, names, query)

    async def post(self, path: str, *names: str, body: Any = None, **query: str) -> Any:
        return await self._request("POST", path, names, query, body)

    async def put(self, path: str, *names: str, body: Any = None, **query: str) -> Any:
        return await self._request("PUT", path, names, query, body)

    async def delete(self, path: str, *names: str, **query: str) -> Any:
        return await self._request("DELETE", path, names, query)

    async def _request(
        self,
        method: str,
        path: str,
        names: Sequence[str],
        query: Mapping[str, str],
        body: Any = None,
    ) -> Any:
        """`{}` in `path` stand for `names`, which may hold any sign."""
        target = path.format(*(quote(name, safe="") for name in names))
        if query:
            target += f"?{urlencode(query, quote_via=quote)}"
        said = b"" if body is None else json.dumps(body).encode()
        status, text = await self._commands.ask(method, target, said)
        if status >= 400:
            raise AriError(status, _message(text))
        return json.loads(text) if text else None

    async def events(self, application: str, *, only: Sequence[str] = ()) -> AsyncIterator[Event]:
        """What happens to the channels of `application`; `only` these types, all when empty.

        Never ends by itself. What does not matter is held back by the engine already.
        """
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                async with self.open.ws_connect(
                    f"{self._url}/events",
                    params={"app": application, "subscribeAll": "false"},
                    heartbeat=HEARTBEAT_SECONDS,
                    max_msg_size=0,
                ) as stream:
                    await self._filter(application, only)
                    pause = FIRST_PAUSE_SECONDS
                    yield CONNECTED
                    async for message in stream:
                        if message.type is aiohttp.WSMsgType.TEXT:
                            yield json.loads(message.data)
                log.warning("the engine closed the stream of events")
            except (aiohttp.ClientError, AriError, AwayError, TimeoutError, OSError) as error:
                log.warning("the engine can't be reached", extra={"why": str(error)})
            yield AWAY
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def _filter(self, application: str, only: Sequence[str]) -> None:
        allowed = [{"type": name} for name in only]
        await self.put(
            "applications/{}/eventFilter", application, body={"allowed": allowed, "disallowed": []}
        )


def _message(text: bytes) -> str:
    try:
        answer = json.loads(text)
    except ValueError:
        return text.decode(errors="replace")[:200]
    return str(answer.get("message") or answer.get("error") or answer)[:200]
