"""The engine's older interface (AMI, over HTTP), for the one thing that ARI lacks.

A recording that MixMonitor writes can only be silenced here; silenced, it goes on, so that what
follows is heard at its time. The user may do nothing that makes or moves a call.
"""

from __future__ import annotations

import aiohttp

from hubung.telephony.ari.client import AriError
from hubung.telephony.ari.session import Session


class Manager(Session):
    """One session, begun when it is needed; an asynchronous context manager."""

    def __init__(self, url: str, user: str, password: str) -> None:
        # The session is a cookie, and the engine's host is an address.
        super().__init__(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self._url = url
        self._login = {"action": "Login", "username": user, "secret": password}

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
        _status, text = await self.ask("POST", self._url, fields["action"], data=fields)
        return text
