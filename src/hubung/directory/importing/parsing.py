"""Rows of text to rows of units and staff, with every problem at its line and column. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from hubung.directory.importing import values
from hubung.directory.importing.columns import Layout
from hubung.directory.importing.report import Report
from hubung.directory.importing.table import Table
from hubung.directory.importing.values import TitleKind, WrongValueError
from hubung.directory.models import TimeZone, UnitKind
from hubung.ui.people import mask_number

T = TypeVar("T")
Progress = Callable[[int], None]
_EVERY = 500
_ACTING = re.compile(r"^(plt|plh|pjs?|pymt)\.?\s+", re.IGNORECASE)


@dataclass(slots=True)
class StaffRow:
    """One person as the file tells of them; None where the file has no such column.

    `official` titles are posts with one holder; `email` may be empty: one is made from the name.
    """

    line: int
    name: str
    unit: str
    nip: str | None
    email: str
    phone: str | None = None
    title: str | None = None
    official: bool = False
    acting: bool = False
    heads_unit: bool = False
    active: bool | None = None
    whole: bool = True

    @property
    def who(self) -> str:
        """How the report calls them; reports are kept, so no NIP stands there whole."""
        return f"{self.name} ({mask_number(self.nip) if self.nip else self.email})"


@dataclass(slots=True)
class UnitRow:
    """One unit; `facts` holds the columns that the file has, by the name of the model's field."""

    line: int
    code: str
    name: str
    short_name: str
    kind: UnitKind
    parent: str
    successor: str = ""
    closed_on: date | None = None
    valid_from: date | None = None
    decree: str = ""
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def who(self) -> str:
        return f"{self.short_name or self.name} ({self.code})"


class Row:
    """One line of the file; `get` reads a field and reports what can't be read."""

    def __init__(self, line: int, cells: tuple[str, ...], layout: Layout, report: Report) -> None:
        self.line, self._cells, self._layout, self._report = line, cells, layout, report
        self.whole = True

    def text(self, name: str) -> str:
        return self._layout.take(self._cells, name)

    def get(self, name: str, parse: Callable[[str], T], empty: T) -> T:
        """The parsed value; `empty` for an empty cell, and after a problem."""
        text = self.text(name)
        if not text:
            return empty
        try:
            return parse(text)
        except WrongValueError as error:
            self.wrong(name, str(error))
            return empty

    def need(self, name: str, limit: int) -> str:
        """A text that must be there and not longer than `limit`."""
        text = self.text(name)
        if not text:
            self.wrong(name, _("This cell must not be empty."))
        return self.short(name, limit)

    def short(self, name: str, limit: int) -> str:
        text = self.text(name)
        if len(text) > limit:
            self.wrong(name, _("At most %(limit)s characters fit here.") % {"limit": limit})
            return ""
        return text

    def wrong(self, name: str, message: str) -> None:
        self.whole = False
        text = self.text(name)
        shown = mask_number(text) if name == "nip" and text else text
        self._report.problem(self.line, self._layout.header(name), shown, message)


def _rows(table: Table, layout: Layout, report: Report, progress: Progress) -> Iterator[Row]:
    for line, cells in table.rows:
        report.rows += 1
        if report.rows % _EVERY == 0:
            progress(report.rows)
        yield Row(line, cells, layout, report)
    progress(report.rows)


def staff(table: Table, layout: Layout, report: Report, progress: Progress) -> list[StaffRow]:
    """Every person, those with a problem not `whole`; who stands there twice is a problem."""
    found: list[StaffRow] = []
    nips: dict[str, int] = {}
    emails: dict[str, int] = {}
    posts: dict[tuple[str, str], int] = {}
    for row in _rows(table, layout, report, progress):
        person = _person(row, layout)
        if person.nip is not None:
            _once(row, "nip", person.nip, nips)
        if person.email:
            _once(row, "email", person.email, emails)
        if person.official and not person.acting and person.title and person.active is not False:
            post = (person.unit.casefold(), person.title.casefold())
            if post in posts:
                row.wrong(
                    "title",
                    _("Line %(line)s holds this post already. Mark an acting holder with “Plt.”.")
                    % {"line": posts[post]},
                )
            posts.setdefault(post, row.line)
        person.whole = row.whole
        found.append(person)
    return found


