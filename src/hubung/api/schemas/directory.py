"""The directory as the API tells it: units, posts, and who holds them. Nothing private."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from hubung.api.schemas.common import Paging, UnitCode
from hubung.directory.models import Sector, TimeZone, UnitKind


class UnitFilters(Paging):
    """Which units; every filter given must fit."""

    kind: UnitKind | None = None
    sector: Sector | None = None
    under: UnitCode | None = Field(
        None, description=_("Code of a unit: this one and all below it.")
    )
    on: date | None = Field(
        None, description=_("Units that exist on this day; empty: those that ended, too.")
    )


class UnitOut(Schema):
    """A unit of the ministry, from its founding to its end."""

    code: str
    name: str
    short_name: str
    kind: UnitKind
    sector: Sector | None
    timezone: TimeZone
    place: str
    email: str
    parent: str | None = Field(description=_("Code of the unit above it."))
    opened_on: date
    closed_on: date | None
    successor: str | None = Field(description=_("Code of the unit that followed it."))
    decree: str = Field(description=_("Legal ground of its end."))


class UnitPage(Schema):
    """A part of the list of units, by code."""

    items: list[UnitOut]
    next_cursor: str | None


class NameOut(Schema):
    """What a unit was called from a day on."""

    name: str
    short_name: str
    valid_from: date
    decree: str


class UnitWithNames(UnitOut):
    """A unit with all its names."""

    names: list[NameOut]


class HolderOut(Schema):
    """Who holds a post, since when."""

    name: str
    acting: bool
    since: date


class PostOut(Schema):
    """An official's function."""

    title: str
    heads_unit: bool
    email: str = Field(description=_("The address of the post, not of its holder."))
    holders: list[HolderOut]
