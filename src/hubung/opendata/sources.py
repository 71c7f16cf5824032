"""Data sets that the program makes by itself, from what it publishes anyway."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hubung.directory.models import Unit, UnitKind
from hubung.insight import published
from hubung.opendata.models import Frequency

Words = str | Promise


@dataclass(frozen=True)
class Field:
    """A column: its type is one of Table Schema's (string, integer, number, date, yearmonth)."""

    name: str
    type: str
    title: Words
    description: Words = ""


@dataclass(frozen=True)
class Source:
    """How a data set is made: its words, its columns, its rows, each with a value for a column.

    `days` gives the first and the last day that the rows tell of; None where they tell of today.
    """

    slug: str
    title: Words
    description: Words
    keywords: tuple[str, ...]
    publisher: UnitKind
    frequency: Frequency
    fields: tuple[Field, ...]
    rows: Callable[[], Iterator[Sequence[Any]]]
    days: Callable[[Sequence[Sequence[Any]]], tuple[date, date]] | None = None


def _figures() -> Iterator[Sequence[Any]]:
    for row in published.everything():
        yield (
            f"{row.month:%Y-%m}",
            row.scope,
            row.sector,
            row.unit_code,
            row.unit_name,
            *(getattr(row, column.name) for column in published.COLUMNS),
            " ".join(sorted(row.hidden)),
        )


def _calls() -> Iterator[Sequence[Any]]:
    for day in published.calls_by_day(days=5000):
        yield day.begin, day.calls, day.answered, day.abandoned, day.counted, day.in_time


def _units() -> Iterator[Sequence[Any]]:
    for unit in Unit.objects.select_related("parent", "successor").order_by("code"):
        yield (
            unit.code,
            unit.name,
            unit.short_name,
            unit.kind,
            unit.sector,
            unit.parent.code if unit.parent else "",
            unit.place,
            unit.timezone,
            unit.opened_on,
            unit.closed_on,
            unit.successor.code if unit.successor else "",
        )


def _months(rows: Sequence[Sequence[Any]]) -> tuple[date, date]:
    names = [str(row[0]) for row in rows]
    year, month = map(int, max(names).split("-"))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return date.fromisoformat(f"{min(names)}-01"), last


def _days(rows: Sequence[Sequence[Any]]) -> tuple[date, date]:
    return min(row[0] for row in rows), max(row[0] for row in rows)


_TYPES = {"count": "integer", "whole_days": "integer", "days": "number", "score": "number"}

SOURCES = (
    Source(
        slug="kinerja-layanan",
        title=_("Service performance by month"),
        description=_(
            "Reports received and settled, tiers, time limits, days until the answer, open "
            "reports, objections, reopened reports and satisfaction: of the ministry, each sector "
            "and each unit. Counts that could give a person away are hidden; the last column says "
            "which."
        ),
        keywords=("layanan", "pengaduan", "kinerja", "kepuasan", "151"),
        publisher=UnitKind.CONTACT_CENTRE,
        frequency=Frequency.MONTHLY,
        fields=(
            Field("month", "yearmonth", _("Month")),
            Field(
                "scope", "string", _("Scope"), _("ministry, sector, unit, protected or requests")
            ),
            Field("sector", "string", _("Sector"), _("darat, laut, udara, kereta, or none")),
            Field("unit_code", "string", _("Code of the unit")),
            Field("unit_name", "string", _("Name of the unit")),
            *(
                Field(column.name, _TYPES[column.kind], column.title, column.definition)
                for column in published.COLUMNS
            ),
            Field("hidden", "string", _("Hidden"), _("Figures that are not told, by their name")),
        ),
        rows=_figures,
        days=_months,
    ),
    Source(
        slug="panggilan-151",
        title=_("Calls to the contact centre by day"),
        description=_(
            "Calls that reached the number, how many somebody answered, how many hung up while "
            "they waited, and how many of those that count were answered in time."
        ),
        keywords=("telepon", "151", "pusat kontak", "waktu tunggu"),
        publisher=UnitKind.CONTACT_CENTRE,
        frequency=Frequency.DAILY,
        fields=(
            Field("day", "date", _("Day")),
            Field("calls", "integer", _("Calls")),
            Field("answered", "integer", _("Answered by somebody")),
            Field("abandoned", "integer", _("Hung up while waiting")),
            Field("counted", "integer", _("Calls that count")),
            Field("in_time", "integer", _("Answered in time")),
        ),
        rows=_calls,
        days=_days,
    ),
    Source(
        slug="unit-dan-kantor",
        title=_("Units and offices"),
        description=_(
            "Every unit of the ministry with its code, kind, sector, parent, place and time zone; "
            "those that were closed with their last day and their successor."
        ),
        keywords=("organisasi", "unit", "kantor", "KSOP", "UPP", "BPTD"),
        publisher=UnitKind.MINISTRY,
        frequency=Frequency.IRREGULAR,
        fields=(
            Field("code", "string", _("Code")),
            Field("name", "string", _("Name")),
            Field("short_name", "string", _("Short name")),
            Field("kind", "string", _("Kind")),
            Field("sector", "string", _("Sector"), _("darat, laut, udara, kereta, or none")),
            Field("parent_code", "string", _("Code of the unit above")),
            Field("place", "string", _("Place")),
            Field("timezone", "string", _("Time zone")),
            Field("opened_on", "date", _("Opened on")),
            Field("closed_on", "date", _("Closed on")),
            Field("successor_code", "string", _("Code of the successor")),
        ),
        rows=_units,
    ),
)
