"""The history of an entry, for everybody: only while the entry itself is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.disclosure.agenda.choices import ChangeKind, Status
from hubung.disclosure.agenda.history import words_of
from hubung.disclosure.agenda.models import Change
from hubung.disclosure.agenda.queries import visible
from hubung.disclosure.grounds.models import Ground
from hubung.disclosure.grounds.queries import ground_on
from hubung.kernel import clock
from hubung.ui import dates

LABELS = {
    "subject": gettext_lazy("Subject"),
    "place": gettext_lazy("Place"),
    "attendees": gettext_lazy("From the ministry"),
    "guests": gettext_lazy("From outside"),
    "result": gettext_lazy("Result"),
    "gifts": gettext_lazy("Gifts"),
    "travel": gettext_lazy("Travel"),
    "status": gettext_lazy("Status"),
    "starts_at": gettext_lazy("Starts"),
    "ends_at": gettext_lazy("Ends"),
}


@dataclass(frozen=True)
class Line:
    """One line: what happened when; `changes` are (field, before, after) in words; of a closing its
    ground and the last day."""

    at: datetime
    title: str
    changes: tuple[tuple[str, str, str], ...]
    ground: Ground | None
    until: date | None


def public_history(uid: UUID, *, at: datetime | None = None) -> list[Line]:
    """The history of an open entry, the youngest line first; empty when it is not open."""
    entry = visible(at or clock.now()).filter(uid=uid).first()
    if entry is None:
        return []
    return [_line(change, entry.timezone) for change in entry.history.order_by("-seq")]


def _line(change: Change, zone: str) -> Line:
    said = words_of(change)
    changes = tuple(
        (str(label), _in_words(field, before, zone), _in_words(field, after, zone))
        for field, label in LABELS.items()
        if field in said and change.kind == ChangeKind.CHANGED
        for before, after in [said[field]]
    )
    until = change.data.get("until")
    code = change.data.get("ground")
    return Line(
        at=change.at,
        title=change.get_kind_display(),
        changes=changes,
        ground=_ground(code, change.at) if code else None,
        until=date.fromisoformat(until) if until else None,
    )


def _ground(code: str, at: datetime) -> Ground | None:
    try:
        return ground_on(code, dates.local(at).date())
    except Ground.DoesNotExist:
        return None


def _in_words(field: str, value: str, zone: str) -> str:
    if not value:
        return _("nothing")
    if field == "status":
        return str(Status(value).label)
    if field in ("starts_at", "ends_at"):
        return dates.when(datetime.fromisoformat(value), zone)
    return value
