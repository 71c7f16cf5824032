"""Figures as they are read from five metres: a time, a share with its arrow, a line of the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.formats import number_format

from hubung.telephony.acd import ServiceLevel
from hubung.telephony.queues.board import TARGET, Board

WIDTH, HEIGHT = 400, 75
#: A share below this is a failure, not only below the target.
_BAD = Fraction(8, 10)
_LOWEST = Fraction(1, 2)


@dataclass(frozen=True)
class Share:
    """A share as it is shown: `state` is good, mid, bad or none; an arrow besides the colour."""

    text: str
    state: str
    arrow: str


def share(level: ServiceLevel) -> Share:
    """Of a service level; a dash where nobody called."""
    if level.share is None:
        return Share("–", "none", "")
    text = number_format(round(float(level.share * 100), 1), decimal_pos=1)
    if level.share >= TARGET:
        return Share(text, "good", "")
    return Share(text, "mid" if level.share >= _BAD else "bad", "↓")


def lasting(since: datetime | None, now: datetime) -> str:
    """Minutes and seconds: `0.41`, `12.05`."""
    seconds = max(0, int((now - since).total_seconds())) if since else 0
    return f"{seconds // 60}.{seconds % 60:02d}"


def wait_state(since: datetime | None, board: Board) -> str:
    """How bad the longest wait is: within the promise, up to a minute, longer."""
    seconds = (board.at - since).total_seconds() if since else 0
    if seconds <= board.within_seconds:
        return "good"
    return "mid" if seconds <= 60 else "bad"


def line(course: Sequence[Fraction | None]) -> str:
    """The day as the path of a line, one point each hour; the top is 100 %, the bottom 50 %."""
    known = [(hour, value) for hour, value in enumerate(course) if value is not None]
    if len(known) < 2:
        return ""
    step = WIDTH / max(len(course) - 1, 1)
    points = [f"{hour * step:.1f} {height(value):.1f}" for hour, value in known]
    return f"M{points[0]} " + " ".join(f"L{point}" for point in points[1:])


def height(value: Fraction) -> float:
    """Where a share stands on the drawing."""
    part = (max(value, _LOWEST) - _LOWEST) / (1 - _LOWEST)
    return HEIGHT - float(part) * (HEIGHT - 4) - 2


def parts(counts: Sequence[int]) -> list[int]:
    """Lengths of bars in percent of the longest."""
    most = max(counts, default=0) or 1
    return [round(100 * count / most) for count in counts]
