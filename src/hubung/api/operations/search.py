"""One search over everything that is public, as the portal has it."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from hubung.api.auth import Bearer
from hubung.api.callers import ApiRequest
from hubung.api.operations.cases import find_unit
from hubung.api.schemas import search as schemas
from hubung.api.schemas.common import UnitRef, answers
from hubung.directory.models import Sector
from hubung.search import finding
from hubung.search.asking import Filters
from hubung.search.models import Item, PublicKind

router = Router(tags=["search"])


@router.get(
    "/search",
    auth=Bearer(None),
    response=answers(schemas.FoundPage, 422),
    summary=_("Search everything that is public"),
    description=_("Pages, documents, data sets, agendas, answers, units. No scope is needed."),
    operation_id="search",
)
def search(request: ApiRequest, filters: Query[schemas.SearchFilters]) -> schemas.FoundPage:
    chosen = Filters(
        kind=filters.kind or "",
        sector=filters.sector or "",
        year=filters.year,
        unit=find_unit(filters.under, at="under").pk if filters.under else None,
    )
    first = (filters.page - 1) * filters.limit
    found = finding.find(filters.q, chosen, first=first, count=filters.limit)
    return schemas.FoundPage(
        items=[_found(item) for item in found.items],
        total=found.total,
        more=found.limited,
        understood=" ".join(each.meant or each.word for each in found.question.words),
    )


def _found(item: Item) -> schemas.FoundOut:
    return schemas.FoundOut(
        kind=PublicKind(item.kind),
        title=item.title,
        title_en=item.title_en,
        summary=item.summary,
        day=item.day,
        sector=Sector(item.sector) if item.sector else None,
        unit=UnitRef(code=item.unit.code, name=item.unit.name) if item.unit else None,
        address=item.address,
    )
