"""Signed words that a visitor carries for us: for one purpose, for a limited time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core import signing

from hubung.kernel import clock


class TokenError(ValueError):
    """Not ours, for another purpose, or too old."""


def seal(value: Any, *, purpose: str) -> str:
    """Sign a JSON value. It can be read by whoever holds it, and changed by nobody."""
    return signing.dumps([int(clock.now().timestamp()), value], salt=f"web.{purpose}")


def unseal(token: str, *, purpose: str, life: timedelta) -> Any:
    """The value, while it is younger than `life`. Raises TokenError."""
    try:
        made_at, value = signing.loads(token, salt=f"web.{purpose}")
    except signing.BadSignature as error:
        raise TokenError("this was not signed here") from error
    if clock.now().timestamp() - made_at > life.total_seconds():
        raise TokenError("this is too old")
    return value
