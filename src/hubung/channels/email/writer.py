"""One thread that commits what the doors take: many waiting messages, one commit.

A commit costs a wait for the disk; waiting once for all that arrived meanwhile makes the doors
faster the busier they are, and each message is still acknowledged only after its own commit.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    connection,
    transaction,
)

from hubung.channels.email.models import InboundMessage, RawMessage
from hubung.kernel import bulk, clock, tasks
from hubung.kernel.faults import describe

log = logging.getLogger(__name__)

MAX_BATCH = 200
MAX_BATCH_BYTES = 64 * 1024 * 1024
_IDLE_SECONDS = 5.0


@dataclass(frozen=True)
class Incoming:
    """A message at the door, with those of its recipients that were accepted."""

    raw: bytes
    sender: str
    recipients: tuple[str, ...]
    peer: str
    door: str

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()


@dataclass(frozen=True)
class _Waiting:
    incoming: Incoming
    loop: asyncio.AbstractEventLoop
    done: asyncio.Future[None]


def store(batch: Sequence[Incoming]) -> None:
    """Commit these messages. What is there already stays as it is, so a retry is harmless.

    Raises DatabaseError; then nothing of the batch was stored.
    """
    now = clock.now()
    raws = {item.sha256: _raw(item) for item in batch}
    inbound = [
        InboundMessage(
            raw_id=item.sha256,
            recipient=recipient,
            sender=item.sender,
            peer=item.peer,
            door=item.door,
            received_at=now,
        )
        for item in batch
        for recipient in item.recipients
    ]
    with transaction.atomic():
        bulk.insert_new(list(raws.values()))
        bulk.insert_new(inbound)


def _raw(item: Incoming) -> RawMessage:
    return RawMessage(sha256=item.sha256, size=len(item.raw), content=item.raw)


class Writer:
    """Runs `store` in a thread with a database connection of its own."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="mail-writer")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Commit what waits, then end."""
        self._queue.put(None)
        self._thread.join()

    async def commit(self, incoming: Incoming) -> None:
        """Return when the message is on disk. Raises DatabaseError when it could not be stored."""
        loop = asyncio.get_running_loop()
        waiting = _Waiting(incoming, loop, loop.create_future())
        self._queue.put(waiting)
        await waiting.done

    def _run(self) -> None:
        running = True
        try:
            while running:
                batch, running = self._next_batch()
                # Where no message can be stored, nothing more is tried: others wait behind it.
                if not batch or self._store(batch):
                    self._sign_of_life()
        finally:
            connection.close()

    def _next_batch(self) -> tuple[list[_Waiting], bool]:
        """Whatever waits now, at least one unless nothing came for a while; False at the end."""
        batch: list[_Waiting] = []
        size = 0
        try:
            item = self._queue.get(timeout=_IDLE_SECONDS)
            while item is not None:
                batch.append(item)
                size += len(item.incoming.raw)
                if len(batch) >= MAX_BATCH or size >= MAX_BATCH_BYTES:
                    return batch, True
                item = self._queue.get_nowait()
        except queue.Empty:
            return batch, True
        return batch, False

    def _store(self, batch: list[_Waiting]) -> bool:
        """Store and answer; returns whether the database can be written to."""
        try:
            store([waiting.incoming for waiting in batch])
        except (OperationalError, InterfaceError) as error:
            # Locked, away or full: it would be the same for each of them.
            log.warning("mail cannot be stored", extra={"why": describe(error)})
            connection.close()
            _answer(batch, error)
            return False
        except DatabaseError as error:
            if len(batch) == 1:
                log.exception("a message cannot be stored")
                _answer(batch, error)
                return True
            stored = [self._store([waiting]) for waiting in batch]
            return all(stored)
        except Exception as error:
            log.exception("mail cannot be stored")
            connection.close()
            _answer(batch, error)
            return False
        _answer(batch, None)
        return True

    def _sign_of_life(self) -> None:
        try:
            tasks.beat("mail")
        except DatabaseError:
            connection.close()


def _answer(batch: list[_Waiting], error: Exception | None) -> None:
    """Wake the waiting conversations, all of one loop at once."""

    def wake() -> None:
        for waiting in batch:
            if waiting.done.done():  # the client hung up meanwhile; it will send again
                continue
            if error is None:
                waiting.done.set_result(None)
            else:
                waiting.done.set_exception(error)

    batch[0].loop.call_soon_threadsafe(wake)
