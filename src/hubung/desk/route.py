"""The route of a case through the tiers, as the tier line draws it, read from its timeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext, ngettext

from hubung.cases.choices import OPEN, EntryKind
from hubung.cases.models import Case, Entry
from hubung.ui import dates
from hubung.ui.stations import Station

_TIERS = (1, 2, 3)


def length_in_words(length: timedelta) -> str:
    """ "18 min", "5 hrs", "3 days": the largest unit that fits."""
    minutes = max(int(length.total_seconds() // 60), 1)
    if minutes < 60:
        return gettext("%(n)d min") % {"n": minutes}
    if minutes < 24 * 60:
        hours = minutes // 60
        return ngettext("%(n)d hr", "%(n)d hrs", hours) % {"n": hours}
    days = minutes // (24 * 60)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def stations_of(
    case: Case, entries: Sequence[Entry], now: datetime, due_at: datetime | None
) -> list[Station]:
    """Received, the three tiers, answered. `due_at`: when the final answer is due."""
    zone = case.unit.timezone
    spent = _time_spent(case, entries, now)
    is_open = case.status in OPEN
    received = Station(
        gettext("Received"), "passed", holder=dates.short_when(case.created_at, now, zone)
    )
    answered = Station(
        gettext("Answered") if case.answered_at or is_open else case.get_status_display(),
        "next" if is_open else "here",
        holder=_end(case, now, due_at, zone),
    )
    return [received, *(_tier(case, n, spent, is_open) for n in _TIERS), answered]


def _tier(case: Case, number: int, spent: dict[int, timedelta], is_open: bool) -> Station:
    name = gettext("Tier %(n)s") % {"n": number}
    if is_open and number == case.tier:
        holder = case.owner.name if case.owner else case.unit.label
        return Station(name, "here", holder=holder, leg=length_in_words(spent[number]))
    if number in spent:
        return Station(name, "passed", holder=length_in_words(spent[number]))
    return Station(name, "next" if is_open and number > case.tier else "skip")


def _end(case: Case, now: datetime, due_at: datetime | None, zone: str) -> str:
    ended = case.answered_at or case.closed_at
    if case.status in OPEN:
        return dates.short_day(due_at, zone) if due_at else ""
    return dates.short_when(ended, now, zone) if ended else ""


def _time_spent(case: Case, entries: Sequence[Entry], now: datetime) -> dict[int, timedelta]:
    """How long the case was with each tier that it came to."""
    hops = [entry for entry in entries if entry.kind in (EntryKind.MOVED, EntryKind.OBJECTED)]
    tier = hops[0].data.get("from_tier", case.tier) if hops else case.tier
    since = case.created_at
    spent: dict[int, timedelta] = {}
    for hop in hops:
        spent[tier] = spent.get(tier, timedelta()) + (hop.at - since)
        tier, since = hop.data.get("to_tier", 3), hop.at
    end = now if case.status in OPEN else case.answered_at or case.closed_at or now
    spent[tier] = spent.get(tier, timedelta()) + max(end - since, timedelta())
    return spent
