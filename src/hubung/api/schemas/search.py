"""What is public and can be found, as the API tells it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from hubung.api.schemas.common import UnitCode, UnitRef, text
from hubung.directory.models import Sector
from hubung.search.models import PublicKind


class SearchFilters(Schema):
    """Words, and what narrows them."""

    q: Annotated[str, text(200)] = Field(description=_("Words, as people write them."))
    kind: PublicKind | None = None
    sector: Sector | None = None
    year: int | None = Field(None, ge=1945, le=2200)
    under: UnitCode | None = Field(
        None, description=_("Code of a unit: this one and all below it.")
    )
    page: int = Field(1, ge=1, le=100)
    limit: Annotated[int, Field(ge=1, le=50, description=_("The most items on a page."))] = 15


class FoundOut(Schema):
    """A public thing."""

    kind: PublicKind
    title: str
    title_en: str
    summary: str
    day: date | None = Field(description=_("The day that it tells of; null: it holds always."))
    sector: Sector | None
    unit: UnitRef | None
    address: str = Field(description=_("Path on this site."))


class FoundPage(Schema):
    """A part of what is found, the best first."""

    items: list[FoundOut]
    total: int
    more: bool = Field(description=_("Whether there are more than `total`."))
    understood: str = Field(description=_("The words that it was searched for."))
