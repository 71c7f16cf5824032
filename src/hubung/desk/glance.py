"""What a case may have and most cases lack, asked for in one statement.

Each is a question of its own to whoever wants it whole; a page that shows all of them would ask
most for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from django.db import connection, models

from hubung.cases.models import Case, Draft, Link, Mention, Merge, Presence
from hubung.channels.phone.models import CallCase, Unwritten
from hubung.directory.models import Person


@dataclass(frozen=True)
class Glance:
    """Whether there is any, seen by this person or not: nothing of this may be shown."""

    ties: bool
    calls: bool
    unwritten: bool
    others_here: bool
    drafts: bool
    unread_mention: bool


def glance_at(person: Person, case: Case) -> Glance:
    with connection.cursor() as cursor:
        cursor.execute(_statement(), {"case": case.pk, "person": person.pk})
        return Glance(*map(bool, cursor.fetchone()))


@cache
def _statement() -> str:
    mine = "case_id = %(case)s AND person_id = %(person)s"
    ties = _any(Link, "case_id = %(case)s OR other_id = %(case)s")
    merges = _any(Merge, "case_id = %(case)s OR into_id = %(case)s")
    asked = {
        "ties": f"{ties} OR {merges}",
        "calls": _any(CallCase, "case_id = %(case)s"),
        "unwritten": _any(Unwritten, "case_id = %(case)s"),
        "others_here": _any(Presence, "case_id = %(case)s AND person_id <> %(person)s"),
        "drafts": _any(Draft, mine),
        "unread_mention": _any(Mention, f"{mine} AND read_at IS NULL"),
    }
    return f"SELECT {', '.join(asked[field.name] for field in fields(Glance))}"


def _any(model: type[models.Model], condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM {model._meta.db_table} WHERE {condition})"  # noqa: S608 - of ours
