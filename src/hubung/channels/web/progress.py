"""Where a case stands, in plain words: who has it, what is next and by when, the way so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubung.cases import clocks
from hubung.cases.choices import OPEN, ClockName, EntryKind, Status
from hubung.cases.models import OFFICIALS_TIER, Answer, Case, Clock, Entry, post_title
from hubung.kernel import clock
from hubung.kernel.explanations import explain
from hubung.ui.dates import language, short_when
from hubung.ui.stations import Day, Station, days_of

Tone = Literal["", "ok", "warn", "danger", "info", "solid", "here"]

_TONES: dict[str, Tone] = {
    Status.NEW: "",
    Status.VERIFIED: "info",
    Status.IN_PROGRESS: "info",
    Status.INCOMPLETE: "warn",
    Status.REOPENED: "info",
    Status.ANSWERED: "ok",
    Status.CLOSED: "solid",
    Status.REJECTED: "danger",
    Status.OUTSIDE_AUTHORITY: "info",
}


@dataclass(frozen=True)
class Next:
    """What comes next, and by when; `due_at` is None when nothing is due."""

    what: str
    why: str
    due_at: datetime | None = None
    due_means: str = ""
    late: bool = False


@dataclass(frozen=True)
class Count:
    """The days of the final answer's limit, each with its reason."""

    days: list[Day]
    sentences: list[str]
    limit: int
    in_hours: bool
    due_at: datetime | None


@dataclass(frozen=True)
class Progress:
    """`case` is what is being worked on: the report itself, or the one it was merged into."""

    case: Case
    status: str
    tone: Tone
    unit: str
    holder: str
    next: Next
    stations: list[Station]
    count: Count | None
    breached: bool
    answers: list[Answer]


@dataclass(frozen=True)
class Short:
    """The same in a row of a list; `waits`: it is the reporter's turn."""

    status: str
    tone: Tone
    unit: str
    zone: str
    what: str
    due_at: datetime | None
    late: bool
    is_open: bool
    waits: bool


def in_short(case: Case) -> Short:
    """Asks for nothing that `clocks` and `answers`, fetched before, do not tell."""
    running = {item.name: item for item in case.clocks.all()}
    following = _next(case, running, list(case.answers.all()), clock.now())
    return Short(
        status=_status(case),
        tone=_TONES[case.status],
        unit=case.unit.label,
        zone=case.unit.timezone,
        what=following.what,
        due_at=following.due_at,
        late=following.late,
        is_open=case.is_open,
        waits=case.status in (Status.INCOMPLETE, Status.ANSWERED),
    )


def of(case: Case, entries: Sequence[Entry]) -> Progress:
    """How far a case has come; `entries` are its public ones, in order."""
    running = {item.name: item for item in case.clocks.all()}
    answers = list(case.answers.select_related("author"))
    now = clock.now()
    resolution = running.get(ClockName.RESOLUTION.value)
    return Progress(
        case=case,
        status=_status(case),
        tone=_TONES[case.status],
        unit=case.unit.label,
        holder=_holder(case, answers),
        next=_next(case, running, answers, now),
        stations=_stations(case, entries, answers, now),
        count=_count(resolution, case, now) if resolution else None,
        breached=_breached(resolution, now),
        answers=answers,
    )


def _status(case: Case) -> str:
    words = {
        Status.NEW: _("Received"),
        Status.VERIFIED: _("With the right unit"),
        Status.IN_PROGRESS: _("Being worked on"),
        Status.INCOMPLETE: _("Waiting for you"),
        Status.REOPENED: _("Being looked at again"),
        Status.ANSWERED: _("Answered"),
        Status.CLOSED: _("Closed"),
        Status.REJECTED: _("Not handled"),
        Status.OUTSIDE_AUTHORITY: _("Passed to another authority"),
    }
    return words[Status(case.status)]


def _holder(case: Case, answers: Sequence[Answer]) -> str:
    """Whoever acts now, by function; an official by name, unless the report is confidential.

    Of a case that is done, the official who gave the last answer in person.
    """
    if not case.is_open:
        last = answers[-1] if answers else None
        return f"{last.author_name}, {last.author_post}" if last and last.in_person else ""
    if case.tier == OFFICIALS_TIER:
        if case.owner and not case.confidential:
            return f"{case.owner.name}, {post_title(case.owner)}"
        return _("the official in charge")
    if case.confidential:
        return _("named handlers only")
    return _("staff of the contact centre") if case.tier == 1 else _("the team in charge")


