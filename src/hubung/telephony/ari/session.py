"""A session with the engine for all but commands, open as long as its owner is."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any, Self

import aiohttp

from hubung.telephony.ari.connections import COMMAND_SECONDS, AwayError


class Session:
    """An asynchronous context manager; `options` are those of `aiohttp.ClientSession`."""

    def __init__(self, **options: Any) -> None:
        self._options = options
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        # Made here, as it belongs to the loop that runs.
        self._session = aiohttp.ClientSession(**self._options)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def ask(self, method: str, address: str, what: str, **fields: Any) -> tuple[int, str]:
        """Status and text of the answer. Raises AwayError, which names `what` was asked."""
        try:
            async with (
                asyncio.timeout(COMMAND_SECONDS),
                self.open.request(method, address, **fields) as answer,
            ):
                return answer.status, await answer.text()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise AwayError(f"{what}: {type(error).__name__} {error}") from error

    @property
    def open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("used outside of its asynchronous context")
        return self._session
