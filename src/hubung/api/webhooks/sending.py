"""One attempt at one delivery: one POST to the address that was looked at, no redirect followed."""

from __future__ import annotations

import http.client
import socket
import ssl

from hubung.api.webhooks import targets

TIMEOUT_SECONDS = 5.0


class UndeliveredError(Exception):
    """The receiver did not take it; `str()` says why, for its owner."""


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The receiver's status, 2xx. Raises UndeliveredError."""
    try:
        target = targets.parse(url)
        connection = _Pinned(target, targets.resolve(target))
    except (targets.ForbiddenTargetError, OSError, UnicodeError) as error:
        raise UndeliveredError(str(error)) from error
    try:
        connection.request(
            "POST", target.path, body, {"Content-Type": "application/json"} | headers
        )
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise UndeliveredError(f"{type(error).__name__}: {error}") from error
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise UndeliveredError(f"HTTP {status}")
    return status


class _Pinned(http.client.HTTPConnection):
    """Speaks to one address under the host's name, which its certificate must have."""

    def __init__(self, target: targets.Target, address: str) -> None:
        super().__init__(target.host, target.port, timeout=TIMEOUT_SECONDS)
        self._target, self._address = target, address

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self._target.port), TIMEOUT_SECONDS)
        self.sock = plain
        if self._target.secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self._target.host)
