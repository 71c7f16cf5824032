"""Letting go: in small batches, each in a transaction of its own, and each on the access log."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.kernel import clock
from hubung.privacy.retention.book import Schedule, all_schedules

#: Small, since a batch of reports locks them, and on SQLite the whole database.
BATCH = 100
#: In one run, for each class; the rest goes in the next hours.
ROUNDS = 20


@dataclass(frozen=True)
class Due:
    """What a class has to let go of now: rows whose time began before `before`."""

    schedule: Schedule
    before: datetime
    rows: int


def look() -> Iterator[Due]:
    """What would go if the task ran now."""
    for schedule in all_schedules():
        if schedule.days:
            before = _before(schedule)
            yield Due(schedule, before, schedule.due(before).count())


def run() -> Iterator[Due]:
    """Let go of what is due, at most `ROUNDS` batches of each class; yields what went."""
    for schedule in all_schedules():
        if not schedule.days:
            continue
        before, gone = _before(schedule), 0
        for _round in range(ROUNDS):
            ended = _end_batch(schedule, before)
            gone += ended
            if not ended:
                break  # what was merged goes before what it was merged into
        if gone:
            yield Due(schedule, before, gone)


def _before(schedule: Schedule) -> datetime:
    return clock.now() - timedelta(days=schedule.days)


def _end_batch(schedule: Schedule, before: datetime) -> int:
    with transaction.atomic():
        keys = list(schedule.due(before).order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not keys:
            return 0
        schedule.end(keys)
        # A digest instead of the keys: that of a sign-in would open it.
        digest = hashlib.sha256("\n".join(map(str, keys)).encode()).hexdigest()
        record(
            Act.DELETED,
            None,
            f"retention:{schedule.setting}",
            data={
                "kind": schedule.setting,
                "count": len(keys),
                "days": schedule.days,
                "before": before.isoformat(timespec="seconds"),
                "digest": digest,
            },
        )
    return len(keys)
