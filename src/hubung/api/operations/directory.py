"""Reading the directory: what the ministry publishes of itself."""

from __future__ import annotations

import re
from datetime import date

from django.db.models import Prefetch, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from hubung.api import cursors, problems
from hubung.api.auth import needs
from hubung.api.callers import ApiRequest
from hubung.api.models import Scope
from hubung.api.operations.cases import find_unit
from hubung.api.problems import Problem
from hubung.api.schemas import directory as schemas
from hubung.api.schemas.common import UNIT_CODE, answers
from hubung.directory.models import Holding, Post, Sector, TimeZone, Unit, UnitKind, in_force, today

router = Router(tags=["directory"])
READ = needs(Scope.DIRECTORY_READ)
_CODE = re.compile(UNIT_CODE)


@router.get(
    "/units",
    response=answers(schemas.UnitPage, 422),
    summary=_("List units"),
    description=_("Sorted by code. `parent` makes a tree of them."),
    operation_id="list_units",
    **READ,
)
def list_units(request: ApiRequest, filters: Query[schemas.UnitFilters]) -> schemas.UnitPage:
    after = cursors.word(filters.cursor)
    chosen = (
        Unit.objects.filter(_condition(filters), code__gt=after)
        .select_related("parent", "successor")
        .order_by("code")
    )
    units, more = cursors.cut(chosen, filters.limit)
    return schemas.UnitPage(
        items=[_unit(unit) for unit in units],
        next_cursor=cursors.encode(units[-1].code) if more else None,
    )


def _condition(filters: schemas.UnitFilters) -> Q:
    chosen = Q()
    if filters.kind is not None:
        chosen &= Q(kind=filters.kind)
    if filters.sector is not None:
        chosen &= Q(sector=filters.sector)
    if filters.on is not None:
        chosen &= Q(opened_on__lte=filters.on) & _not_closed(filters.on)
    if filters.under is not None:
        chosen &= Q(path__startswith=find_unit(filters.under, at="under").path)
    return chosen


def _not_closed(on: date) -> Q:
    return Q(closed_on__isnull=True) | Q(closed_on__gt=on)


@router.get(
    "/units/{code}",
    response=answers(schemas.UnitWithNames, 404),
    summary=_("Read a unit"),
    description=_("With all the names it has had."),
    operation_id="get_unit",
    **READ,
)
def get_unit(request: ApiRequest, code: str) -> schemas.UnitWithNames:
    unit = _find(code)
    return schemas.UnitWithNames(
        **dict(_unit(unit)),
        names=[
            schemas.NameOut(
                name=each.name,
                short_name=each.short_name,
                valid_from=each.valid_from,
                decree=each.decree,
            )
            for each in unit.names.order_by("valid_from")
        ],
    )


@router.get(
    "/units/{code}/posts",
    response=answers(list[schemas.PostOut], 404),
    summary=_("List the posts of a unit"),
    description=_("With those who hold them today."),
    operation_id="list_posts",
    **READ,
)
def list_posts(request: ApiRequest, code: str) -> list[schemas.PostOut]:
    holdings = (
        Holding.objects.filter(in_force(today())).select_related("person").order_by("acting", "pk")
    )
    posts = Post.objects.filter(unit=_find(code)).prefetch_related(
        Prefetch("holdings", queryset=holdings)
    )
    return [_post(post) for post in posts]


def _find(code: str) -> Unit:
    if not _CODE.fullmatch(code):
        raise _no_such_unit()
    unit = Unit.objects.filter(code=code).select_related("parent", "successor").first()
    if unit is None:
        raise _no_such_unit()
    return unit


def _no_such_unit() -> Problem:
    return Problem(problems.NOT_FOUND, gettext("No unit has this code."))


def _unit(unit: Unit) -> schemas.UnitOut:
    return schemas.UnitOut(
        code=unit.code,
        name=unit.name,
        short_name=unit.short_name,
        kind=UnitKind(unit.kind),
        sector=Sector(unit.sector) if unit.sector else None,
        timezone=TimeZone(unit.timezone),
        place=unit.place,
        email=unit.email,
        parent=unit.parent.code if unit.parent else None,
        opened_on=unit.opened_on,
        closed_on=unit.closed_on,
        successor=unit.successor.code if unit.successor else None,
        decree=unit.decree,
    )


def _post(post: Post) -> schemas.PostOut:
    return schemas.PostOut(
        title=post.title,
        heads_unit=post.heads_unit,
        email=post.email,
        holders=[
            schemas.HolderOut(
                name=holding.person.name, acting=holding.acting, since=holding.valid_from
            )
            for holding in post.holdings.all()
        ],
    )
