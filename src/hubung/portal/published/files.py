"""The figures as files: everything that is on the pages, for whoever reckons further."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.views.decorators.http import require_safe

from hubung.insight import published
from hubung.insight.published import Row
from hubung.portal import answers

KEYS = ("month", "scope", "sector", "unit_code", "unit_name")


@require_safe
def csv_file(request: HttpRequest) -> HttpResponseBase:
    """All months of all scopes, one a line; an empty cell is hidden or unknown."""
    names = [column.name for column in published.COLUMNS]
    rows = (
        [*_key(row).values(), *_said(row).values(), _hidden(row)] for row in published.everything()
    )
    return csv_answer(request, "kinerja.csv", [*KEYS, *names, "hidden"], rows)


@require_safe
def json_file(request: HttpRequest) -> HttpResponseBase:
    """The same with each figure's definition and the time when it was counted."""
    with translation.override("id"):
        definitions = [
            {"name": column.name, "title": str(column.title), "definition": str(column.definition)}
            for column in published.COLUMNS
        ]
    rows = [
        {
            **_key(row),
            **_said(row),
            "hidden": sorted(row.hidden),
            "counted_at": row.counted_at.isoformat(timespec="seconds"),
        }
        for row in published.everything()
    ]
    found = {"fewest": published.fewest(), "definitions": definitions, "rows": rows}
    body = json.dumps(found, ensure_ascii=False, default=_plain)
    return _public(request, body, "application/json", "kinerja.json")


@require_safe
def calls_csv(request: HttpRequest) -> HttpResponseBase:
    """The telephone, a day a line."""
    head = ["day", "calls", "answered", "abandoned", "counted", "in_time"]
    rows = (
        [day.begin, day.calls, day.answered, day.abandoned, day.counted, day.in_time]
        for day in published.calls_by_day(days=5000)
    )
    return csv_answer(request, "telepon-151.csv", head, rows)


def _key(row: Row) -> dict[str, Any]:
    return {"month": f"{row.month:%Y-%m}", **{key: getattr(row, key) for key in KEYS[1:]}}


def _said(row: Row) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in published.COLUMNS}


def _hidden(row: Row) -> str:
    return " ".join(sorted(row.hidden))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(value)


def csv_answer(
    request: HttpRequest, name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponseBase:
    """A table as a file."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows(rows)
    return _public(request, text.getvalue(), "text/csv", name)


def _public(request: HttpRequest, text: str, kind: str, name: str) -> HttpResponseBase:
    return answers.file(request, text.encode(), kind, name, keep=answers.AN_HOUR)
