"""An agenda as a calendar file (RFC 5545), of days that are public already.

A closed entry is a whole day without words, under a UID of its own: what stood under the UID of the
entry itself is gone from the calendars of subscribers when they read the next time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event

from hubung.disclosure.agenda.public import ClosedEntry, Official, OpenEntry, PublicDay, State
from hubung.disclosure.agenda.telling import LABELS
from hubung.kernel.calendars import Language
from hubung.ui import dates

#: Calendars ask again after so long.
REFRESH = timedelta(hours=1)
_STATUS = {State.PLANNED: "CONFIRMED", State.CANCELLED: "CANCELLED"}


def calendar(official: Official, days: Iterable[PublicDay], *, language: Language) -> bytes:
    """The calendar of one official."""
    with override(language):
        made = Calendar()
        made.add("prodid", "-//Hubung//Agenda//ID")
        made.add("version", "2.0")
        made.add("calscale", "GREGORIAN")
        made.add("method", "PUBLISH")
        made.add("x-wr-calname", _("Agenda: %(post)s") % {"post": official.title})
        made.add("x-wr-timezone", official.timezone)
        made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        opened: dict[str, Event] = {}
        for day in days:
            for entry in day.open:
                opened.setdefault(f"{entry.uid}", _open(entry))
            for shut in day.closed:
                opened.setdefault(f"tertutup-{shut.number}", _closed(shut))
        for event in opened.values():
            made.add_component(event)
        made.add_missing_timezones()
        written: bytes = made.to_ical()
        return written


def _open(entry: OpenEntry) -> Event:
    event = _event(f"{entry.uid}")
    zone = ZoneInfo(entry.timezone)
    if entry.all_day:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.last_day + timedelta(days=1))
    else:
        event.add("dtstart", entry.starts_at.astimezone(zone))
        event.add("dtend", entry.ends_at.astimezone(zone))
    event.add("summary", entry.subject)
    if entry.place:
        event.add("location", entry.place)
    said = [f"{entry.official.title}: {entry.holder}" if entry.holder else entry.official.title]
    said += [
        f"{LABELS[field]}: {getattr(entry, field)}"
        for field in ("attendees", "guests", "result", "gifts", "travel")
        if getattr(entry, field)
    ]
    event.add("description", "\n".join(said))
    event.add("status", _STATUS.get(entry.state, "CONFIRMED"))
    event.add("url", f"{settings.HUBUNG.public_url}/agenda/{entry.official.slug}/{entry.uid}/")
    event.add("sequence", entry.version - 1)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("created", entry.entered_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    return event


def _closed(entry: ClosedEntry) -> Event:
    event = _event(f"tertutup-{entry.number}")
    event.add("dtstart", entry.day)
    event.add("dtend", entry.last_day + timedelta(days=1))
    event.add("summary", _("Closed: %(ground)s") % {"ground": entry.ground.reference})
    event.add("description", told_of(entry))
    event.add("transp", "TRANSPARENT")
    event.add("dtstamp", datetime.combine(entry.day, time(), UTC))
    return event


def told_of(entry: ClosedEntry) -> str:
    """What is told of a closed entry, in one sentence or two."""
    if entry.pending:
        return _("Proposed to be closed, decision pending. Open again at the latest: %(when)s.") % {
            "when": dates.when(entry.decide_by, entry.official.timezone)
        }
    return _("Closed up to and with %(day)s. Decided by the information officer of %(unit)s.") % {
        "day": dates.day(entry.until),
        "unit": entry.decided_for,
    }


def _event(name: str) -> Event:
    event = Event()
    host = settings.HUBUNG.public_url.partition("://")[2].partition(":")[0]
    event.add("uid", f"{name}@{host}")
    event.add("class", "PUBLIC")
    return event


def window(today: date) -> tuple[date, date]:
    """What a calendar holds: three months back, half a year ahead."""
    return today - timedelta(days=92), today + timedelta(days=183)
