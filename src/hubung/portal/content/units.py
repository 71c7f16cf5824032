"""The ministry as the public sees it: units, where they are, who leads them. Nothing private."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hubung.directory.models import Holding, Unit, UnitKind, in_force, today
from hubung.directory.queries import open_units
from hubung.portal.content.caching import public
from hubung.portal.content.models import SectionPage

#: Inner teams have no door for the public.
_INSIDE = (UnitKind.TEAM,)


@dataclass(frozen=True)
class Official:
    """Whoever holds a post today: what is printed on a door, and no more."""

    post: str
    name: str
    acting: bool
    heads: bool


@require_safe
@public
def tree(request: HttpRequest) -> HttpResponse:
    """The ministry, its directorates, and how many offices each has."""
    units = list(shown())
    below: dict[int | None, list[Unit]] = defaultdict(list)
    for each in units:
        below[each.parent_id].append(each)
    tops = below[None]
    branches = [(unit, below[unit.pk]) for top in tops for unit in below[top.pk]]
    return render(request, "content/units.html", {"tops": tops, "branches": branches})


@require_safe
@public
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """A unit. Raises Http404 for one that is closed, unknown or inside only."""
    found = shown().filter(code=code).select_related("parent").first()
    if found is None:
        raise Http404
    above = open_units().filter(pk__in=[int(pk) for pk in found.path.strip("/").split("/")[:-1]])
    context = {
        "unit": found,
        "above": above.order_by("path"),
        "officials": _officials(found),
        "below": shown().filter(parent=found).order_by("name"),
        "section": SectionPage.objects.live().filter(unit=found).first(),
    }
    return render(request, "content/unit.html", context)


def shown() -> QuerySet[Unit]:
    """Units that have a page."""
    return open_units().exclude(kind__in=_INSIDE).order_by("path")


def _officials(unit: Unit) -> list[Official]:
    """Holders of its posts today, its head first."""
    holdings = (
        Holding.objects.filter(in_force(today()), post__unit=unit, person__is_active=True)
        .select_related("post", "person")
        .order_by("-post__heads_unit", "post__title", "acting")
    )
    return [
        Official(each.post.title, each.person.name, each.acting, each.post.heads_unit)
        for each in holdings
    ]
