"""The pages of the published figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hubung.directory.models import Sector
from hubung.insight import published
from hubung.insight.published import Row
from hubung.portal import answers
from hubung.portal.published import words
from hubung.ui.dates import month
from hubung.ui.templatetags.hubung import sector_word

#: How the reports of no sector are called in an address.
NO_SECTOR = "lainnya"
#: Units on the first page, and on one page of all of them.
_LARGEST = 12
_ON_A_PAGE = 60


@require_safe
def ministry(request: HttpRequest) -> HttpResponseBase:
    """The whole ministry, 151, and the ways to each sector and unit."""
    newest, promise = published.newest(), published.promise()
    units = published.units(newest) if newest else []
    days = published.calls_by_day()
    context = {
        **_course(published.ministry()),
        "promise": promise,
        "today": words.share(promise.today),
        "target": words.share(promise.target),
        "reached": promise.today is not None and promise.today >= promise.target,
        "call_chart": words.answered_in_time(days, promise.target, promise.seconds),
        "has_days": bool(days),
        "calls": words.calls(published.calls_by_month()),
        "sectors": _lines(published.sectors(newest)) if newest else [],
        "units": _lines(sorted(units, key=lambda row: -(row.received or 0))[:_LARGEST]),
        "unit_count": len(units),
        "protected": _protected(),
        "requests": words.by_month(published.requests()),
        "columns": published.COLUMNS,
    }
    return _page(request, "portal/published/ministry.html", context)


@require_safe
def sector(request: HttpRequest, code: str) -> HttpResponseBase:
    """One sector, month by month."""
    wanted = "" if code == NO_SECTOR else code
    if wanted not in Sector.values and code != NO_SECTOR:
        raise Http404
    name = sector_word(wanted) if wanted else _("No sector")
    context = {**_course(published.sector(wanted)), "name": name, "sector": wanted}
    return _page(request, "portal/published/part.html", context)


@require_safe
def units(request: HttpRequest) -> HttpResponseBase:
    """Every unit in the youngest month, by name."""
    newest = published.newest()
    rows = published.units(newest) if newest else []
    page = Paginator(rows, _ON_A_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "month": month(newest) if newest else "",
        "page": page,
        "heads": words.heads(),
        "lines": _lines(list(page.object_list)),
    }
    return _page(request, "portal/published/units.html", context)


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponseBase:
    """One unit, month by month."""
    found = published.unit_named(code)
    if found is None:
        raise Http404
    name, sector = found
    context = {**_course(published.unit(code)), "name": name, "sector": sector, "is_unit": True}
    return _page(request, "portal/published/part.html", context)


def _course(rows: Sequence[Row]) -> dict[str, Any]:
    """What every page has: the youngest month in large figures, charts, and the table."""
    if not rows:
        return {"fewest": published.fewest()}
    return {
        "month": month(rows[0].month),
        "counted_at": rows[0].counted_at,
        "stats": words.stats(rows[0]),
        "charts": words.course(rows) if len(rows) > 1 else [],
        "heads": words.heads(),
        "lines": words.by_month(rows),
        "fewest": published.fewest(),
    }


def _lines(rows: Sequence[Row]) -> list[words.Line]:
    return [words.Line(*_named(row), words.cells(row)) for row in rows]


def _named(row: Row) -> tuple[str, str]:
    """What a row is of, and where its own page is."""
    if row.unit_code:
        return row.unit_name, reverse("published:unit", args=[row.unit_code])
    name = sector_word(row.sector) if row.sector else _("No sector")
    return name, reverse("published:sector", args=[row.sector or NO_SECTOR])


def _protected() -> list[words.Line]:
    return [
        words.Line(line.name, "", line.cells[:2]) for line in words.by_month(published.protected())
    ]


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponseBase:
    return answers.for_each(render(request, template, context))
