"""Composable questions to the registry. Every list starts at `visible`."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from hubung.cases.choices import OPEN, Channel, Kind, Status
from hubung.cases.conditions import said
from hubung.cases.models import Case, Entry, Recognition, Reporter
from hubung.cases.policies import visible_to
from hubung.directory.models import Person


def _as_indexed(field: str, condition: str) -> Q:
    """A condition word for word as a partial index says it.

    SQLite compares a query with an index's condition before values are bound, so with parameters
    it would read the whole registry instead of its open part.
    """
    return said(field, f"%(expressions)s {condition}")


def visible(person: Person) -> QuerySet[Case]:
    """Every case that this person may see."""
    return Case.objects.filter(visible_to(person))


def is_open() -> Q:
    return _as_indexed("status", f"IN ({', '.join(repr(one.value) for one in OPEN)})")


def unassigned() -> Q:
    return is_open() & Q(owner__isnull=True)


def owned_by(person: Person) -> Q:
    return is_open() & Q(owner=person)


def due_before(moment: datetime) -> Q:
    return is_open() & Q(next_due_at__lt=moment)


def waiting_for_reporter() -> Q:
    return _as_indexed("status", f"= '{Status.INCOMPLETE.value}'")


def objections() -> Q:
    return _as_indexed("status", f"= '{Status.REOPENED.value}'") & _as_indexed("objections", "> 0")


def by_external_id(channel: Channel | str, external_id: str) -> Case | None:
    return Case.objects.filter(channel=channel, external_id=external_id).first()


def entries_of(case: Case, *, seen_by: Person) -> QuerySet[Entry]:
    """As `timeline_of`, for whoever reads it in parts."""
    told, _others = timeline_of(case, seen_by=seen_by)
    return Entry.objects.filter(pk__in=[entry.pk for entry in told]).order_by("seq")


def timeline_of(case: Case, *, seen_by: Person) -> tuple[list[Entry], dict[int, Case]]:
    """Its entries in order, and by id the other cases they name.

    An entry about a case that the reader may not see is left out: even “linked with another one”
    would tell that it exists.
    """
    entries = list(Entry.objects.filter(case=case).order_by("seq"))
    named = {entry.seq: pk for entry in entries if (pk := _other_case(entry)) is not None}
    others = visible(seen_by).in_bulk(sorted(set(named.values())))
    told = [entry for entry in entries if entry.seq not in named or named[entry.seq] in others]
    return told, others


def _other_case(entry: Entry) -> int | None:
    pk = entry.data.get("case", entry.data.get("into"))
    return pk if isinstance(pk, int) else None


#: A smaller number of reports of misconduct could give somebody away.
FEWEST = 5


def publishable(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The cases that figures for others may count: with misconduct only where it hides in numbers.

    There must be `FEWEST` of them answered and as many not, or none, since either number shows as
    the difference to what can be counted elsewhere.
    """
    misconduct = cases.filter(kind=Kind.MISCONDUCT)
    total = misconduct.aggregate(every=Count("pk"), answered=Count("answered_at"))
    parts = (total["answered"], total["every"] - total["answered"])
    if all(part == 0 or part >= FEWEST for part in parts):
        return cases
    return cases.exclude(kind=Kind.MISCONDUCT)


def history_of(reporter: Reporter, *, seen_by: Person) -> QuerySet[Case]:
    """The cases of whoever is reached like this reporter, youngest first, as far as visible.

    By their address; by their number those who agreed to be recognised by it.
    """
    alike = Q(pk=reporter.pk)
    if reporter.email:
        alike = Q(email=reporter.email)
    elif reporter.phone:
        alike |= Q(pk__in=recognised(reporter.phone).values("pk"))
    # Their keys first: joined, the planner may walk all cases from the youngest to find a few.
    people = list(Reporter.objects.filter(alike).values_list("pk", flat=True))
    return visible(seen_by).filter(reporter__in=people).order_by("-pk")


def recognised(phone: str) -> QuerySet[Reporter]:
    """Who may be recognised by this number (E.164), because they agreed to it."""
    if not phone:
        return Reporter.objects.none()
    agreed = Recognition.objects.filter(withdrawn_at=None).values("reporter")
    return Reporter.objects.filter(phone=phone, pk__in=agreed)


def is_recognised(reporter: Reporter) -> bool:
    """Whether they agreed to be recognised by their number, and still do."""
    return Recognition.objects.filter(reporter=reporter, withdrawn_at=None).exists()
