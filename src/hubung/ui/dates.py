"""Dates and times in words, always with their zone, in the active language.

The forms are the ones the ministry writes: "Senin, 30 November 2026, 16.00 WIB" and
"Monday, 30 November 2026, 16:00 WIB".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.conf import settings
from django.utils.translation import get_language, gettext, ngettext

from hubung.kernel.calendars import Language
from hubung.kernel.explanations import say_day, say_moment

Tone = Literal["", "warn", "danger"]


def language() -> Language:
    """The language of the page being rendered."""
    return "en" if (get_language() or "").startswith("en") else "id"


def local(at: datetime, zone: str = "") -> datetime:
    """`at` on the wall clock of a zone (the head office's when none is named)."""
    return at.astimezone(ZoneInfo(zone or settings.HUBUNG.ministry.timezone))


def _on(at: date | datetime, zone: str) -> date:
    return local(at, zone).date() if isinstance(at, datetime) else at


def _time(at: datetime) -> str:
    return at.strftime("%H:%M" if language() == "en" else "%H.%M")


def day(at: date | datetime, zone: str = "") -> str:
    """ "Senin, 30 November 2026"; a plain date needs no zone."""
    return say_day(_on(at, zone), language())


def short_day(at: date | datetime, zone: str = "") -> str:
    """ "30 Nov"."""
    return _formatted(_on(at, zone), "d MMM", language())


def month(on: date) -> str:
    """ "November 2026"."""
    return _formatted(on, "LLLL yyyy", language())


def short_month(on: date) -> str:
    """ "Nov"."""
    return _formatted(on, "LLL", language())


def weekday(on: date) -> str:
    """ "Sen"."""
    return _formatted(on, "EEE", language())


_formatted = lru_cache(maxsize=2_000)(format_date)


def clock(at: datetime, zone: str = "") -> str:
    """ "16.00 WIB"."""
    then = local(at, zone)
    return f"{_time(then)} {then.tzname()}"


def when(at: datetime, zone: str = "") -> str:
    """ "Senin, 30 November 2026, 16.00 WIB"."""
    return say_moment(local(at, zone), language())


def short_when(at: datetime, now: datetime, zone: str = "") -> str:
    """ "16.00 WIB" today, "23 Nov, 16.00 WIB" this year, "23 Nov 2025, 16.00 WIB" before."""
    then, today = local(at, zone), local(now, zone)
    if then.date() == today.date():
        return clock(at, zone)
    return f"{_short_date(then, today)}, {clock(at, zone)}"


def _short_date(then: datetime, today: datetime) -> str:
    year = "" if then.year == today.year else f" {then.year}"
    return f"{short_day(then.date())}{year}"


@dataclass(frozen=True)
class Due:
    """A due date in a few words, and how pressing it is."""

    words: str
    tone: Tone


def _span(length: timedelta) -> tuple[Literal["minutes", "hours", "days"], int]:
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return "minutes", max(minutes, 1)
    if minutes < 24 * 60:
        return "hours", minutes // 60
    return "days", minutes // (24 * 60)


def _late(length: timedelta) -> str:
    unit, count = _span(length)
    if unit == "minutes":
        return gettext("%(n)d min late") % {"n": count}
    if unit == "hours":
        return ngettext("%(n)d hr late", "%(n)d hrs late", count) % {"n": count}
    return ngettext("%(n)d day late", "%(n)d days late", count) % {"n": count}


def due(at: datetime, now: datetime, zone: str = "") -> Due:
    """How long there is until `at`, as a person says it at `now`.

    Under six hours the hours count, today the time of day, after that the days on the calendar of
    the zone, and beyond a month the date itself. Warn: it is due today. Danger: it is past.
    """
    if at <= now:
        return Due(_late(now - at), "danger")
    then, today = local(at, zone), local(now, zone)
    left = at - now
    days = (then.date() - today.date()).days
    if left < timedelta(hours=6):
        unit, count = _span(left)
        if unit == "minutes":
            words = gettext("%(n)d min left") % {"n": count}
        else:
            words = ngettext("%(n)d hr left", "%(n)d hrs left", count) % {"n": count}
        return Due(words, "warn")
    if days == 0:
        return Due(gettext("today %(time)s") % {"time": _time(then)}, "warn")
    if days <= 30:
        return Due(ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}, "")
    return Due(_short_date(then, today), "")
