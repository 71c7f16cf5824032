"""Every service beside what is promised: how long it really took."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hubung.insight.published import fewest
from hubung.insight.times.published import Times, times
from hubung.portal import answers
from hubung.portal.content import queries
from hubung.portal.content.models import ServicePage
from hubung.portal.published.files import csv_answer
from hubung.portal.published.words import Cell, Line, number, share
from hubung.ui.dates import day

_HEAD = (
    "service",
    "address",
    "unit_code",
    "promised_working_days",
    "median_working_days",
    "p90_working_days",
    "share_in_promised_time",
    "applications",
    "since",
    "until",
)


@dataclass(frozen=True)
class Promised:
    """A service as its page tells of it, and its times; None: too few, or none handed in."""

    page: ServicePage
    times: Times | None


@require_safe
def services(request: HttpRequest) -> HttpResponseBase:
    """The table, those of which nothing is known too."""
    rows = list(_services())
    context = {
        "heads": [
            _("Promised"),
            _("Half within"),
            _("Nine of ten within"),
            _("In the promised time"),
            _("Answered applications"),
            _("Up to"),
        ],
        "lines": [Line(row.page.said("title"), row.page.url, _cells(row)) for row in rows],
        "unknown": sum(row.times is None for row in rows),
        "fewest": fewest(),
    }
    return answers.for_each(render(request, "portal/published/services.html", context))


@require_safe
def services_csv(request: HttpRequest) -> HttpResponseBase:
    """The same, a service a line; an empty cell is not known."""
    return csv_answer(request, "waktu-layanan.csv", _HEAD, map(_values, _services()))


def _services() -> Iterator[Promised]:
    pages = list(queries.services())
    told = times([page.measured_id for page in pages if page.measured_id])
    return (Promised(page, told.get(page.measured_id or 0)) for page in pages)


def _kept(row: Promised) -> str:
    promised, took = row.page.promised_days, row.times
    return "" if promised is None or took is None else share(took.share_within(promised))


def _cells(row: Promised) -> tuple[Cell, ...]:
    promised, took = row.page.promised_days, row.times
    figures = (None, None, None) if took is None else (took.median, took.slow, took.count)
    median, slow, count = (Cell("–" if each is None else number(each)) for each in figures)
    return (
        Cell("–" if promised is None else number(promised)),
        median,
        slow,
        Cell(_kept(row) or "–"),
        count,
        Cell("–" if took is None else day(took.until)),
    )


def _values(row: Promised) -> list[str | int | None]:
    page, took = row.page, row.times
    known: list[str | int | None] = [page.title, page.url, page.unit.code if page.unit else ""]
    known.append(page.promised_days)
    if took is None:
        return [*known, None, None, None, None, None, None]
    kept = (
        None
        if page.promised_days is None
        else f"{float(took.share_within(page.promised_days)):.4f}"
    )
    return [
        *known,
        took.median,
        took.slow,
        kept,
        took.count,
        took.since.isoformat(),
        took.until.isoformat(),
    ]
