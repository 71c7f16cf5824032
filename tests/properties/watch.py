"""What the worker may do by itself because of the time, and how often."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

import pytest

from hubung.cases.choices import OPEN, ClockName, EntryKind, Status
from hubung.cases.models import Case, Clock, Entry
from hubung.cases.timeline import ActorKind

_Clocks = Mapping[tuple[int, str], Clock]


class Watch:
    """Looks at the timelines after the worker, and remembers what has been told."""

    def __init__(self) -> None:
        self._told: set[tuple[object, ...]] = set()

    @contextmanager
    def watched(self, now: datetime, corrected: Mapping[int, int]) -> Iterator[None]:
        """The worker looks at the clocks in this block, at `now`.

        `corrected`: how often the kind of a case was, since another limit has its own reminders.
        """
        before = list(Case.objects.all())
        running = {(one.case_id, one.name): one for one in Clock.objects.all()}
        yield
        for case in before:
            for entry in Entry.objects.filter(case=case, seq__gt=case.entries).order_by("seq"):
                self._look(case, entry, running, now, corrected.get(case.pk, 0))

    def _look(
        self, case: Case, entry: Entry, running: _Clocks, now: datetime, corrected: int
    ) -> None:
        """An entry that the worker wrote; `case` is as it was before."""
        assert entry.actor_kind == ActorKind.SYSTEM
        assert case.merged_into_id is None, "a merged case"
        assert case.status in (*OPEN, Status.ANSWERED), "an ended case"
        match entry.kind:
            case EntryKind.REMINDED | EntryKind.OVERDUE:
                assert case.status in OPEN
                self._once(case, entry, running[case.pk, entry.data["clock"]], now, corrected)
            case EntryKind.MOVED:
                assert entry.data["automatic"]
                assert entry.data["from_tier"] < entry.data["to_tier"] == 3
            case EntryKind.CLOSED:
                wanted = Status.INCOMPLETE if entry.data.get("withdrawn") else Status.ANSWERED
                assert case.status == wanted
            case other:
                pytest.fail(f"the worker wrote {other}")

    def _once(self, case: Case, entry: Entry, clock: Clock, now: datetime, corrected: int) -> None:
        """A reminder once for a limit, a breach once for a date; and a breach rises."""
        key: tuple[object, ...] = (case.pk, clock.name, clock.started_at)
        if entry.kind == EntryKind.OVERDUE:
            due = datetime.fromisoformat(entry.data["due_at"])
            assert due <= now
            key += (due,)
        else:
            key += (entry.data["alarm"], corrected)
        assert key not in self._told, f"told twice: {key}"
        self._told.add(key)
        if clock.name == ClockName.RESOLUTION and entry.data["alarm"] == "breach":
            assert Case.objects.get(pk=case.pk).tier == 3
