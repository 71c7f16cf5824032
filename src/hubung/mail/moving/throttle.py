"""No faster than asked, over all connections together."""

from __future__ import annotations

import threading
import time

from hubung.mail.moving.errors import StoppedError


class Throttle:
    """Lets through `bytes_a_second`; 0: as many as come."""

    def __init__(self, bytes_a_second: int, stop: threading.Event) -> None:
        self._rate = bytes_a_second
        self._stop = stop
        self._lock = threading.Lock()
        self._free_at = 0.0

    def pass_by(self, size: int) -> None:
        """Wait until as many bytes may follow. Raises StoppedError."""
        if not self._rate:
            return
        with self._lock:
            begins_at = max(self._free_at, time.monotonic())
            self._free_at = begins_at + size / self._rate
        self.wait(begins_at - time.monotonic())

    def wait(self, seconds: float) -> None:
        """Do nothing for a while. Raises StoppedError."""
        if self._stop.wait(max(seconds, 0)):
            raise StoppedError("stopped")

    def check(self) -> None:
        """Raises StoppedError once somebody asked to stop."""
        if self._stop.is_set():
            raise StoppedError("stopped")
