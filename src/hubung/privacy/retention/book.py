"""The book of schedules: what is let go of, after how long, by which rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet


@dataclass(frozen=True)
class Schedule:
    """A class of records.

    `setting` names the field of `retention` that holds the days. `due` gives the rows whose time
    began before a moment; `end` deletes or empties rows with these keys, within a transaction.
    """

    setting: str
    records: str
    begins: str
    what_goes: str
    source: str
    due: Callable[[datetime], QuerySet[Any]]
    end: Callable[[Sequence[Any]], object]

    @property
    def days(self) -> int:
        """0: kept until somebody says otherwise."""
        return int(getattr(settings.HUBUNG.retention, self.setting))


_schedules: dict[str, Schedule] = {}


def register(schedule: Schedule) -> None:
    _schedules[schedule.setting] = schedule


def all_schedules() -> list[Schedule]:
    """In the order in which they were registered: what refers to others first."""
    return list(_schedules.values())
