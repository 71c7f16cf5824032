"""Questions to the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, Max, Q, QuerySet

from hubung.audit.choices import READINGS
from hubung.audit.models import Entry


@dataclass(frozen=True)
class Cursor:
    """A place in the log, youngest first: everything that follows is older than this entry."""

    at: datetime
    pk: int

    @classmethod
    def after(cls, entry: Entry) -> Cursor:
        return cls(entry.at, entry.pk)

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """From an address; None when it is none."""
        at, _, pk = text.partition("_")
        try:
            return cls(datetime.fromisoformat(at).replace(tzinfo=UTC), int(pk))
        except ValueError:
            return None

    def __str__(self) -> str:
        """For an address: instant in UTC to the microsecond, and id."""
        at = self.at.astimezone(UTC).replace(tzinfo=None)
        return f"{at.isoformat(timespec='microseconds')}_{self.pk}"


def older_than(cursor: Cursor) -> Q:
    """Entries after the cursor in the order of the page; a range that an index can read."""
    return Q(at__lte=cursor.at) & ~Q(at=cursor.at, id__gte=cursor.pk)


@dataclass(frozen=True)
class Reader:
    """Somebody who read a thing: how often, and when last."""

    person_id: int
    name: str
    times: int
    last_at: datetime


def readers_of(subject: str) -> list[Reader]:
    """Who has read this, whoever read last first; one query."""
    rows = (
        Entry.objects.filter(
            subject=subject,
            actor__isnull=False,
            action__in=READINGS,
        )
        .values("actor_id", "actor__name")
        .annotate(times=Count("id"), last_at=Max("at"))
        .order_by("-last_at")
    )
    return [
        Reader(row["actor_id"], row["actor__name"], row["times"], row["last_at"]) for row in rows
    ]


def entries() -> QuerySet[Entry]:
    """The log, youngest first, with what a list shows of it."""
    return Entry.objects.select_related("actor").order_by("-at", "-id")
