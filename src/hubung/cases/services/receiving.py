"""A report comes in, by whatever door."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.db import transaction
from django.utils.translation import gettext as _

from hubung.cases import clocks, search, timeline
from hubung.cases.choices import Channel, ClockName, EntryKind, Kind
from hubung.cases.errors import IncompleteError
from hubung.cases.events import CaseReceived
from hubung.cases.models import Attachment, Case, Reporter
from hubung.cases.services.reporters import ReporterDetails, find_or_make_reporters
from hubung.cases.services.unnaming import unnamed
from hubung.cases.timeline import REPORTER, Actor
from hubung.directory.models import Unit, UnitKind
from hubung.directory.queries import home_unit
from hubung.kernel import bulk, clock, scatter
from hubung.kernel.events import emit

TITLE_CHARS = 90
_STARTING_CLOCKS = (
    ClockName.TIER1,
    ClockName.VERIFY,
    ClockName.FOLLOW_UP,
    ClockName.RESOLUTION,
)


#: Confidential from the first moment, and with those who alone may see them.
GUARDED = (Kind.MISCONDUCT, Kind.PERSONAL_DATA)
#: Not a matter of the contact centre: its officer answers, within the one limit of its own law.
OWN_WAY = (Kind.PERSONAL_DATA, Kind.PUBLIC_INFORMATION)


@dataclass(frozen=True)
class NewAttachment:
    """A file that is already stored (`kernel.files.store`) and now belongs to a case."""

    sha256: str
    name: str
    media_type: str
    size: int
    problem: str = ""
    sealed: str = ""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What `receive_case` takes, so that a door can hand over many at once."""

    channel: Channel | str
    text: str
    title: str = ""
    kind: Kind | str = Kind.COMPLAINT
    sector: str = ""
    reporter: ReporterDetails | Reporter | None = None
    anonymous: bool = False
    confidential: bool = False
    place: str = ""
    happened_on: date | None = None
    happened_at: str = ""
    language: str = "id"
    external_id: str | None = None
    attachments: Sequence[NewAttachment] = ()
    actor: Actor = REPORTER
    unit: Unit | None = None
    tier: int | None = None
    received_at: datetime | None = None


def receive_case(
    *,
    channel: Channel | str,
    text: str,
    title: str = "",
    kind: Kind | str = Kind.COMPLAINT,
    sector: str = "",
    reporter: ReporterDetails | Reporter | None = None,
    anonymous: bool = False,
    confidential: bool = False,
    place: str = "",
    happened_on: date | None = None,
    happened_at: str = "",
    language: str = "id",
    external_id: str | None = None,
    attachments: Sequence[NewAttachment] = (),
    actor: Actor = REPORTER,
    unit: Unit | None = None,
    tier: int | None = None,
    received_at: datetime | None = None,
) -> Case:
    """Record a report and start its clocks.

    The same `(channel, external_id)` again gives the case that is already there, so a door may
    retry without harm. Reports of misconduct are confidential and go to the Inspectorate from the
    first moment, personal-data requests (`hubung.privacy`) and formal information requests
    (`hubung.disclosure.requests`) to the ministry's information officer; all others start at the
    contact centre. An anonymous report keeps no reporter.
    Raises IncompleteError when there is no text.
    """
    report = Report(
        channel=channel,
        text=text,
        title=title,
        kind=kind,
        sector=sector,
        reporter=reporter,
        anonymous=anonymous,
        confidential=confidential,
        place=place,
        happened_on=happened_on,
        happened_at=happened_at,
        language=language,
        external_id=external_id,
        attachments=attachments,
        actor=actor,
        unit=unit,
        tier=tier,
        received_at=received_at,
    )
    return receive_cases([report])[0]


@transaction.atomic
def receive_cases(reports: Sequence[Report]) -> list[Case]:
    """`receive_case` for many reports, with a few statements for all of them together.

    All or nothing; gives one case for each report, in their order.
    """
    if not all(report.text.strip() for report in reports):
        raise IncompleteError("text", _("Tell what happened; a sentence is enough."))
    cases = _known(reports)
    fresh: dict[int, Report] = {}
    seen = set(cases)
    for position, report in enumerate(reports):
        key = _key(report)
        if key is None or key not in seen:
            fresh[position] = report
        if key is not None:
            seen.add(key)
    made = dict(zip(fresh, _record(list(fresh.values())), strict=True))
    cases |= {key: made[at] for at, report in fresh.items() if (key := _key(report))}
    return [
        made[at] if (key := _key(report)) is None else cases[key]
        for at, report in enumerate(reports)
    ]


def _key(report: Report) -> tuple[str, str] | None:
    return None if report.external_id is None else (str(report.channel), report.external_id)


def _known(reports: Sequence[Report]) -> dict[tuple[str, str], Case]:
    """Cases that are there already, by channel and external id."""
    wanted = {key for report in reports if (key := _key(report))}
    if not wanted:
        return {}
    found = Case.objects.filter(
        channel__in={channel for channel, _id in wanted},
        external_id__in={external_id for _channel, external_id in wanted},
    )
    return {key: case for case in found if (key := (case.channel, str(case.external_id))) in wanted}


