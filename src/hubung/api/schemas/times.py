"""What a program that provides a service says of the applications that it has finished."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from pydantic import StringConstraints

from hubung.api.schemas.common import Input, Line
from hubung.insight.times.handing_in import LONGEST_REFERENCE

MOST = 1000


class FinishedIn(Input):
    """One application that was answered, yes or no."""

    reference: Annotated[
        Line, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_REFERENCE)
    ] = Field(description=_("Its number; only a digest is kept. The same again replaces it."))
    received_on: date = Field(description=_("The day its papers were whole."))
    finished_on: date = Field(description=_("The day the applicant had the answer."))


class TimesIn(Input):
    """Some of what was finished."""

    items: list[FinishedIn] = Field(min_length=1, max_length=MOST)


class TimesTaken(Schema):
    """What became of it."""

    created: int = Field(description=_("New ones."))
    changed: int = Field(description=_("Known ones whose days were put right."))
    known: int = Field(description=_("Known ones with the same days."))
