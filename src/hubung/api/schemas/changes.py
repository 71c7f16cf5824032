"""What callers send to change a case, and what they are told then."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from pydantic import AfterValidator, StringConstraints, model_validator

from hubung.api.schemas.common import Input, Line, UnitCode, text
from hubung.cases.choices import Channel, Kind, Outcome, Status
from hubung.channels.web.contacts import e164
from hubung.directory.models import Sector

_LIMITS = settings.HUBUNG.limits
Words = Annotated[str, text(_LIMITS.text_chars)]
Reason = Annotated[str, text(2000)]
ShortReason = Annotated[str, text(200)]
#: A case by its number, a person by their mail address.
Number = Annotated[Line, StringConstraints(max_length=40)]
Address = Annotated[Line, StringConstraints(max_length=254)]


_DAY = "happened_on"


def _version() -> Any:
    return Field(
        None, ge=0, le=2**31 - 1, description=_("What the caller saw; a newer one is a conflict.")
    )


def _files() -> Any:
    return Field(
        [],
        max_length=_LIMITS.files,
        description=_("References of files that were uploaded before."),
    )


Reference = Annotated[str, StringConstraints(pattern=r"^[!-~]+$", max_length=1000)]


class UploadOut(Schema):
    """A file that is stored and waits for the report or the words that it goes with."""

    reference: str = Field(description=_("To be sent in `files`, within seven days."))
    name: str
    media_type: str = Field(description=_("Found by content."))
    size: int = Field(description=_("Bytes, after what gives people away was taken out."))
    sha256: str
    problem: str = Field(description=_("Why it could not be cleaned or looked into, if so."))


class SentKind(StrEnum):
    """Kinds of report that may be sent; requests about personal data have their own form."""

    INFORMATION_REQUEST = Kind.INFORMATION_REQUEST.value
    SUGGESTION = Kind.SUGGESTION.value
    COMPLAINT = Kind.COMPLAINT.value
    MISCONDUCT = Kind.MISCONDUCT.value
    PRAISE = Kind.PRAISE.value


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
    kind: SentKind | None = Field(None, description=_("Empty: guessed from the text."))
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
    files: list[Reference] = _files()

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
    files: list[Reference] = _files()


class MessageIn(Input):
    """Words for the reporter."""

    text: Words
    question: bool = Field(
        False, description=_("They must answer first: our time limits stand still until then.")
    )
    files: list[Reference] = _files()
    version: int | None = _version()


class AdditionIn(Input):
    """Further words of the reporter."""

    text: Words
    files: list[Reference] = _files()


class MoveIn(Input):
    """Where to."""

    tier: int = Field(ge=1, le=3)
    unit: UnitCode | None = Field(None, description=_("Empty: the unit that has it."))
    reason: Reason = Field(description=_("The reporter reads it too."))
    version: int | None = _version()


class AnswerIn(Input):
    """The public answer."""

    text: Words
    outcome: Outcome
    promise: Line = Field("", description=_("What will still be done."))
    promised_on: date | None = None
    files: list[Reference] = _files()
    version: int | None = _version()


class ReasonIn(Input):
    """Why."""

    reason: Reason


class RejectIn(ReasonIn):
    """Why it is not handled; the reporter reads it."""

    version: int | None = _version()


class PassOnIn(Input):
    """To whom it belongs."""

    authority: Annotated[Line, StringConstraints(min_length=1)]
    reason: Reason = Field(description=_("The reporter reads it too."))
    version: int | None = _version()


class AssignIn(Input):
    """To whom."""

    person: Address = Field(description=_("Mail address of a colleague who may see the case."))


class OtherIn(Input):
    """Another case, and why the two belong together."""

    other: Number = Field(description=_("Number of the other case."))
    reason: ShortReason


class SplitIn(Input):
    """A second concern in the same report."""

    title: Annotated[Line, StringConstraints(min_length=1)]
    text: Words = Field(description=_("Its part of the report."))
    reason: ShortReason


class FactsIn(Input):
    """What the report says of itself; what is left out stays as it is."""

    title: Annotated[Line, StringConstraints(min_length=1)] | None = None
    kind: SentKind | None = None
    sector: Sector | None = None
    place: Line | None = None
    happened_on: date | None = None
    happened_at: Annotated[Line, StringConstraints(max_length=40)] | None = None
    confidential: bool | None = None
    version: int | None = _version()

    def facts(self) -> dict[str, Any]:
        """What to correct. Null empties the day and the sector; the rest has no such thing."""
        said = self.model_dump(exclude_unset=True, exclude={"version"})
        if "sector" in said:
            said["sector"] = said["sector"] or ""
        return {name: each for name, each in said.items() if each is not None or name == _DAY}
