"""What happens next with a request, by when, and which right whoever asked has, until which day.

Every date is counted by `kernel.deadlines` and can say which days it counted: from the stored clock
while there is one, else as it would be counted if nothing happened until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubung.cases import clocks, limits
from hubung.cases.choices import ClockName, Status
from hubung.cases.models import Case, Clock, TimeLimit
from hubung.disclosure.requests.choices import Stage
from hubung.disclosure.requests.lifecycle import Step, possible
from hubung.disclosure.requests.models import Request
from hubung.disclosure.requests.queries import stage as stage_of_request
from hubung.kernel import clock
from hubung.kernel.deadlines import Deadline, deadline
from hubung.kernel.explanations import explain
from hubung.ui.dates import language
from hubung.ui.stations import Day, days_of


@dataclass(frozen=True)
class Date:
    """A last moment, with the days that lead to it; `limit` in words, `source` the rule."""

    what: str
    due_at: datetime | None
    limit: str
    source: str
    days: list[Day]
    sentences: list[str]


@dataclass(frozen=True)
class Right:
    """What whoever asked may do: now, or once `opens_at` has passed without word of us."""

    step: Step
    words: str
    until: Date
    is_open: bool
    opens_at: datetime | None = None


@dataclass(frozen=True)
class Prospect:
    """`ours` is what the ministry has to do next; None when nothing is up to it."""

    stage: Stage
    what: str
    why: str
    ours: Date | None
    late: bool
    extension: Date | None
    right: Right | None

    def may(self, step: Step) -> bool:
        """Whether whoever asked can take this step now."""
        return self.right is not None and self.right.step == step and self.right.is_open


def prospect_of(request: Request) -> Prospect:
    """Where the request stands at this moment, in the active language."""
    now = clock.now()
    stage = stage_of_request(request)
    running = {item.name: item for item in Clock.objects.filter(case=request.case_id)}
    name = ClockName.REVIEW if stage is Stage.OBJECTED else ClockName.RESOLUTION
    mine = running.get(name.value) if stage in _OURS else None
    late = mine is not None and mine.due_at is not None and mine.due_at < now
    what, why = _words(request, stage, late)
    return Prospect(
        stage=stage,
        what=what,
        why=why,
        ours=_stored(mine, request.case, now) if mine else None,
        late=late,
        extension=_extension(request, mine, now) if stage is Stage.ASKED and not late else None,
        right=_right(request, stage, running, mine, late, now),
    )


_OURS = (Stage.ASKED, Stage.EXTENDED, Stage.OBJECTED)


def _words(request: Request, stage: Stage, late: bool) -> tuple[str, str]:
    if request.case.status == Status.INCOMPLETE:
        return (
            _("Your answer to our question"),
            _("Write it below. Our clock stands still until then."),
        )
    missed = _("This date has passed, and that is on record.") if late else ""
    match stage:
        case Stage.ASKED | Stage.EXTENDED:
            return _("The reply of the information officer"), missed
        case Stage.OBJECTED:
            return _("The decision of the superior of the information officer"), missed
        case Stage.REPLIED:
            return _("Your word"), _("Without an objection the request closes by itself.")
        case Stage.DECIDED:
            return _("Your word"), _("After the last day the request closes by itself.")
        case Stage.DISPUTED:
            return (
                _("The Information Commission"),
                _("It is heard there; what it decides binds the ministry."),
            )
    return _("Nothing more to do"), _("You may send a new request at any time.")


def _right(
    request: Request,
    stage: Stage,
    running: dict[str, Clock],
    mine: Clock | None,
    late: bool,
    now: datetime,
) -> Right | None:
    match stage:
        case Stage.ASKED | Stage.EXTENDED | Stage.REPLIED:
            step, name = Step.OBJECT, ClockName.OBJECT_BY
        case Stage.OBJECTED | Stage.DECIDED:
            step, name = Step.DISPUTE, ClockName.DISPUTE_BY
        case _:
            return None
    opens_at = mine.due_at if mine else None
    stored = running.get(name.value)
    if stored is not None and stored.running:
        until = _stored(stored, request.case, now)
    elif opens_at is not None:
        until = _foreseen(name, request.case, opens_at, now)
    else:
        return None  # a pause keeps the date unknown
    exempted = request.exemption_id is not None
    is_open = (
        possible(step, stage, late=late, exempted=exempted)
        and until.due_at is not None
        and until.due_at >= now
    )
    return Right(step, _of_right(step), until, is_open, None if is_open else opens_at)


def _of_right(step: Step) -> str:
    if step is Step.OBJECT:
        return _("Object, to the superior of the information officer")
    return _("Take it to the Information Commission")


def _extension(request: Request, mine: Clock | None, now: datetime) -> Date | None:
    """Until when the reply would be due if it were extended, which the ministry may do once."""
    if mine is None or mine.due_at is None:
        return None
    case = request.case
    more = limits.limit_for(ClockName.EXTENSION, case.kind, _day(mine.started_at, case))
    longer = Clock(
        case=case,
        name=mine.name,
        started_at=mine.started_at,
        days=mine.days + more.days,
        working_days=mine.working_days,
        hours=mine.hours,
        timezone=mine.timezone,
        pauses=mine.pauses,
    )
    return _date(str(ClockName.EXTENSION.label), clocks.count(longer, case), more, now)


def _stored(running: Clock, case: Case, now: datetime) -> Date:
    name = ClockName(running.name)
    limit = limits.limit_for(name, case.kind, _day(running.started_at, case))
    counted = clocks.recall(running, case)
    if counted is None:
        return Date(str(name.label), running.due_at, _length(running), limit.source, [], [])
    return _date(str(name.label), counted, limit, now, _length(running))


def _foreseen(name: ClockName, case: Case, start: datetime, now: datetime) -> Date:
    limit = limits.limit_for(name, case.kind, _day(start, case))
    counted = deadline(start, limit.amount, limits.calendar_for(case.unit), unit=limit.counted_in)
    return _date(str(name.label), counted, limit, now)


def _date(what: str, counted: Deadline, limit: TimeLimit, now: datetime, length: str = "") -> Date:
    return Date(
        what,
        counted.due_at,
        length or _length(limit),
        limit.source,
        days_of(counted, now),
        explain(counted, language()),
    )


def _length(limit: TimeLimit | Clock) -> str:
    if limit.working_days:
        return ngettext("%(n)d working day", "%(n)d working days", limit.days) % {"n": limit.days}
    return ngettext("%(n)d day", "%(n)d days", limit.days) % {"n": limit.days}


def _day(at: datetime, case: Case) -> date:
    return at.astimezone(ZoneInfo(case.unit.timezone)).date()
