"""What Postfix has accepted and not delivered yet, written down for those who are not root."""

from __future__ import annotations

import json
import logging
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import DatabaseError, connection

from hubung.kernel import clock
from hubung.kernel.faults import describe
from hubung.mail.daemons.place import Place
from hubung.mail.models import QueueSeen

log = logging.getLogger(__name__)

LOOK_SECONDS = 30.0
_SECONDS = 60.0


@dataclass(frozen=True)
class Waiting:
    """What waits, and since when the oldest does."""

    messages: int = 0
    oldest: datetime | None = None


def waiting(place: Place) -> Waiting:
    """The queue as it is now. Needs root."""
    made = subprocess.run(  # noqa: S603
        ["/usr/sbin/postqueue", "-c", str(place.etc / "postfix"), "-j"],
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
    )
    arrivals = [json.loads(line)["arrival_time"] for line in made.stdout.splitlines()]
    if not arrivals:
        return Waiting()
    return Waiting(len(arrivals), datetime.fromtimestamp(min(arrivals), UTC))


def write_down(place: Place) -> None:
    """Look once. Raises DatabaseError, OSError, TimeoutExpired."""
    found = waiting(place)
    QueueSeen.objects.update_or_create(
        node=socket.gethostname()[:100],
        defaults={
            "messages": found.messages,
            "oldest_at": found.oldest,
            "seen_at": clock.now(),
        },
    )


@contextmanager
def watching(place: Place) -> Iterator[None]:
    """Look every half minute for the length of a block, beside whoever holds the daemons."""
    stop = threading.Event()
    thread = threading.Thread(target=_watch, args=(place, stop), name="queue", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _watch(place: Place, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            write_down(place)
        except (DatabaseError, OSError, ValueError, subprocess.SubprocessError) as error:
            log.warning("the mail queue was not looked at", extra={"why": describe(error)})
        finally:
            connection.close()
        stop.wait(LOOK_SECONDS)