def _next(case: Case, running: dict[str, Clock], answers: Sequence[Answer], now: datetime) -> Next:
    def due(name: ClockName) -> datetime | None:
        item = running.get(name.value)
        return item.due_at if item and item.running else None

    match case.status:
        case Status.INCOMPLETE:
            return Next(
                _("Your answer to our question"),
                _("Write it below. Our clock stands still until then."),
                due(ClockName.COMPLETION),
                _("After that we take the report as withdrawn; you may reopen it at any time."),
            )
        case Status.ANSWERED:
            promise = next((item for item in reversed(answers) if item.promise), None)
            why = _("Tell us below whether this solves it.")
            if promise:
                why = f"{promise.promise}. {why}"
            return Next(
                _("Your word"),
                why,
                due(ClockName.AUTO_CLOSE),
                _("Without your word it closes then; you may reopen it at any time."),
            )
        case Status.CLOSED:
            return Next(_("Nothing more to do"), _("You may take it up again below."))
        case Status.REJECTED:
            return Next(_("Nothing more from us"), _("You may object below; say why."))
        case Status.OUTSIDE_AUTHORITY:
            return Next(
                _("The other authority"), _("We have passed it on; no need to report again.")
            )
    first = due(ClockName.FOLLOW_UP)
    what: str
    at: datetime | None
    if case.status == Status.NEW and (check := due(ClockName.VERIFY)):
        what, at = _("We check it and pass it to the right unit"), check
    elif first:
        what, at = _("First news for you"), first
    else:
        what, at = _("The final answer"), due(ClockName.RESOLUTION)
    late = at is not None and at < now
    if late:
        means = _("This date has passed, and that is on record. Superiors have been told.")
    elif case.tier == OFFICIALS_TIER:
        means = _("If it is missed, you may take it to the Ombudsman.")
    else:
        means = _("If it is missed, the next tier takes over by itself.")
    return Next(what, "", at, means if at else "", late)


def _count(resolution: Clock, case: Case, now: datetime) -> Count | None:
    counted = clocks.recall(resolution, case)
    if counted is None:
        return None
    return Count(
        days=days_of(counted, now),
        sentences=explain(counted, language()),
        limit=resolution.days,
        in_hours=resolution.hours,
        due_at=counted.due_at,
    )


def _breached(resolution: Clock | None, now: datetime) -> bool:
    if resolution is None or resolution.due_at is None:
        return False
    return resolution.due_at < (
        resolution.met_at or (now if resolution.running else resolution.due_at)
    )


@dataclass
class _Stay:
    tier: int
    unit: str
    since: datetime
    until: datetime | None = None


def _stays(case: Case, entries: Sequence[Entry]) -> list[_Stay]:
    """Where the case has been, one stay a hand-over."""
    moves = [
        entry
        for entry in entries
        if entry.case_id == case.pk and entry.kind in (EntryKind.MOVED, EntryKind.OBJECTED)
    ]
    tier = int(moves[0].data.get("from_tier", case.tier)) if moves else case.tier
    stays = [_Stay(tier, "" if moves else case.unit.label, case.created_at)]
    for entry in moves:
        stays[-1].until = entry.at
        tier = int(entry.data.get("to_tier", OFFICIALS_TIER))
        stays.append(_Stay(tier, entry.data.get("unit_name", case.unit.label), entry.at))
    if not case.is_open:
        stays[-1].until = case.answered_at or case.closed_at
    return stays


def _stations(
    case: Case, entries: Sequence[Entry], answers: Sequence[Answer], now: datetime
) -> list[Station]:
    zone = case.unit.timezone
    stays = _stays(case, entries)
    highest = max(stay.tier for stay in stays)
    stations = [Station(_("Received"), "passed", short_when(case.created_at, now, zone))]
    for tier in (1, 2, 3):
        visits = [stay for stay in stays if stay.tier == tier]
        name = _("Tier %(n)s") % {"n": tier}
        if case.is_open and tier == case.tier:
            stations.append(Station(name, "here", _at_tier(case, tier, visits, answers), _("now")))
        elif visits:
            spent = sum(((visit.until or now) - visit.since for visit in visits), timedelta())
            holder = _at_tier(case, tier, visits, answers)
            stations.append(Station(name, "passed", holder, _length(spent)))
        elif tier < highest or not case.is_open:
            stations.append(Station(name, "skip", _("not needed")))
        else:
            stations.append(Station(name, "next", _("if it is needed")))
    answered = case.status == Status.ANSWERED
    if answers and not case.is_open:
        at = short_when(answers[-1].created_at, now, zone)
        stations.append(Station(_("Answered"), "here" if answered else "passed", at))
    elif case.status in OPEN:
        stations.append(Station(_("Answered"), "next"))
    else:
        stations.append(Station(_("Answered"), "skip", _("without an answer")))
    if case.is_open or answered:
        stations.append(Station(_("Closed"), "next", _("when you say it is solved")))
    else:
        at = short_when(case.closed_at, now, zone) if case.closed_at else ""
        stations.append(Station(_("Closed"), "here", at))
    return stations


def _at_tier(case: Case, tier: int, visits: Sequence[_Stay], answers: Sequence[Answer]) -> str:
    official = next(
        (item for item in reversed(answers) if item.in_person and item.tier == tier), None
    )
    if official:
        return official.author_post
    if tier == 1 and not case.confidential:
        return _("the contact centre")
    units = dict.fromkeys(visit.unit for visit in visits if visit.unit)
    return ", ".join(units)


def _length(spent: timedelta) -> str:
    minutes = max(1, int(spent.total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if (hours := minutes // 60) < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = minutes // (60 * 24)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