def _person(row: Row, layout: Layout) -> StaffRow:
    title = row.short("title", 150) if layout.has("title") else None
    acting = bool(title and _ACTING.match(title))
    nip = row.get("nip", values.nip, "") or None
    email = row.get("email", values.email, "")
    if nip is None and not email and row.whole:
        row.wrong("nip", _("A NIP or a mail address is needed to know who this is."))
    heads_unit = row.get("heads_unit", values.yes_no, False)
    kind = row.get("title_kind", values.title_kind, TitleKind.SHARED)
    return StaffRow(
        line=row.line,
        name=row.need("name", 150),
        unit=row.need("unit", 200),
        nip=nip,
        email=email,
        phone=row.get("phone", values.phone, "") if layout.has("phone") else None,
        title=_ACTING.sub("", title) if title else title,
        # Whoever heads a unit or stands in for an official holds a post, whatever its kind says.
        official=bool(title) and (kind == TitleKind.OFFICIAL or heads_unit or acting),
        acting=acting,
        heads_unit=heads_unit,
        active=row.get("active", values.yes_no, True) if layout.has("active") else None,
    )


def units(table: Table, layout: Layout, report: Report, progress: Progress) -> list[UnitRow]:
    """Every readable unit, parents before children; circles and doubles are problems."""
    found: list[UnitRow] = []
    rows: dict[str, Row] = {}
    codes: dict[str, int] = {}
    for row in _rows(table, layout, report, progress):
        unit = _unit(row, layout)
        if unit.code:
            _once(row, "code", unit.code, codes)
        if unit.successor and unit.closed_on is None:
            row.wrong("successor", _("A successor follows a unit that closes: add the day."))
        if row.whole:
            found.append(unit)
            rows[unit.code] = row
    return _parents_first(found, rows)


def _unit(row: Row, layout: Layout) -> UnitRow:
    facts: dict[str, object] = {}
    if layout.has("sector"):
        facts["sector"] = row.get("sector", values.sector, "")
    if layout.has("timezone"):
        facts["timezone"] = row.get("timezone", values.timezone, TimeZone.WIB)
    if layout.has("place"):
        facts["place"] = row.short("place", 100)
    if layout.has("email"):
        facts["email"] = row.get("email", values.email, "")
    if opened_on := row.get("opened_on", values.day, None):
        facts["opened_on"] = opened_on
    row.need("code", 40)
    return UnitRow(
        line=row.line,
        code=row.get("code", values.code, ""),
        name=row.need("name", 200),
        short_name=row.short("short_name", 60),
        kind=row.get("kind", values.unit_kind, UnitKind.OFFICE),
        parent=row.get("parent", values.code, ""),
        successor=row.get("successor", values.code, ""),
        closed_on=row.get("closed_on", values.day, None),
        valid_from=row.get("valid_from", values.day, None),
        decree=row.short("decree", 120),
        facts=facts,
    )


def _once(row: Row, name: str, value: str, seen: dict[str, int]) -> None:
    if value in seen:
        row.wrong(
            name,
            _("Line %(line)s has the same value. Each may stand once.") % {"line": seen[value]},
        )
    seen.setdefault(value, row.line)


def _parents_first(units: list[UnitRow], rows: dict[str, Row]) -> list[UnitRow]:
    by_code = {unit.code: unit for unit in units}
    ordered: dict[str, UnitRow] = {}
    for unit in units:
        above: dict[str, UnitRow] = {}
        step: UnitRow | None = unit
        while step is not None and step.code not in ordered:
            if step.code in above:
                rows[unit.code].wrong(
                    "parent", _("The parents form a circle: this unit stands above itself.")
                )
                break
            above[step.code] = step
            step = by_code.get(step.parent)
        ordered.update(reversed(above.items()))
    return list(ordered.values())