def _record(reports: list[Report]) -> list[Case]:
    home = cache(home_unit)
    cases = [
        _case(report, reporter, home)
        for report, reporter in zip(reports, _reporters(reports), strict=True)
    ]
    running = [clocks.build(case, _first_clocks(case), case.created_at) for case in cases]
    for case, started in zip(cases, running, strict=True):
        case.next_due_at = min(clock.due_at for clock in started if clock.due_at)
    scatter.give_keys(cases)
    Case.objects.bulk_create(cases)
    for case, started in zip(cases, running, strict=True):
        for one in started:
            one.case = case  # which has its key only now
    bulk.insert([one for started in running for one in started])
    entries = [
        timeline.build(
            case,
            EntryKind.RECEIVED,
            actor=report.actor,
            at=case.created_at,
            text=case.text,
            public=True,
            data={"channel": str(report.channel)},
        )
        for case, report in zip(cases, reports, strict=True)
    ]
    bulk.insert(entries)
    bulk.update(cases, ("entries", "head_hash"))
    files = [
        file
        for case, report in zip(cases, reports, strict=True)
        for file in _attachments(
            case,
            unnamed(report.attachments) if case.anonymous else report.attachments,
            entry_seq=case.entries,
        )
    ]
    bulk.insert(files)
    search.index_new((case, ()) for case in cases)
    emit(
        *(
            CaseReceived(
                subject=case.subject, case_id=case.pk, seq=case.entries, channel=case.channel
            )
            for case in cases
        )
    )
    return cases


def _reporters(reports: list[Report]) -> list[Reporter | None]:
    """Each report's reporter; None for an anonymous one, of whom nothing is kept."""
    given = [
        (report.reporter, report.language)
        for report in reports
        if isinstance(report.reporter, ReporterDetails) and not report.anonymous
    ]
    found = iter(find_or_make_reporters(given))
    return [
        None
        if report.anonymous or report.reporter is None
        else report.reporter
        if isinstance(report.reporter, Reporter)
        else next(found)
        for report in reports
    ]


def _case(report: Report, reporter: Reporter | None, home: Callable[[UnitKind], Unit]) -> Case:
    at = report.received_at or clock.now()
    guarded = report.kind in GUARDED
    return Case(
        channel=str(report.channel),
        external_id=report.external_id,
        kind=report.kind,
        sector=report.sector,
        unit=_unit(report, home),
        tier=report.tier or (2 if guarded or report.kind in OWN_WAY else 1),
        reporter=reporter,
        anonymous=report.anonymous,
        confidential=report.confidential or guarded,
        language=report.language,
        title=(report.title.strip() or title_of(report.text))[:200],
        text=report.text.strip(),
        place=report.place[:200],
        happened_on=report.happened_on,
        happened_at=report.happened_at[:40],
        created_at=at,
        updated_at=at,
    )


def _unit(report: Report, home: Callable[[UnitKind], Unit]) -> Unit:
    """Where it starts; misconduct never outside of the Inspectorate, whatever a door asks for."""
    if report.kind == Kind.PERSONAL_DATA:
        return _keeper(report.unit, home)
    if report.kind == Kind.PUBLIC_INFORMATION:
        return report.unit or home(UnitKind.MINISTRY)
    if report.kind != Kind.MISCONDUCT:
        return report.unit or home(UnitKind.CONTACT_CENTRE)
    inspectorate = home(UnitKind.INSPECTORATE)
    inside = report.unit is not None and report.unit.path.startswith(inspectorate.path)
    return report.unit if report.unit is not None and inside else inspectorate


def _keeper(asked: Unit | None, home: Callable[[UnitKind], Unit]) -> Unit:
    """Of a personal-data request: the Inspectorate for one about misconduct, else the ministry."""
    if asked is not None and asked.kind == UnitKind.INSPECTORATE:
        return asked
    return home(UnitKind.MINISTRY)


def _first_clocks(case: Case) -> tuple[ClockName, ...]:
    if case.kind in OWN_WAY:
        return (ClockName.RESOLUTION,)
    return _STARTING_CLOCKS if case.tier == 1 else _STARTING_CLOCKS[1:]


def attach(
    case: Case, files: Sequence[NewAttachment], *, entry_seq: int, public: bool = True
) -> list[Attachment]:
    """Tie stored files to a case and to the entry they came with."""
    if not files:
        return []
    return Attachment.objects.bulk_create(
        _attachments(case, files, entry_seq=entry_seq, public=public)
    )


def _attachments(
    case: Case, files: Sequence[NewAttachment], *, entry_seq: int, public: bool = True
) -> list[Attachment]:
    return [
        Attachment(
            case=case,
            entry_seq=entry_seq,
            sha256=file.sha256,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            problem=file.problem,
            sealed=file.sealed,
            public=public,
        )
        for file in files
    ]


def title_of(text: str) -> str:
    """The first sentence, cut at a word."""
    first = re.split(r"(?<=[.!?])\s|\n", text.strip(), maxsplit=1)[0].rstrip(".")
    if len(first) <= TITLE_CHARS:
        return first
    return first[:TITLE_CHARS].rsplit(" ", 1)[0].rstrip(",;:") + " …"
