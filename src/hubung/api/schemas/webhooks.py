"""Webhooks as the API takes and tells them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from pydantic import AfterValidator, StringConstraints

from hubung.api.schemas.common import Input
from hubung.api.webhooks.targets import LONGEST, ForbiddenTargetError, parse

EventName = Literal[
    "case.received",
    "case.verified",
    "case.taken",
    "case.released",
    "case.moved",
    "case.asked",
    "case.added",
    "case.told",
    "case.answered",
    "case.rejected",
    "case.passed_on",
    "case.closed",
    "case.reopened",
    "case.objected",
    "case.alarmed",
    "case.rated",
    "case.changed",
]


def _may_be_sent_to(url: str) -> str:
    try:
        parse(url)
    except ForbiddenTargetError as error:
        raise ValueError(str(error)) from error
    return url


class WebhookIn(Input):
    """Where to tell what."""

    url: Annotated[str, StringConstraints(max_length=LONGEST), AfterValidator(_may_be_sent_to)] = (
        Field(description=_("An https address that is public."))
    )
    events: list[EventName] = Field(min_length=1, max_length=50)


class WebhookOut(Schema):
    """A webhook."""

    id: int
    url: str
    events: list[EventName]
    created_at: datetime


class WebhookWithSecret(WebhookOut):
    """A webhook that was just made."""

    secret: str = Field(description=_("Signs what is sent; shown this once."))


class DeliveryOut(Schema):
    """One event on its way to a webhook."""

    id: UUID = Field(description=_("The header webhook-id, the same at each attempt."))
    event: EventName
    created_at: datetime
    delivered_at: datetime | None
    next_attempt_at: datetime | None
    attempts: int
    status: int | None = Field(description=_("What the receiver answered."))
    error: str


class DeliveryPage(Schema):
    """A part of the deliveries of a webhook, newest first."""

    items: list[DeliveryOut]
    next_cursor: str | None
