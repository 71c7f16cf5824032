"""Dates and times in words, always with their zone, in the active language.

The forms are the ones the ministry writes: "Senin, 30 November 2026, 16.00 WIB" and
"Monday, 30 November 2026, 16:00 WIB".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import get_day_names, get_month_names
from django.conf import settings
from django.utils.translation import get_language, gettext, ngettext

Tone = Literal["", "warn", "danger"]

# Zones outside Indonesia go by the abbreviation of the zone database.
INDONESIAN_ZONES = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "id"


@cache
def _days(language: str, width: Literal["wide", "abbreviated"]) -> dict[int, str]:
    return {k: str(v) for k, v in get_day_names(width, "format", language).items()}


@cache
def _months(language: str, width: Literal["wide", "abbreviated"]) -> dict[int, str]:
    return {k: str(v) for k, v in get_month_names(width, "format", language).items()}


def local(at: datetime, zone: str = "") -> datetime:
    """`at` on the wall clock of a zone (the head office's when none is named)."""
    return at.astimezone(ZoneInfo(zone or settings.HUBUNG.ministry.timezone))


def zone_word(at: datetime, zone: str = "") -> str:
    """WIB, WITA or WIT; elsewhere what the zone database says."""
    zone = zone or settings.HUBUNG.ministry.timezone
    return INDONESIAN_ZONES.get(zone) or at.astimezone(ZoneInfo(zone)).strftime("%Z")


def _time(at: datetime) -> str:
    return at.strftime("%H:%M" if _language() == "en" else "%H.%M")


def day(at: date | datetime, zone: str = "") -> str:
    """ "Senin, 30 November 2026"; a plain date needs no zone."""
    on = local(at, zone) if isinstance(at, datetime) else at
    language = _language()
    weekday = _days(language, "wide")[on.weekday()]
    return f"{weekday}, {on.day} {_months(language, 'wide')[on.month]} {on.year}"


def short_day(at: date | datetime, zone: str = "") -> str:
    """ "30 Nov"."""
    on = local(at, zone) if isinstance(at, datetime) else at
    return f"{on.day} {_months(_language(), 'abbreviated')[on.month]}"


def weekday(on: date) -> str:
    """ "Sen"."""
    return _days(_language(), "abbreviated")[on.weekday()]


def clock(at: datetime, zone: str = "") -> str:
    """ "16.00 WIB"."""
    return f"{_time(local(at, zone))} {zone_word(at, zone)}"


def when(at: datetime, zone: str = "") -> str:
    """ "Senin, 30 November 2026, 16.00 WIB"."""
    return f"{day(at, zone)}, {clock(at, zone)}"


def short_when(at: datetime, now: datetime, zone: str = "") -> str:
    """ "16.00 WIB" today, "23 Nov, 16.00 WIB" this year, "23 Nov 2025, 16.00 WIB" before."""
    then, today = local(at, zone), local(now, zone)
    if then.date() == today.date():
        return clock(at, zone)
    year = "" if then.year == today.year else f" {then.year}"
    return f"{short_day(at, zone)}{year}, {clock(at, zone)}"


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
    year = "" if then.year == today.year else f" {then.year}"
    return Due(f"{short_day(at, zone)}{year}", "")
