"""What an application is told of the requests that it sent: status and answer, nothing internal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from hubung.api.models import Application, Submission
from hubung.api.policies import visible_to_application
from hubung.cases.choices import OPEN, ClockName, EntryKind, Status
from hubung.cases.models import Case, Clock, Entry
from hubung.kernel import clock, numbers
from hubung.open311.catalogue import SERVICES, Service
from hubung.open311.faults import Fault
from hubung.open311.places import Place

#: The standard's limits of one answer.
MOST = 1000
SPAN = timedelta(days=90)
LONGEST_TEXT = 4000

#: The step whose words explain why a request stands as it does.
_EXPLAINED_BY = {
    Status.INCOMPLETE: EntryKind.ASKED,
    Status.ANSWERED: EntryKind.ANSWERED,
    Status.CLOSED: EntryKind.ANSWERED,
    Status.REJECTED: EntryKind.REJECTED,
    Status.OUTSIDE_AUTHORITY: EntryKind.OUTSIDE,
}


def sent_by(application: Application) -> QuerySet[Case]:
    """Its own requests, as long as they are open to programs at all."""
    own = Submission.objects.filter(application=application).values("case_id")
    return Case.objects.filter(visible_to_application(application), pk__in=own)


def find(application: Application, ids: Iterable[str]) -> list[Case]:
    """Those of these requests that it sent, youngest first; the rest is as if it were not there."""
    short_code = settings.HUBUNG.ministry.short_code
    wanted = {
        str(parsed): parsed.case_id
        for each in ids
        if (parsed := numbers.parse_case_number(each, short_code=short_code))
    }
    found = _loaded(sent_by(application).filter(pk__in=wanted.values()))
    return [case for case in found if case.number in wanted]


def search(application: Application, asked: Mapping[str, str]) -> list[Case]:
    """Its requests by the standard's filters, youngest first, at most `MOST`. Raises Fault."""
    if ids := _several(asked, "service_request_id"):
        return find(application, ids[:MOST])
    chosen = sent_by(application).filter(created_at__range=_range(asked))
    if codes := _several(asked, "service_code"):
        chosen = chosen.filter(_of_services(codes))
    if states := set(_several(asked, "status")):
        if unknown := states - {"open", "closed"}:
            raise Fault(HTTPStatus.BAD_REQUEST, _("status: %s is none.") % min(unknown))
        is_open = Q(status__in=OPEN)
        chosen = chosen.filter(
            *([] if len(states) > 1 else [is_open if "open" in states else ~is_open])
        )
    return _loaded(chosen)


def _loaded(cases: QuerySet[Case]) -> list[Case]:
    ordered = cases.select_related("unit", "merged_into__unit").order_by("-created_at", "-pk")
    return list(ordered[:MOST])


def _several(asked: Mapping[str, str], name: str) -> list[str]:
    return [each.strip() for each in asked.get(name, "").split(",") if each.strip()]


def _of_services(codes: Sequence[str]) -> Q:
    chosen = Q(pk__in=[])
    for code in codes:
        if (service := SERVICES.get(code)) is None:
            raise no_service(code)
        chosen |= Q(kind=service.kind, sector=service.sector or "")
    return chosen


def no_service(code: str) -> Fault:
    return Fault(HTTPStatus.NOT_FOUND, _("There is no service “%s”.") % code[:60])


def _range(asked: Mapping[str, str]) -> tuple[datetime, datetime]:
    """From and to, at most `SPAN` apart; the last 90 days unless something is said."""
    start, end = _moment(asked, "start_date"), _moment(asked, "end_date")
    if start is None:
        end = end or clock.now()
        start = end - SPAN
    elif end is None:
        end = start + SPAN
    if end - start > SPAN:
        raise Fault(HTTPStatus.BAD_REQUEST, _("start_date and end_date are at most 90 days apart."))
    return start, end


def _moment(asked: Mapping[str, str], name: str) -> datetime | None:
    text = asked.get(name, "").strip()
    if not text:
        return None
    try:
        # A `+` that was not encoded arrives as a blank.
        moment = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        moment = None
    # A year that no zone and no arithmetic leads out of.
    if moment is None or moment.tzinfo is None or not 1970 <= moment.year <= 9000:
        raise Fault(HTTPStatus.BAD_REQUEST, _("%s: write it as 2026-11-22T00:00:00Z.") % name)
    return moment.astimezone(UTC)


# Telling ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Known:
    """What is known of several cases at once, by their ids."""

    words: Mapping[tuple[int, str], str]
    due: Mapping[int, datetime]


def tell(cases: Sequence[Case]) -> list[dict[str, Any]]:
    """The cases as service requests; three queries however many."""
    known = _gather(cases)
    return [_tell(case, known) for case in cases]


def _gather(cases: Sequence[Case]) -> _Known:
    keys = [speaker(case).pk for case in cases]
    steps = Entry.objects.filter(
        case_id__in=keys, public=True, kind__in=set(_EXPLAINED_BY.values())
    ).order_by("seq")
    due = Clock.objects.filter(
        case_id__in=keys, name=ClockName.RESOLUTION, due_at__isnull=False
    ).order_by("pk")
    return _Known(
        {(step.case_id, step.kind): step.text for step in steps},
        {each.case_id: each.due_at for each in due if each.due_at},
    )


def speaker(case: Case) -> Case:
    """The case itself, or the one that it was merged into, unless that is closed to programs."""
    other = case.merged_into
    if other is None or other.confidential or other.restricted:
        return case
    return other


def _tell(case: Case, known: _Known) -> dict[str, Any]:
    service, place, speaks = Service.of(case), Place.read(case.place), speaker(case)
    return {
        "service_request_id": case.number,
        "status": "open" if speaks.is_open else "closed",
        "status_notes": _explained(speaks, known),
        "service_name": service.name,
        "service_code": service.code,
        "description": case.text[:LONGEST_TEXT],
        "agency_responsible": speaks.unit.name,
        "service_notice": None,
        "requested_datetime": _w3c(case.created_at),
        "updated_datetime": _w3c(_updated(speaks)),
        "expected_datetime": _w3c(known.due.get(speaks.pk)) if speaks.is_open else None,
        "address": place.words or None,
        "address_id": None,
        "zipcode": None,
        "lat": place.lat,
        "long": place.long,
        "media_url": None,
    }


def _explained(case: Case, known: _Known) -> str:
    status = Status(case.status)
    words = known.words.get((case.pk, _EXPLAINED_BY.get(status, "")), "")
    return f"{status.label}: {words}" if words else str(status.label)


def _updated(case: Case) -> datetime:
    if case.is_open:
        return case.updated_at
    return case.closed_at or case.answered_at or case.updated_at


def _w3c(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    zone = ZoneInfo(settings.HUBUNG.ministry.timezone)
    return moment.astimezone(zone).isoformat(timespec="seconds")
