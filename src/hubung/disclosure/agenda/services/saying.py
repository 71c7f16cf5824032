"""What somebody says of an activity, before it is an entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from hubung.disclosure.agenda.choices import Status
from hubung.disclosure.agenda.errors import AgendaError
from hubung.disclosure.agenda.history import Words
from hubung.disclosure.agenda.limits import midnight_after
from hubung.disclosure.agenda.models import LONGEST_DAYS, Entry

#: Whoever gives no end means so much.
USUAL_LENGTH = timedelta(hours=1)
#: The fields that are words, in the order of the pages.
WORDS = ("subject", "place", "attendees", "guests", "result", "gifts", "travel")


@dataclass(frozen=True, kw_only=True)
class Said:
    """An activity in the words of the office; times are on the clock of `timezone`.

    Without `start` it lasts the whole day, or all days up to `last_day`.
    """

    subject: str
    day: date
    timezone: str
    start: time | None = None
    end: time | None = None
    last_day: date | None = None
    place: str = ""
    attendees: str = ""
    guests: str = ""
    result: str = ""
    gifts: str = ""
    travel: str = ""
    status: Status = Status.PLANNED

    def span(self) -> tuple[datetime, datetime]:
        """When it starts and ends, aware. Raises AgendaError when that cannot be."""
        zone, last = ZoneInfo(self.timezone), self.last_day or self.day
        if last < self.day:
            raise AgendaError(_("The last day is before the first one."), "last_day")
        if (last - self.day).days >= LONGEST_DAYS:
            raise AgendaError(
                _("An entry lasts %(n)s days at most. Make one for each month.")
                % {"n": LONGEST_DAYS},
                "last_day",
            )
        if self.start is None:
            if self.end is not None:
                raise AgendaError(_("Say when it starts too, or leave both times empty."), "start")
            return datetime.combine(self.day, time(), zone), midnight_after(last, self.timezone)
        begins = datetime.combine(self.day, self.start, zone)
        if self.end is None:
            return begins, max(begins, datetime.combine(last, self.start, zone)) + USUAL_LENGTH
        ends = datetime.combine(last, self.end, zone)
        if ends <= begins:
            raise AgendaError(
                _("It ends before it starts. If it goes past midnight, give the last day."), "end"
            )
        return begins, ends


def put(entry: Entry, said: Said) -> Words:
    """Write what was said into the row, which the caller saves; what differs from before.

    Raises AgendaError.
    """
    if not said.subject.strip():
        raise AgendaError(_("Say what it is about."), "subject")
    before = told(entry)
    entry.starts_at, entry.ends_at = said.span()
    zone = ZoneInfo(said.timezone)
    entry.all_day, entry.timezone = said.start is None, said.timezone
    entry.day = said.day
    # What ends at midnight belongs to the day before it.
    entry.last_day = (entry.ends_at - timedelta(microseconds=1)).astimezone(zone).date()
    for field in WORDS:
        setattr(entry, field, getattr(said, field).strip())
    entry.status = said.status
    after = told(entry)
    return {
        field: (before.get(field, ""), value)
        for field, value in after.items()
        if before.get(field, "") != value
    }


def told(entry: Entry) -> dict[str, str]:
    """All that an entry says, as text: words, status, and when (ISO, in its zone)."""
    if entry._state.adding and not entry.subject:
        return {}
    zone = ZoneInfo(entry.timezone)
    return {
        **{field: getattr(entry, field) for field in WORDS},
        "status": str(entry.status),
        "starts_at": entry.starts_at.astimezone(zone).isoformat(),
        "ends_at": entry.ends_at.astimezone(zone).isoformat(),
        "timezone": entry.timezone,
        "all_day": "1" if entry.all_day else "",
    }
