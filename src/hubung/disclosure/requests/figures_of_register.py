"""What the yearly report says of the register of information: what it holds, what was published in
time, what was exempted. No person is in it, and no word of an item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from hubung.directory.models import today
from hubung.disclosure.register.choices import Category, Decision, Period
from hubung.disclosure.register.models import Exemption, Item
from hubung.disclosure.register.periods import owed
from hubung.disclosure.requests.lines import Line
from hubung.kernel import clock
from hubung.ui import dates


def lines(year: int) -> Iterator[Line]:
    """Items as they stand now; publications that were due, and exemptions decided, in the year."""
    yield from _of_items()
    yield from _of_publications(year)
    yield from _of_exemptions(year)


def _of_items() -> Iterator[Line]:
    part = _("Register of information")
    counted = Counter(Item.objects.filter(ends_on__isnull=True).values_list("category", flat=True))
    yield Line(part, _("Items"), counted.total())
    for category in Category:
        yield Line(part, str(category.label), counted[category])


def _of_publications(year: int) -> Iterator[Line]:
    part = _("Periodic information that was due")
    found: Counter[str] = Counter()
    for item in Item.objects.filter(category=Category.PERIODIC).prefetch_related("editions"):
        first: dict[date | None, date] = {}
        for edition in item.editions.all():
            if edition.withdrawn_at is None:
                on = dates.local(edition.published_at).date()
                first[edition.period_start] = min(on, first.get(edition.period_start, on))
        for one in owed(Period(item.period), item.begins_on, today(), item.due_days):
            if one.due_on.year == year:
                on_time = first.get(one.start)
                found["missing" if on_time is None else _how(on_time, one.due_on)] += 1
    yield Line(part, _("Publications due"), found.total())
    yield Line(part, _("Published in time"), found["in time"])
    yield Line(part, _("Published late"), found["late"])
    yield Line(part, _("Not published yet"), found["missing"])


def _how(on: date, due_on: date) -> str:
    return "in time" if on <= due_on else "late"


def _of_exemptions(year: int) -> Iterator[Line]:
    part = _("Exemptions")
    decided = list(Exemption.objects.filter(decided_at__isnull=False).select_related("ground"))
    mine = [one for one in decided if one.decided_at and dates.local(one.decided_at).year == year]
    refused = sum(one.decision == Decision.REFUSED for one in mine)
    yield Line(part, _("Proposals decided"), len(mine))
    yield Line(part, _("Exempted"), len(mine) - refused)
    yield Line(part, _("Proposals refused"), refused)
    grounds = Counter(
        f"{one.ground.name} ({one.ground.reference})"
        for one in mine
        if one.decision != Decision.REFUSED
    )
    for name, count in sorted(grounds.items()):
        yield Line(part, _("Exempted on the ground: %(ground)s") % {"ground": name}, count)
    for how, name in (
        (Decision.OVERTURNED, _("Opened on an objection")),
        (Decision.LIFTED, _("Opened before its end")),
    ):
        ended = [one for one in decided if one.decision == how and one.ended_at]
        count = sum(dates.local(one.ended_at).year == year for one in ended if one.ended_at)
        yield Line(part, name, count)
    now = Exemption.objects.filter(closes_until__gt=clock.now(), decision=Decision.APPROVED)
    yield Line(part, _("In force now"), now.count())
