"""The only source of time. Everything else asks here, so that a test can travel."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_shift = timedelta(0)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC) + _shift


class Steady:
    """Moments that follow each other as time does, even when the machine's clock is put right.

    For what rings and waits. It begins with the clock's moment; `ahead` is by how much the clock
    has left it since.
    """

    def __init__(self) -> None:
        self._began, self._ticks = now(), time.monotonic()

    def now(self) -> datetime:
        return self._began + timedelta(seconds=time.monotonic() - self._ticks)

    @property
    def ahead(self) -> timedelta:
        return now() - self.now()


@contextmanager
def travel(to: datetime) -> Iterator[None]:
    """Let the whole process believe that it is `to`; time goes on running from there."""
    global _shift
    before = _shift
    _shift = to - datetime.now(UTC)
    try:
        yield
    finally:
        _shift = before
