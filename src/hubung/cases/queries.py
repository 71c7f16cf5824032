"""Composable questions to the registry. Every list starts at `visible`."""

from __future__ import annotations

from datetime import datetime

from django.db.models import BooleanField, F, Func, Q, QuerySet

from hubung.cases.choices import OPEN, Channel, Status
from hubung.cases.models import Case, Reporter
from hubung.cases.policies import visible_to
from hubung.directory.models import Person


class _IsOpen(Func):
    """The status is one of `OPEN`, word for word as the partial indexes say it.

    SQLite compares the query with an index's condition before values are bound, so with
    parameters it would read the whole registry instead of its open part.
    """

    template = "%(expressions)s IN ({})".format(", ".join(f"'{one.value}'" for one in OPEN))
    output_field = BooleanField()


def visible(person: Person) -> QuerySet[Case]:
    """Every case that this person may see."""
    return Case.objects.filter(visible_to(person))


def is_open() -> Q:
    return Q(_IsOpen(F("status")))


def unassigned() -> Q:
    return is_open() & Q(owner__isnull=True)


def owned_by(person: Person) -> Q:
    return is_open() & Q(owner=person)


def due_before(moment: datetime) -> Q:
    return is_open() & Q(next_due_at__lt=moment)


def waiting_for_reporter() -> Q:
    return Q(status=Status.INCOMPLETE)


def objections() -> Q:
    return Q(status=Status.REOPENED, objections__gt=0)


def by_external_id(channel: Channel | str, external_id: str) -> Case | None:
    return Case.objects.filter(channel=channel, external_id=external_id).first()


def history_of(reporter: Reporter, *, seen_by: Person) -> QuerySet[Case]:
    """The other cases of a reporter, youngest first, as far as this person may see them."""
    return visible(seen_by).filter(reporter=reporter).order_by("-pk")
