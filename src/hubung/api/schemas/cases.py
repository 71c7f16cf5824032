"""Cases as the API tells them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from hubung.api.schemas.common import Moment, Paging, UnitCode, UnitRef
from hubung.cases.choices import Channel, ClockName, EntryKind, Kind, Outcome, Status
from hubung.cases.lifecycle import Action
from hubung.directory.models import Sector


class CaseFilters(Paging):
    """Which cases; every filter given must fit."""

    status: list[Status] = Field([], description=_("Any of these."))
    tier: int | None = Field(None, ge=1, le=3)
    unit: UnitCode | None = Field(
        None, description=_("Code of a unit; the units below it belong to it.")
    )
    sector: Sector | None = None
    kind: Kind | None = None
    updated_since: Moment | None = Field(
        None, description=_("Changed at or after this moment, with its zone.")
    )


class OwnerRef(Schema):
    """Who works on a case."""

    name: str


class CaseSummary(Schema):
    """A case as lists show it."""

    number: str = Field(description=_("As 151-26-0047-1182-7; it never changes."))
    title: str | None = Field(
        description=_("Null in lists when it is confidential: whoever reads that is on record.")
    )
    status: Status
    kind: Kind
    sector: Sector | None
    channel: Channel
    tier: int
    unit: UnitRef
    owner: OwnerRef | None = Field(description=_("Null while nobody has it, and for applications."))
    anonymous: bool
    confidential: bool
    language: str
    created_at: datetime
    updated_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    next_due_at: datetime | None = Field(description=_("When the soonest of its limits ends."))
    outcome: Outcome | None
    version: int = Field(description=_("Rises with each change."))


class CasePage(Schema):
    """A part of a list of cases, newest first."""

    items: list[CaseSummary]
    next_cursor: str | None


class ReporterOut(Schema):
    """Who reported, as they told us."""

    name: str
    email: str
    phone: str
    address: str


class CaseOut(CaseSummary):
    """Everything that a case says of itself."""

    text: str
    place: str
    happened_on: date | None
    happened_at: str
    objections: int
    merged_into: str | None = Field(description=_("Number of the case that speaks for it now."))
    reporter: ReporterOut | None = Field(
        description=_("Null for an anonymous report, and for applications.")
    )
    actions: list[Action] = Field(description=_("What the caller may do with it now."))


class ActorKind(StrEnum):
    """On whose side somebody acts."""

    STAFF = "staff"
    REPORTER = "reporter"
    SYSTEM = "system"


class EntryFacts(Schema):
    """Facts of a step, where it has them."""

    from_tier: int | None = None
    to_tier: int | None = None
    unit_name: str | None = None
    outcome: Outcome | None = None
    authority: str | None = None
    automatic: bool | None = None


class EntryOut(Schema):
    """One step of a case."""

    seq: int
    at: datetime
    kind: EntryKind
    actor_kind: ActorKind
    actor_name: str = Field(description=_("As it was then; empty for the reporter."))
    public: bool = Field(description=_("Whether its reporter sees it."))
    text: str
    facts: EntryFacts


class Timeline(Schema):
    """A part of the steps of a case, the first one first."""

    items: list[EntryOut]
    next_cursor: str | None


class ClockState(StrEnum):
    """How a time limit stands."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    STOPPED = "stopped"


class Explanation(Schema):
    """How a due date was counted: a sentence for each day, in both languages."""

    id: list[str]
    en: list[str]


class ClockOut(Schema):
    """A time limit of a case."""

    name: ClockName
    state: ClockState
    started_at: datetime
    due_at: datetime | None = Field(description=_("Null while it is paused."))
    met_at: datetime | None
    stopped_at: datetime | None
    days: int
    working_days: bool
    timezone: str
    explanation: Explanation | None = Field(
        description=_("Null once the calendar has changed after the end of the clock.")
    )


class AttachmentOut(Schema):
    """A file of a case."""

    id: int
    entry: int = Field(description=_("The step that it came with."))
    name: str
    media_type: str = Field(description=_("Found by content."))
    size: int = Field(description=_("Bytes."))
    sha256: str
    public: bool
    problem: str
    withheld: bool = Field(
        description=_("Sealed, and not to be downloaded: it could show who the reporter is.")
    )
