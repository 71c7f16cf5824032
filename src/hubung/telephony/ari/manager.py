"""The engine's older interface (AMI, over HTTP), for the one thing that ARI lacks.

A recording that MixMonitor writes can only be silenced here; silenced, it goes on, so that what
follows is heard at its time. The user may do nothing that makes or moves a call.
"""

from __future__ import annotations

import asyncio
from types import TracebackType

import aiohttp

from hubung.telephony.ari.client import COMMAND_SECONDS, AriError, AwayError

#: What the user may do: act on calls that are there. Making one is another right.
RIGHTS = "call"


class Manager:
    """One session, begun when it is needed; an asynchronous context manager."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self._url = url
        self._login = {"action": "Login", "username": user, "secret": password}
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Manager:
        # The session is a cookie, and the engine's host is an address.
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def mute_recording(self, channel: str, *, silent: bool) -> None:
        """Raises AriError when there is no recording, AwayError."""
        action = {
            "action": "MixMonitorMute",
            "channel": channel,
            "direction": "both",
            "state": "1" if silent else "0",
        }
        said = await self._ask(action)
        if "Permission denied" in said:
            # The session of before is over.
            await self._ask(self._login)
            said = await self._ask(action)
        if "Response: Success" not in said:
            raise AriError(409, said.strip()[:200])

    async def _ask(self, fields: dict[str, str]) -> str:
        if self._session is None:
            raise RuntimeError("Manager is used as an asynchronous context manager")
        try:
            async with (
                asyncio.timeout(COMMAND_SECONDS),
                self._session.post(self._url, data=fields) as answer,
            ):
                return await answer.text()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise AwayError(f"{fields['action']}: {type(error).__name__} {error}") from error
