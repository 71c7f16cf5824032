"""Units of a file into the directory, each through the services, so that their rules hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from django.utils.translation import gettext as _

from hubung.directory import services
from hubung.directory.importing.columns import Layout
from hubung.directory.importing.parsing import UnitRow
from hubung.directory.importing.report import CHANGED, CLOSED, CREATED, MISSING, Report
from hubung.directory.models import Sector, TimeZone, Unit, UnitKind, UnitName, today

_FOUNDED = date(2000, 1, 1)


_CHOICES = {"kind": UnitKind, "sector": Sector, "timezone": TimeZone}


def _shown(name: str, value: object) -> str:
    """A value as the screen says it."""
    choices = _CHOICES.get(name)
    return str(choices(value).label) if choices and value else str(value or "")


class Plan:
    """Compares and writes in one go: a later row needs what an earlier one made.

    The caller's transaction is rolled back when the report holds a problem, or on a dry run.
    """

    def __init__(self, rows: list[UnitRow], layout: Layout, report: Report) -> None:
        self._rows, self._layout, self._report = rows, layout, report
        self._units: dict[str, Unit] = {}

    def write(self) -> None:
        """Open and change from the root down; close from the leaves up."""
        self._units = {unit.code: unit for unit in Unit.objects.select_related("successor")}
        before = dict(self._units)
        for row in self._rows:
            if self._parent_known(row):
                self._guarded(row, "parent", self._write_open)
        for row in reversed(self._rows):
            if row.closed_on is not None and row.code in self._units:
                self._guarded(row, "closed_on", partial(self._write_closed, row.closed_on))
        if not self._report.ok:
            return
        named = {row.code for row in self._rows}
        for code, unit in before.items():
            if code not in named and unit.closed_on is None:
                self._report.change(0, f"{unit.label} ({code})", MISSING)

    def _parent_known(self, row: UnitRow) -> bool:
        if not row.parent or row.parent in self._units:
            return True
        self._report.problem(
            row.line,
            self._layout.header("parent"),
            row.parent,
            _("No unit has this code, neither here nor in the file. Add it, or mend the code."),
        )
        return False

    def _guarded(self, row: UnitRow, column: str, write: Callable[[UnitRow], None]) -> None:
        """A rule of the directory that the row breaks becomes a problem of its line."""
        try:
            write(row)
        except services.DirectoryError as error:
            self._report.problem(row.line, self._layout.header(column), "", str(error))

    def _write_open(self, row: UnitRow) -> None:
        unit = self._units.get(row.code)
        if unit is None:
            self._open(row)
            return
        differences = self._change_facts(unit, row) + self._rename(unit, row)
        differences += self._move(unit, row)
        if differences:
            self._report.change(row.line, row.who, CHANGED, differences)
            self._units[row.code] = Unit.objects.get(pk=unit.pk)

    def _open(self, row: UnitRow) -> None:
        opened_on = row.facts.get("opened_on")
        self._units[row.code] = services.open_unit(
            by=None,
            code=row.code,
            name=row.name,
            short_name=row.short_name,
            kind=row.kind,
            parent=self._units[row.parent] if row.parent else None,
            on=opened_on if isinstance(opened_on, date) else _FOUNDED,
            sector=str(row.facts.get("sector", "")),
            timezone=TimeZone(str(row.facts.get("timezone", TimeZone.WIB))),
            place=str(row.facts.get("place", "")),
            email=str(row.facts.get("email", "")),
            decree="" if row.closed_on else row.decree,
        )
        self._report.change(row.line, row.who, CREATED)

    def _change_facts(self, unit: Unit, row: UnitRow) -> list[list[str]]:
        wanted = {**row.facts, "kind": row.kind}
        differences = [
            [name, _shown(name, getattr(unit, name)), _shown(name, value)]
            for name, value in wanted.items()
            if getattr(unit, name) != value
        ]
        if differences:
            Unit.objects.filter(pk=unit.pk).update(
                **{name: wanted[name] for name, _before, _after in differences}
            )
        return differences

    def _rename(self, unit: Unit, row: UnitRow) -> list[list[str]]:
        short_name = row.short_name if self._layout.has("short_name") else unit.short_name
        on = row.valid_from or today()
        if row.valid_from is None and (unit.name, unit.short_name) == (row.name, short_name):
            return []
        if UnitName.objects.filter(
            unit=unit, valid_from=on, name=row.name, short_name=short_name
        ).exists():
            return []
        before = unit.label
        services.rename_unit(
            by=None,
            unit=unit,
            name=row.name,
            short_name=short_name,
            on=on,
            decree="" if row.closed_on else row.decree,
        )
        return [["name", before, short_name or row.name]]

    def _move(self, unit: Unit, row: UnitRow) -> list[list[str]]:
        parent = self._units[row.parent] if row.parent else None
        if unit.parent_id == (parent.pk if parent else None) or unit.closed_on is not None:
            return []
        if parent is None:
            raise services.DirectoryError(
                _("A unit that has a parent can't become a root. Name its new parent.")
            )
        services.move_unit(by=None, unit=unit, parent=parent)
        before = next((u.code for u in self._units.values() if u.pk == unit.parent_id), "")
        return [["parent", before, parent.code]]

    def _write_closed(self, closed_on: date, row: UnitRow) -> None:
        unit = self._units[row.code]
        successor = self._units.get(row.successor) if row.successor else None
        if row.successor and successor is None:
            self._report.problem(
                row.line,
                self._layout.header("successor"),
                row.successor,
                _("No unit has this code, neither here nor in the file. Add it, or mend the code."),
            )
            return
        heir = successor.pk if successor else None
        if (unit.closed_on, unit.successor_id) == (closed_on, heir):
            return
        self._units[row.code] = services.close_unit(
            by=None, unit=unit, on=closed_on, successor=successor, decree=row.decree
        )
        self._report.change(
            row.line,
            row.who,
            CLOSED,
            [["closed_on", "", closed_on.isoformat()], ["successor", "", row.successor]],
        )
