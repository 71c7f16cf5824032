"""Live pages: hints from the event table, sent as server-sent events.

A hint says only *that* something changed (`case:42`); the page then fetches the fragment again,
so rights are checked once more and nothing leaks. Because hints may be repeated without harm,
replay is generous: events can commit out of the order of their ids, so the reader looks a little
back (`OVERLAP`) and a resumed stream repeats what it may have missed, never the opposite.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

from asgiref.sync import sync_to_async
from django.db import DatabaseError
from django.db.models import Q

from hubung.kernel import clock, models

log = logging.getLogger(__name__)

POLL_SECONDS = 0.5
HEARTBEAT_SECONDS = 15
#: Longer than any of our transactions that emit events.
OVERLAP = timedelta(seconds=20)
#: After a longer absence the page is told to refetch everything.
REPLAY_LIMIT = 500

Hints = list[tuple[int, str]]
Row = tuple[int, str, datetime]
#: Of these subjects, those that the watcher may know of.
Filter = Callable[[set[str]], set[str]]


class Feed:
    """One reader of the event table for all streams of this process."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Hints]] = set()
        self._task: asyncio.Task[None] | None = None
        self._seen: set[Row] = set()

    async def subscribe(self) -> asyncio.Queue[Hints]:
        queue: asyncio.Queue[Hints] = asyncio.Queue()
        self._listeners.add(queue)
        if self._task is None or self._task.done():
            self._seen = set(await sync_to_async(recent)())
            self._task = asyncio.create_task(self._run())
        return queue

    def unsubscribe(self, queue: asyncio.Queue[Hints]) -> None:
        self._listeners.discard(queue)
        if not self._listeners and self._task:
            self._task.cancel()
            self._task = None

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                rows = await sync_to_async(recent)()
            except DatabaseError:
                log.exception("live pages cannot reach the database; trying again")
                continue
            fresh = [
                (pk, subject) for pk, subject, at in rows if (pk, subject, at) not in self._seen
            ]
            self._seen = set(rows)
            if fresh:
                for queue in self._listeners:
                    queue.put_nowait(fresh)


feed = Feed()


def recent() -> list[Row]:
    """The events of the last moments that pages watch, in order of id."""
    since = clock.now() - OVERLAP
    rows = models.Event.objects.filter(created_at__gte=since).exclude(subject="")
    return list(rows.order_by("id").values_list("id", "subject", "created_at"))


def replay(last_id: int) -> Hints | None:
    """What came after `last_id` (and a little before); None when it is too much to replay."""
    last = models.Event.objects.filter(pk=last_id).values_list("created_at", flat=True).first()
    missed = Q(pk__gt=last_id)
    if last is not None:
        missed |= Q(created_at__gte=last - OVERLAP)
    rows = models.Event.objects.filter(missed).exclude(subject="").exclude(pk=last_id)
    hints = list(rows.order_by("id").values_list("id", "subject")[: REPLAY_LIMIT + 1])
    return None if len(hints) > REPLAY_LIMIT else hints


async def stream(allowed: Filter, last_id: int | None) -> AsyncIterator[bytes]:
    """The body of a `text/event-stream` response.

    `allowed` is asked, in a thread, which of a batch of subjects this watcher may hear of.
    Messages: `event: hint`, `data: case:42`; or `event: reload` after a long absence.
    """
    queue = await feed.subscribe()
    try:
        yield b"retry: 2000\n\n"
        if last_id is not None:
            missed = await sync_to_async(replay)(last_id)
            if missed is None:
                yield b"event: reload\ndata: all\n\n"
            else:
                yield await _message(missed, allowed)
        loop = asyncio.get_running_loop()
        beat = loop.time() + HEARTBEAT_SECONDS
        while True:
            try:
                async with asyncio.timeout_at(beat):
                    hints = await queue.get()
            except TimeoutError:
                message = b": still here\n\n"
            else:
                message = await _message(hints, allowed)
            # Nothing at all is sent about what the watcher may not hear of, not even that
            # something happened.
            if message:
                yield message
                beat = loop.time() + HEARTBEAT_SECONDS
    finally:
        feed.unsubscribe(queue)


async def _message(hints: Hints, allowed: Filter) -> bytes:
    subjects = {subject for _, subject in hints}
    known = await sync_to_async(allowed)(subjects)
    newest = {subject: pk for pk, subject in hints if subject in known}
    lines = [
        f"id: {pk}\nevent: hint\ndata: {subject}\n\n"
        for subject, pk in sorted(newest.items(), key=lambda item: item[1])
    ]
    return "".join(lines).encode()
