"""The yearly report of the information officer, made from the registry.

Each figure counts the requests that were received in that year (at the head office); what became
of them is as of the moment of making. No person is in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hubung.cases import limits
from hubung.cases.choices import Channel, Kind, Outcome
from hubung.disclosure.requests import figures_of_register
from hubung.disclosure.requests.choices import Decision
from hubung.disclosure.requests.lines import Line
from hubung.disclosure.requests.models import Dispute, Objection, Offered, Reply, Request
from hubung.kernel.calendars import WorkCalendar


def years() -> list[int]:
    """Years with requests, the youngest first."""
    zone = ZoneInfo(settings.HUBUNG.ministry.timezone)
    found = Request.objects.datetimes("case__created_at", "year", order="DESC", tzinfo=zone)
    return [moment.year for moment in found]


def report(year: int) -> list[Line]:
    """Received, decided, time taken, objections, disputes, the register; in the active language."""
    requests = list(_received(year).select_related("case__unit"))
    replies = list(
        Reply.objects.filter(request__in=requests, objection__isnull=True).select_related(
            "ground", "request__case__unit"
        )
    )
    return [
        *_of_requests(requests, replies),
        *_of_decisions(replies),
        *_of_time(replies),
        *_of_objections(year),
        *figures_of_register.lines(year),
    ]


def _received(year: int) -> QuerySet[Request]:
    zone = ZoneInfo(settings.HUBUNG.ministry.timezone)
    return Request.objects.filter(
        case__kind=Kind.PUBLIC_INFORMATION,
        case__created_at__gte=datetime(year, 1, 1, tzinfo=zone),
        case__created_at__lt=datetime(year + 1, 1, 1, tzinfo=zone),
    )


def _of_requests(requests: list[Request], replies: list[Reply]) -> Iterator[Line]:
    part = _("Requests")
    yield Line(part, _("Received"), len(requests))
    doors = Counter(one.case.channel for one in requests)
    for door, count in doors.most_common():
        yield Line(part, _("Received: %(door)s") % {"door": Channel(door).label}, count)
    withdrawn = sum(one.case.outcome == Outcome.WITHDRAWN for one in requests)
    yield Line(part, _("Withdrawn"), withdrawn)
    yield Line(part, _("Waiting for the reply"), len(requests) - len(replies) - withdrawn)
    yield Line(part, _("Extended once"), sum(one.extended_at is not None for one in requests))


def _of_decisions(replies: list[Reply]) -> Iterator[Line]:
    part = _("Decisions")
    decided = Counter(one.decision for one in replies)
    for decision in Decision:
        yield Line(part, str(decision.label), decided[decision])
    offered = Offered.objects.filter(reply__in=replies, withdrawn_at__isnull=True).count()
    yield Line(part, _("Replies that everybody may read"), offered)
    grounds = Counter(
        (one.ground.code, f"{one.ground.name} ({one.ground.reference})")
        for one in replies
        if one.ground is not None
    )
    for (_code, name), count in sorted(grounds.items()):
        yield Line(part, _("Closed on the ground: %(ground)s") % {"ground": name}, count)


def _of_time(replies: list[Reply]) -> Iterator[Line]:
    part = _("Time taken")
    days = [_working_days(one) for one in replies]
    yield Line(part, _("Replied in time"), sum(one.in_time for one in replies))
    yield Line(part, _("Replied late"), sum(not one.in_time for one in replies))
    mean = round(sum(days) / len(days), 1) if days else None
    yield Line(part, _("Working days until the reply, on average"), mean)
    yield Line(part, _("Working days until the reply, median"), median(days) if days else None)
    yield Line(part, _("Working days until the reply, longest"), max(days, default=None))


def _of_objections(year: int) -> Iterator[Line]:
    part = _("Objections and disputes")
    objections = list(
        Objection.objects.filter(request__in=_received(year)).select_related("ground", "decision")
    )
    yield Line(part, _("Objections"), len(objections))
    for name, count in Counter(one.ground.name for one in objections).most_common():
        yield Line(part, _("Objection: %(ground)s") % {"ground": name}, count)
    decided = [one for one in objections if hasattr(one, "decision")]
    yield Line(part, _("Objections decided"), len(decided))
    for decision in Decision:
        count = sum(one.decision.decision == decision for one in decided)
        if count:
            name = _("On the objection: %(decision)s") % {"decision": decision.label}
            yield Line(part, name, count)
    disputes = Dispute.objects.filter(request__in=_received(year)).count()
    yield Line(part, _("Disputes before the Information Commission"), disputes)


def _working_days(reply: Reply) -> int:
    """Working days after the day of receipt up to that of the reply."""
    unit = reply.request.case.unit
    calendar = limits.calendar_for(unit)
    begin = calendar.local(reply.request.case.created_at).date()
    return _between(calendar, begin, calendar.local(reply.given_at).date())


def _between(calendar: WorkCalendar, begin: date, end: date) -> int:
    days = (begin + timedelta(days=n) for n in range(1, (end - begin).days + 1))
    return sum(calendar.is_working_day(day) for day in days)
