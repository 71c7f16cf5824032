"""What the line components draw: stations on a route, and days on the way to a due date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext, pgettext

from hubung.ui import dates


@dataclass(frozen=True)
class Station:
    """A stop on a route: who holds it there, and how long that took."""

    name: str
    state: Literal["passed", "here", "next", "skip"]
    holder: str = ""
    leg: str = ""


@dataclass(frozen=True)
class Day:
    """A day on the way to a due date: counted as the `number`-th, or skipped for `reason`."""

    on: date
    kind: Literal["counted", "off", "pause", "today", "end"] = "counted"
    number: int | None = None
    reason: str = ""

    @property
    def weekday(self) -> str:
        return dates.weekday(self.on)

    @property
    def mark(self) -> str:
        """The few letters under the date."""
        if self.number is not None:
            return gettext("no. %(n)s") % {"n": self.number}
        if self.kind == "pause":
            return pgettext("a day that is not counted", "paused")
        return pgettext("a day that is not counted", "off") if self.kind == "off" else ""

    @property
    def title(self) -> str:
        """The whole date, and why it was skipped."""
        return f"{dates.day(self.on)}: {self.reason}" if self.reason else dates.day(self.on)
