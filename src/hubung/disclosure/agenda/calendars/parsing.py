"""A calendar file (RFC 5545) as occurrences within a span of days; knows nothing of agendas.

Events that repeat are drawn out, with their exceptions. Only rules by days, weeks, months and years
are followed: a rule by the minute is no agenda, and could keep us busy for ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from icalendar import Event

#: More events than this in one file, or more occurrences of one event, are left out.
MOST_EVENTS, MOST_TIMES = 5_000, 400
_FOLLOWED = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_BY_THE_MINUTE = {"BYHOUR", "BYMINUTE", "BYSECOND"}
_USUAL = timedelta(hours=1)


class UnreadableCalendarError(Exception):
    """The file is no calendar that can be read; `str()` says so."""


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """One time that something takes place. `occurrence` tells those of one `uid` apart (ISO, UTC);
    it is empty for what does not repeat. Times are aware; of whole days `ends_at` is midnight."""

    uid: str
    occurrence: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    subject: str
    place: str
    guests: str
    cancelled: bool
    private: bool


def occurrences(content: bytes, *, first: date, last: date, timezone: str) -> list[Occurrence]:
    """What takes place from `first` to `last`, by time; `timezone` is that of times without one.

    Raises UnreadableCalendarError.
    """
    zone = ZoneInfo(timezone)
    span = (
        datetime.combine(first, time(), zone),
        datetime.combine(last + timedelta(days=1), time(), zone),
    )
    try:
        events = _events(content)
        moved = {(e.uid, e.at) for e in (_Moved.of(event, zone) for event in events) if e.at}
        found = [
            each
            for event in events
            for each in _drawn_out(event, moved, zone, span)
            if each.ends_at > span[0] and each.starts_at < span[1]
        ]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
        raise UnreadableCalendarError(
            _("This is not a calendar file that can be read. Export it again as .ics.")
        ) from error
    return sorted(found, key=lambda each: (each.starts_at, each.uid))


@dataclass(frozen=True)
class _Moved:
    """An event that stands for one time of another, which was there at `at`; else None."""

    uid: str
    at: datetime | None

    @classmethod
    def of(cls, event: Event, zone: ZoneInfo) -> _Moved:
        stands_for = event.get("recurrence-id")
        at = _moment(stands_for.dt, zone) if stands_for is not None else None
        return cls(str(event.get("uid", "")), at)


def _events(content: bytes) -> list[Event]:
    from icalendar import Calendar, Event  # large, and few processes read calendars

    calendars = Calendar.from_ical(content, multiple=True)
    if not calendars:
        raise ValueError("no calendar")
    found = (event for calendar in calendars for event in calendar.walk("VEVENT"))
    return [
        event
        for event in islice(found, MOST_EVENTS)
        if isinstance(event, Event) and event.get("dtstart") is not None
    ]


def _drawn_out(
    event: Event, moved: set[tuple[str, datetime]], zone: ZoneInfo, span: tuple[datetime, datetime]
) -> Iterator[Occurrence]:
    starts = event.get("dtstart").dt
    length = _length(event, starts, zone)
    own = _Moved.of(event, zone)
    rule = event.get("rrule")
    if rule is None or own.at is not None or not _is_followed(rule):
        at = own.at.astimezone(UTC).isoformat() if own.at else ""
        yield _occurrence(event, _moment(starts, zone), length, at)
        return
    local = starts.tzinfo if isinstance(starts, datetime) and starts.tzinfo else zone
    naive = _naive(starts)
    # Counted on the wall clock, so that a weekly meeting stays at its hour.
    times = rrulestr(_rule(rule, local), dtstart=naive).between(
        span[0].astimezone(local).replace(tzinfo=None) - length,
        span[1].astimezone(local).replace(tzinfo=None),
        inc=True,
    )
    without = {_moment(day.dt, zone) for each in _listed(event, "exdate") for day in each.dts}
    for each in islice(times, MOST_TIMES):
        moment = each.replace(tzinfo=local)
        if moment not in without and (own.uid, moment) not in moved:
            yield _occurrence(event, moment, length, moment.astimezone(UTC).isoformat())


def _occurrence(event: Event, starts: datetime, length: timedelta, at: str) -> Occurrence:
    return Occurrence(
        uid=str(event.get("uid", ""))[:255] or f"{starts.isoformat()} {event.get('summary', '')}",
        occurrence=at[:25],
        starts_at=starts,
        ends_at=starts + max(length, timedelta(minutes=1)),
        all_day=not isinstance(event.get("dtstart").dt, datetime),
        subject=str(event.get("summary", "")).strip()[:200],
        place=str(event.get("location", "")).strip()[:200],
        guests=_names(event)[:1000],
        cancelled=str(event.get("status", "")).upper() == "CANCELLED",
        private=str(event.get("class", "PUBLIC")).upper() in ("PRIVATE", "CONFIDENTIAL"),
    )


def _names(event: Event) -> str:
    """Those who attend, by the names that the calendar gives; addresses of mail are not for us."""
    names = (str(each.params.get("CN", "")).strip() for each in _listed(event, "attendee"))
    return ", ".join(name for name in names if name and "@" not in name)


def _length(event: Event, starts: date | datetime, zone: ZoneInfo) -> timedelta:
    if (ends := event.get("dtend")) is not None:
        return _moment(ends.dt, zone) - _moment(starts, zone)
    if (duration := event.get("duration")) is not None:
        length: timedelta = duration.dt
        return length
    return _USUAL if isinstance(starts, datetime) else timedelta(days=1)


def _is_followed(rule: Any) -> bool:
    return set(rule.get("FREQ", [])) <= _FOLLOWED and not _BY_THE_MINUTE & set(rule)


def _rule(rule: Any, local: Any) -> str:
    """The rule with its end on the wall clock, as the counting needs it."""
    plain = rule.copy()
    if "UNTIL" in plain:
        plain["UNTIL"] = [
            each.astimezone(local).replace(tzinfo=None)
            if isinstance(each, datetime) and each.tzinfo
            else each
            for each in plain["UNTIL"]
        ]
    written: bytes = plain.to_ical()
    return written.decode()


def _moment(at: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(at, datetime):
        return datetime.combine(at, time(), zone)
    return at if at.tzinfo else at.replace(tzinfo=zone)


def _naive(at: date | datetime) -> datetime:
    return at.replace(tzinfo=None) if isinstance(at, datetime) else datetime.combine(at, time())


def _listed(event: Event, name: str) -> list[Any]:
    """A property that may stand several times."""
    found = event.get(name)
    if found is None:
        return []
    return found if isinstance(found, list) else [found]
