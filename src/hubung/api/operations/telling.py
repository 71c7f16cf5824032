"""Rows of the registry → what the API tells of them."""

from __future__ import annotations

from hubung.api.callers import Caller
from hubung.api.schemas import cases as schemas
from hubung.api.schemas.changes import Done
from hubung.api.schemas.common import UnitRef
from hubung.cases import clocks
from hubung.cases.choices import Channel, ClockName, EntryKind, Kind, Outcome, Status
from hubung.cases.models import Attachment, Case, Clock, Entry
from hubung.cases.policies import actions_for
from hubung.cases.reading import is_protected
from hubung.directory.models import Sector, Unit
from hubung.kernel.explanations import explain

_FACTS = tuple(schemas.EntryFacts.model_fields)


def unit_ref(unit: Unit) -> UnitRef:
    return UnitRef(code=unit.code, name=unit.name)


def summary(caller: Caller, case: Case) -> schemas.CaseSummary:
    """A case in a list; `unit` and `owner` should be loaded with it."""
    return schemas.CaseSummary(
        number=case.number,
        title=None if is_protected(case) else case.title,
        status=Status(case.status),
        kind=Kind(case.kind),
        sector=Sector(case.sector) if case.sector else None,
        channel=Channel(case.channel),
        tier=case.tier,
        unit=unit_ref(case.unit),
        owner=schemas.OwnerRef(name=case.owner.name) if case.owner and caller.person else None,
        anonymous=case.anonymous,
        confidential=case.confidential,
        language=case.language,
        created_at=case.created_at,
        updated_at=case.updated_at,
        answered_at=case.answered_at,
        closed_at=case.closed_at,
        next_due_at=case.next_due_at,
        outcome=Outcome(case.outcome) if case.outcome else None,
        version=case.version,
    )


def whole(caller: Caller, case: Case) -> schemas.CaseOut:
    """Everything that the caller may know of a case."""
    actions = actions_for(caller.person, case) if caller.person else set()
    return schemas.CaseOut(
        **dict(summary(caller, case)) | {"title": case.title},
        text=case.text,
        place=case.place,
        happened_on=case.happened_on,
        happened_at=case.happened_at,
        objections=case.objections,
        merged_into=_merged_into(caller, case),
        reporter=_reporter(case) if caller.person else None,
        actions=sorted(actions),
    )


def _merged_into(caller: Caller, case: Case) -> str | None:
    """The other case, if the caller may know of it too."""
    other = case.merged_into
    seen = other is not None and caller.cases().filter(pk=other.pk).exists()
    return other.number if other is not None and seen else None


def _reporter(case: Case) -> schemas.ReporterOut | None:
    reporter = case.reporter
    if reporter is None:
        return None
    return schemas.ReporterOut(
        name=reporter.name, email=reporter.email, phone=reporter.phone, address=reporter.address
    )


def step(entry: Entry, *, named: bool) -> schemas.EntryOut:
    """One step; `named`: whether the caller learns which member of staff took it."""
    return schemas.EntryOut(
        seq=entry.seq,
        at=entry.at,
        kind=EntryKind(entry.kind),
        actor_kind=schemas.ActorKind(entry.actor_kind),
        actor_name=entry.actor_name if named else "",
        public=entry.public,
        text=entry.text,
        # The other facts name rows of the database, also of cases that the caller may not see.
        facts=schemas.EntryFacts(**{name: entry.data.get(name) for name in _FACTS}),
    )


def clock_face(running: Clock, case: Case) -> schemas.ClockOut:
    """A time limit, with the days that it counted."""
    counted = clocks.recall(running, case)
    return schemas.ClockOut(
        name=ClockName(running.name),
        state=_state(running),
        started_at=running.started_at,
        due_at=running.due_at,
        met_at=running.met_at,
        stopped_at=running.stopped_at,
        days=running.days,
        working_days=running.working_days,
        timezone=running.timezone,
        explanation=schemas.Explanation(id=explain(counted, "id"), en=explain(counted, "en"))
        if counted
        else None,
    )


def _state(running: Clock) -> schemas.ClockState:
    if running.met_at is not None:
        return schemas.ClockState.MET
    if running.stopped_at is not None:
        return schemas.ClockState.STOPPED
    return schemas.ClockState.PAUSED if running.paused else schemas.ClockState.RUNNING


def file(found: Attachment) -> schemas.AttachmentOut:
    return schemas.AttachmentOut(
        id=found.pk,
        entry=found.entry_seq,
        name=found.name,
        media_type=found.media_type,
        size=found.size,
        sha256=found.sha256,
        public=found.public,
        problem=found.problem,
        withheld=found.withheld,
    )


def done(case: Case) -> Done:
    """How a case stands now."""
    return Done(
        number=case.number,
        status=Status(case.status),
        tier=case.tier,
        unit=case.unit.code,
        version=case.version,
        entry=case.entries,
    )
