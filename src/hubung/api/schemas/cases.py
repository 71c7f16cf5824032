"""Cases as the API tells and takes them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from pydantic import AfterValidator, StringConstraints, model_validator

from hubung.api.schemas.common import Input, Line, Moment, Paging, UnitCode, UnitRef, text
from hubung.cases.choices import Channel, ClockName, EntryKind, Kind, Outcome, Status
from hubung.cases.lifecycle import Action
from hubung.channels.web.contacts import e164
from hubung.directory.models import Sector

_LONGEST = settings.HUBUNG.limits.text_chars
Words = Annotated[str, text(_LONGEST)]
Reason = Annotated[str, text(2000)]


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
    title: str
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


class Door(StrEnum):
    """Where the reporter was met."""

    WEB = Channel.WEB.value
    PHONE = Channel.PHONE.value
    COUNTER = Channel.COUNTER.value
    LETTER = Channel.LETTER.value
    SOCIAL = Channel.SOCIAL.value


def _mail_address(value: str) -> str:
    if value:
        try:
            validate_email(value)
        except ValidationError as error:
            raise ValueError(error.messages[0]) from error
    return value


def _phone(value: str) -> str:
    try:
        return e164(value)
    except ValidationError as error:
        raise ValueError(error.messages[0]) from error


class ReporterIn(Input):
    """Who reports, and how they can be reached."""

    name: Annotated[Line, StringConstraints(max_length=150)] = ""
    email: Annotated[Line, AfterValidator(_mail_address)] = ""
    phone: Annotated[Line, StringConstraints(max_length=40), AfterValidator(_phone)] = Field(
        "", description=_("With country code, or Indonesian.")
    )
    address: Annotated[Line, StringConstraints(max_length=200)] = ""


class CaseIn(Input):
    """A report."""

    text: Words = Field(description=_("What happened, in the reporter's words."))
    title: Line = Field("", description=_("Empty: its first sentence."))
    kind: Kind | None = Field(None, description=_("Empty: guessed from the text."))
    sector: Sector | None = Field(None, description=_("Empty: guessed from the text."))
    channel: Door = Door.WEB
    place: Line = ""
    happened_on: date | None = None
    happened_at: Annotated[Line, StringConstraints(max_length=40)] = Field(
        "", description=_("Time of day, as told.")
    )
    language: Literal["id", "en"] = "id"
    anonymous: bool = Field(False, description=_("Nobody learns who reported: send no reporter."))
    confidential: bool = Field(False, description=_("Only named handlers see it."))
    reporter: ReporterIn | None = None

    @model_validator(mode="after")
    def _anonymous_has_no_reporter(self) -> CaseIn:
        if self.anonymous and self.reporter is not None:
            raise ValueError(gettext("An anonymous report has no reporter: leave it out."))
        return self


class Done(Schema):
    """How a case stands after a change."""

    number: str
    status: Status
    tier: int
    unit: str = Field(description=_("Code of the unit."))
    version: int
    entry: int = Field(description=_("The last step of its timeline."))


class Receipt(Schema):
    """What to tell the reporter: with number and code they follow the report."""

    number: str
    code: str = Field(description=_("Private; nobody at the desk can look it up."))
    created_at: datetime
    track_at: str = Field(description=_("Where reporters follow their reports."))


class NoteIn(Input):
    """An internal note."""

    text: Words


class MessageIn(Input):
    """Words for the reporter."""

    text: Words
    question: bool = Field(
        False, description=_("They must answer first: our time limits stand still until then.")
    )
    version: int | None = Field(
        None, ge=0, le=2**31 - 1, description=_("What the caller saw; a newer one is a conflict.")
    )


class AdditionIn(Input):
    """Further words of the reporter."""

    text: Words


class MoveIn(Input):
    """Where to."""

    tier: int = Field(ge=1, le=3)
    unit: UnitCode | None = Field(None, description=_("Empty: the unit that has it."))
    reason: Reason = Field(description=_("The reporter reads it too."))
    version: int | None = Field(
        None, ge=0, le=2**31 - 1, description=_("What the caller saw; a newer one is a conflict.")
    )


class AnswerIn(Input):
    """The public answer."""

    text: Words
    outcome: Outcome
    promise: Line = Field("", description=_("What will still be done."))
    promised_on: date | None = None
    version: int | None = Field(
        None, ge=0, le=2**31 - 1, description=_("What the caller saw; a newer one is a conflict.")
    )
