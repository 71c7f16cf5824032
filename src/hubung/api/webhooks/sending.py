"""One attempt at one delivery: one POST to the address that was looked at, no redirect followed."""

from __future__ import annotations

import http.client

from hubung.api.webhooks import targets
from hubung.kernel.outbound import Pinned

TIMEOUT_SECONDS = 5.0


class UndeliveredError(Exception):
    """The receiver did not take it; `str()` says why, for its owner."""


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The receiver's status, 2xx. Raises UndeliveredError."""
    try:
        target = targets.parse(url)
        connection = Pinned(target, targets.resolve(target), seconds=TIMEOUT_SECONDS)
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
