"""Figures as they are read: a number with its unit, a word where there is none to show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hubung.insight.published import Calls, Row
from hubung.ui.charts import Bars, Chart
from hubung.ui.dates import month, short_month

#: Months or days that a chart has room for.
_IN_CHART = 12
_DAYS_IN_CHART = 30


@dataclass(frozen=True)
class Cell:
    """What stands in a table: the figure, or why there is none."""

    text: str
    hidden: bool = False


@dataclass(frozen=True)
class Line:
    """One row of a table: what it is of, where its own page is, and its figures."""

    name: str
    href: str
    cells: tuple[Cell, ...]


def cells(row: Row) -> tuple[Cell, ...]:
    """The figures of a table's row, in the order of `HEADS`."""
    return (
        _cell(row, "received", row.received),
        _cell(row, "settled", row.settled),
        _cell(row, "settled", share(row.in_time_share)),
        _cell(row, "settled", row.median_days),
        _cell(row, "settled", row.p90_days),
        _cell(row, "waiting", row.waiting),
        _cell(row, "waiting", row.oldest_days),
        _cell(row, "objections", row.objections),
        _cell(row, "reopened", row.reopened),
        _cell(row, "ratings", row.satisfaction),
    )


def heads() -> list[str]:
    """What the columns of a table are called."""
    return [
        _("Received"),
        _("Settled"),
        _("In time"),
        _("Median days"),
        _("Days for 90 %"),
        _("Open"),
        _("Oldest, days"),
        _("Objections"),
        _("Reopened"),
        _("Satisfaction"),
    ]


def _cell(row: Row, group: str, value: int | Decimal | str | None) -> Cell:
    if group in row.hidden:
        return Cell(_("hidden"), hidden=True)
    if value is None or value == "":
        return Cell("–")
    return Cell(value if isinstance(value, str) else number(value))


def number(value: int | Decimal) -> str:
    """With a mark at each thousand, and with one decimal if it has any."""
    if isinstance(value, int):
        return number_format(value, force_grouping=True)
    return number_format(round(value, 1), decimal_pos=1, force_grouping=True)


def share(part: Fraction | None) -> str:
    """A share in percent, one decimal unless it is whole; empty where there is none."""
    if part is None:
        return ""
    percent = round(float(part * 100), 1)
    return f"{number_format(percent, decimal_pos=0 if percent == int(percent) else 1)} %"


@dataclass(frozen=True)
class Stat:
    """One large figure, and what it is."""

    name: str
    cell: Cell
    note: str = ""


def stats(row: Row) -> list[Stat]:
    """A month in large figures."""
    shown = cells(row)
    by_tier = [_cell(row, "settled", count) for count in (row.tier1, row.tier2, row.tier3)]
    tiers = (
        ""
        if by_tier[0].hidden
        else _("tier 1: %s, tier 2: %s, tier 3: %s") % tuple(cell.text for cell in by_tier)
    )
    apart = [_cell(row, "settled", count) for count in (row.rejected, row.passed_on)]
    refused = (
        ""
        if apart[0].hidden
        else _("refused: %s, passed on: %s") % tuple(cell.text for cell in apart)
    )
    index = (
        ""
        if row.index is None
        else _("index %(index)s, grade %(grade)s; %(n)s ratings")
        % {
            "index": number_format(row.index, decimal_pos=2),
            "grade": row.grade,
            "n": number(row.ratings or 0),
        }
    )
    oldest = "" if shown[6].text == "–" or shown[6].hidden else _("the oldest for %s days")
    return [
        Stat(_("Reports received"), shown[0]),
        Stat(_("Reports settled"), shown[1], tiers),
        Stat(_("Settled in time"), shown[2], refused),
        Stat(_("Half settled within, days"), shown[3]),
        Stat(_("Nine of ten within, days"), shown[4]),
        Stat(_("Open at the end"), shown[5], oldest and oldest % shown[6].text),
        Stat(_("Objections"), shown[7]),
        Stat(_("Taken up again"), shown[8]),
        Stat(_("Satisfaction, 1 to 4"), shown[9], index),
    ]


def course(rows: Sequence[Row]) -> list[Chart]:
    """Two charts of the last months: reports, and how many were settled in time."""
    shown = list(reversed(rows[:_IN_CHART]))
    labels = [short_month(row.month) for row in shown]
    return [
        Chart(
            title=_("Reports received and settled, by month"),
            description=_summary(shown),
            labels=labels,
            rows=[
                Bars(_("Received"), [row.received for row in shown]),
                Bars(_("Settled"), [row.settled for row in shown]),
            ],
        ),
        Chart(
            title=_("Settled in time, by month"),
            description=_("The share of each month is in the table."),
            labels=labels,
            rows=[
                Bars(_("Settled in time"), [_percent(row.in_time_share) for row in shown]),
            ],
            is_line=True,
            most=100,
            unit=" %",
        ),
    ]


def _summary(rows: Sequence[Row]) -> str:
    """What a chart shows, in a sentence, for who cannot see it."""
    told = [row for row in rows if row.received is not None and row.settled is not None]
    if not told:
        return _("The counts of these months are too small to be published.")
    last = told[-1]
    said = _("%(month)s: %(received)s received, %(settled)s settled. The table has all months.")
    return said % {
        "month": month(last.month),
        "received": number(last.received or 0),
        "settled": number(last.settled or 0),
    }


def answered_in_time(days: Sequence[Calls], target: Fraction, seconds: int) -> Chart:
    """The telephone over the last days."""
    shown = list(reversed(days[:_DAYS_IN_CHART]))
    reached = sum(day.share is not None and day.share >= target for day in shown)
    return Chart(
        title=_("Calls answered within %s seconds, by day") % seconds,
        description=_("On %(n)s of %(all)s days the target was reached.")
        % {"n": reached, "all": len(shown)},
        labels=[f"{day.begin.day}/{day.begin.month}" for day in shown],
        rows=[Bars(_("Share of the calls"), [_percent(day.share) for day in shown])],
        is_line=True,
        target=float(target * 100),
        most=100,
        unit=" %",
    )


def _percent(part: Fraction | None) -> float | None:
    return None if part is None else round(float(part * 100), 1)


def calls(rows: Iterable[Calls]) -> list[Line]:
    """The telephone by month."""
    return [
        Line(
            month(row.begin),
            "",
            (
                Cell(number(row.calls)),
                Cell(number(row.answered)),
                Cell(number(row.abandoned)),
                Cell(share(row.share) or "–"),
            ),
        )
        for row in rows
    ]


def by_month(rows: Iterable[Row]) -> list[Line]:
    return [Line(month(row.month), "", cells(row)) for row in rows]
