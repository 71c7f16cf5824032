"""Calendar months at the head office, each named by its first day."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings


def zone() -> ZoneInfo:
    return ZoneInfo(settings.HUBUNG.ministry.timezone)


def month_of(at: datetime) -> date:
    return at.astimezone(zone()).date().replace(day=1)


def following(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def begin(month: date) -> datetime:
    """Its first moment."""
    return datetime(month.year, month.month, 1, tzinfo=zone())


def end(month: date) -> datetime:
    """The first moment after it."""
    return begin(following(month))


def between(first: date, last: date) -> list[date]:
    """All months from the first to the last, both counted."""
    months = []
    while first <= last:
        months.append(first)
        first = following(first)
    return months
