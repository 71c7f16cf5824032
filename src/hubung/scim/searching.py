"""Lists: filtered, sorted, in pages; of one type of resource, or of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _
from scim2_models import InvalidPathException, NotImplementedException, SearchRequest

from hubung.scim.callers import Caller
from hubung.scim.filtering import Conditions
from hubung.scim.kinds import KINDS, Kind
from hubung.scim.operations import dump, wanted_of_answer
from hubung.scim.reading import POLICY
from hubung.scim.resources import FullGroup, FullUser

_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
#: In a page: without a wish, and at the most.
COUNT = 100
MOST = 200
#: Of both types at once, whose columns differ.
_EITHER = SearchRequest[FullUser | FullGroup]


def search(caller: Caller, kind: Kind | None, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A list response; `kind` None asks for users and then groups. Raises SCIMException."""
    model: Any = kind.model if kind else None
    form: Any = SearchRequest[model] if kind else _EITHER
    with POLICY:
        request = form.model_validate(dict(asked))
    if kind is None and request.sort_by is not None:
        raise NotImplementedException(detail=_("Sort one type of resource at a time."))
    kinds = (kind,) if kind else KINDS
    found = [(each, _chosen(caller, each, request, len(kinds) == 1)) for each in kinds]
    start = request.start_index or 1
    count = COUNT if request.count is None else min(request.count, MOST)
    totals = [rows.count() for _each, rows in found]
    resources: list[dict[str, Any]] = []
    skipped = start - 1
    for (each, rows), total in zip(found, totals, strict=True):
        room = count - len(resources)
        if room > 0 and skipped < total:
            page = list(each.with_details(rows)[skipped : skipped + room])
            resources += _dumped(caller, each, page, asked)
        skipped = max(0, skipped - total)
    return {
        "schemas": [_SCHEMA],
        "totalResults": sum(totals),
        "startIndex": start,
        "itemsPerPage": len(resources),
        "Resources": resources,
    }


def _chosen(caller: Caller, kind: Kind, request: Any, one_type: bool) -> QuerySet[Any]:
    rows = kind.known_to(caller)
    if request.filter is not None:
        conditions = Conditions(kind.columns_for(caller), one_type=one_type)
        rows = rows.filter(conditions.visit(request.filter.ast))
    return rows.order_by(*_order(kind, request))


def _order(kind: Kind, request: Any) -> Sequence[Any]:
    """By what was wished, then by id; what has no value comes last, or first when descending."""
    if request.sort_by is None:
        return ["pk"]
    name = str(request.sort_by).rpartition(":")[2].lower()
    column = kind.sorted_by.get(name)
    if column is None:
        raise InvalidPathException(detail=_("One cannot sort by “%(name)s”.") % {"name": name})
    by: Any = F(column) if isinstance(column, str) else column
    if request.sort_order == SearchRequest.SortOrder.descending:
        return [OrderBy(by, descending=True, nulls_first=True), "-pk"]
    return [OrderBy(by, nulls_last=True), "pk"]


def _dumped(
    caller: Caller, kind: Kind, page: Sequence[Any], asked: Mapping[str, Any]
) -> list[dict[str, Any]]:
    shown = {
        name: value
        for name, value in asked.items()
        if name.lower() in ("attributes", "excludedattributes")
    }
    parameters = wanted_of_answer(kind, shown)
    return [dump(each, parameters) for each in kind.show(caller, page, shown)]
