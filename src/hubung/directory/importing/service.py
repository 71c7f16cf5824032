"""A file into the directory: read, check, compare, write; all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hubung.directory import services
from hubung.directory.events import DirectoryImported
from hubung.directory.importing import columns, parsing, staff, table, units
from hubung.directory.importing.models import ImportKind
from hubung.directory.importing.report import CHANGED, CLOSED, CREATED, Report
from hubung.directory.models import Person
from hubung.kernel.events import emit

Progress = Callable[[int], None]


def _silent(_rows: int) -> None:
    """Nobody watches."""


def import_content(
    content: bytes,
    *,
    kind: ImportKind | None = None,
    dry_run: bool,
    by: Person | None = None,
    progress: Progress = _silent,
) -> Report:
    """Bring the directory in line with a file; the report tells what is wrong and what changes.

    Nothing is written on a dry run, or when there is any problem. `kind` None: the columns tell.
    `by` is who sends the file, None a command. `progress` hears how many rows have been read.
    Problems with the file as a whole stand in the report, at line 0.
    """
    report = Report()
    try:
        sheet = table.read(content)
        found = kind or columns.guess_kind(sheet.headers)
        if found is None:
            report.problem(1, "", "; ".join(sheet.headers), _unknown_file())
            return report
        report.kind = found.value
        layout = columns.match(sheet.headers, columns.BY_KIND[found], report)
        if not report.ok:
            return report
        if found == ImportKind.STAFF:
            people = parsing.staff(sheet, layout, report, progress)
            _write_staff(people, layout, report, dry_run=dry_run, by=by)
        else:
            rows = parsing.units(sheet, layout, report, progress)
            _write_units(rows, layout, report, dry_run=dry_run, by=by)
    except table.UnreadableFileError as error:
        report.problem(0, "", "", str(error))
    except IntegrityError:
        report.problem(
            0, "", "", _("Somebody changed the directory at the same moment. Send the file again.")
        )
    report.applied = report.ok and not dry_run
    return report


def _unknown_file() -> str:
    return _(
        "The first row does not say whether these are units or staff. Staff need the columns "
        "“nama” and “unit”, units need “kode”, “nama”, “jenis” and “induk”."
    )


def _write_staff(
    people: list[parsing.StaffRow],
    layout: columns.Layout,
    report: Report,
    *,
    dry_run: bool,
    by: Person | None,
) -> None:
    with transaction.atomic():
        # Two imports at once would each compare with what the other is changing.
        services.lock_tree()
        plan = staff.Plan(people, layout, report)
        if report.ok and not dry_run:
            plan.write()
            _tell(report, by)


def _write_units(
    rows: list[parsing.UnitRow],
    layout: columns.Layout,
    report: Report,
    *,
    dry_run: bool,
    by: Person | None,
) -> None:
    """A dry run writes as well, and takes it back: only so do the tree's own rules speak."""
    with transaction.atomic():
        services.lock_tree()
        units.Plan(rows, layout, report).write()
        if report.ok and not dry_run:
            _tell(report, by)
        else:
            transaction.set_rollback(True)


def _tell(report: Report, by: Person | None) -> None:
    if report.changes_anything:
        emit(
            DirectoryImported(
                by_id=by.pk if by else None,
                kind=report.kind,
                created=report.counts[CREATED],
                changed=report.counts[CHANGED],
                closed=report.counts[CLOSED],
            )
        )
