"""A month's figures are published once it is over, and stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from hubung.cases.models import Entry
from hubung.insight import counting, months
from hubung.insight.models import Closing, Figure
from hubung.insight.rows import GROUPS, figures_of
from hubung.kernel import bulk, clock


def close_months() -> int:
    """Publish every month that is over and not yet out; returns how many.

    A few days later than its end (`figures.days_after`), so that what was still on paper is in.
    """
    first, last = counting.first_month(), _last_due()
    newest = Closing.objects.aggregate(newest=Max("month"))["newest"]
    begin = months.following(newest) if newest else first
    if begin is None or begin > last:
        return 0
    due = months.between(begin, last)
    with transaction.atomic():
        last_entry = Entry.objects.aggregate(last=Max("pk"))["last"] or 0
        Closing.objects.bulk_create(
            Closing(month=month, last_entry=last_entry, closed_at=clock.now()) for month in due
        )
        counted = counting.count(due, counting.Book.kept())
        bulk.insert([figure for month in due for figure in figures_of(month, counted[month])])
    return len(due)


@dataclass(frozen=True)
class Rebuilt:
    """What a recount found: months counted, rows that there are now, rows that were different."""

    months: int
    rows: int
    different: int


def rebuild() -> Rebuilt:
    """Count every published month anew, from the timelines, and put right what differs."""
    close_months()
    closed = list(Closing.objects.order_by("month").values_list("month", flat=True))
    if not closed:
        return Rebuilt(0, 0, 0)
    with transaction.atomic():
        counted = counting.count(closed, counting.Book.kept())
        fresh = [figure for month in closed for figure in figures_of(month, counted[month])]
        before = {_key(figure): _said(figure) for figure in Figure.objects.all()}
        after = {_key(figure): _said(figure) for figure in fresh}
        keys = before.keys() | after.keys()
        different = sum(before.get(key) != after.get(key) for key in keys)
        if different:
            Figure.objects.all().delete()
            bulk.insert(fresh)
    return Rebuilt(len(closed), len(fresh), different)


def _last_due() -> date:
    """The youngest month that is to be out by now."""
    due = clock.now() - timedelta(days=settings.HUBUNG.figures.days_after)
    this = months.month_of(due)
    return (this - timedelta(days=1)).replace(day=1)


def _key(figure: Figure) -> tuple[Any, ...]:
    return figure.month, figure.scope, figure.sector, figure.unit_id


def _said(figure: Figure) -> dict[str, Any]:
    """Everything that a row says, to be compared."""
    names = [name for group, more in GROUPS.items() for name in (group, *more)]
    return {"hidden": sorted(figure.hidden), **{name: getattr(figure, name) for name in names}}
