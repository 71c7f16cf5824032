"""Types that several operations share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, StringConstraints

#: PostgreSQL stores no NUL, and nobody types one.
_NO_NUL = r"^[^\x00]*$"

Line = Annotated[str, StringConstraints(pattern=_NO_NUL, max_length=200)]
UNIT_CODE = r"^[A-Za-z0-9._-]+$"
UnitCode = Annotated[str, StringConstraints(pattern=UNIT_CODE, max_length=40)]


def text(max_length: int) -> Any:
    """Constraints of a text of many lines."""
    return StringConstraints(pattern=_NO_NUL, min_length=1, max_length=max_length)


def _in_reach(moment: datetime) -> datetime:
    """A moment that every database and every zone can hold."""
    if not 1970 <= moment.year <= 9998:
        raise ValueError("the year must be from 1970 to 9998")
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_in_reach)]


class Input(Schema):
    """What a caller sends: a field that does not exist is an error, so a typing slip is found."""

    model_config = ConfigDict(extra="forbid")


class Paging(Schema):
    """Which part of a list."""

    cursor: Annotated[str, StringConstraints(max_length=200)] | None = Field(
        None, description=_("`next_cursor` of the page before; empty for the first page.")
    )
    limit: int = Field(50, ge=1, le=200, description=_("The most items on a page."))


class UnitRef(Schema):
    """A unit of the ministry."""

    code: str
    name: str


class Fault(Schema):
    """What is wrong with one part of a request."""

    at: str = Field(description=_("JSON pointer in the body, or the name of a parameter."))
    detail: str


class ProblemDocument(Schema):
    """An error, as RFC 9457 says it."""

    type: str
    title: str
    status: int
    detail: str | None = None
    instance: str | None = Field(None, description=_("Names this request in our logs."))
    errors: list[Fault] | None = None


def answers(
    model: Any, *problems: int, status: int = 200, open_to_all: bool = False
) -> dict[int, Any]:
    """An operation's documented answers: its own, the given errors, and those of the token."""
    always = () if open_to_all else (401, 403, 429)
    return {status: model, **dict.fromkeys(sorted({*always, *problems}), ProblemDocument)}
