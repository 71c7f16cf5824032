"""An old register into the new one: read twice, written once, all of it or nothing.

The first reading looks at every row and keeps only what is wrong; the second writes, batch by
batch in one transaction. So a hundred thousand records need no more memory than a thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.cases.choices import OPEN
from hubung.cases.importing.mapping import Dialect, layout_of
from hubung.cases.importing.parsing import OldCase, Reader
from hubung.cases.importing.writing import Writer, already_there
from hubung.directory.importing.parsing import Row
from hubung.directory.importing.report import CREATED, Report
from hubung.kernel.tables import Bounds, UnreadableFileError, read_table

#: Texts of years: larger than a staff file, and still nothing that could fill a disk.
BOUNDS = Bounds(
    size=500_000_000, rows=1_000_000, unpacked=2_000_000_000, one_line=False, times=True
)
BATCH = 500
#: Counts beside the report's own: already imported, and still open.
KNOWN, STILL_OPEN = "known", "open"

Progress = Callable[[int], None]


def import_cases(
    path: Path, dialect: Dialect, *, dry_run: bool, progress: Progress = lambda _rows: None
) -> Report:
    """Bring a register in; the report tells what is wrong and what came (or would come) in.

    Records that an earlier import brought in are left as they are, so a file may be sent again.
    Nothing is written on a dry run, or when there is any problem. `progress` hears how many rows
    have been looked at, and then how many written.
    """
    report = Report(kind="cases")
    report.counts |= {KNOWN: 0, STILL_OPEN: 0}
    try:
        with path.open("rb") as file:
            for batch in _batches(file, dialect, report, progress):
                _count(batch, report)
            if not report.ok or dry_run:
                return report
            with transaction.atomic():
                writer, written = Writer(), 0
                for batch in _batches(file, dialect, Report(), None):
                    fresh = _fresh(batch)
                    writer.write(fresh)
                    written += len(batch)
                    progress(written)
                counts = {name: report.counts[name] for name in (CREATED, KNOWN, STILL_OPEN)}
                record(Act.IMPORTED, None, "cases", why=path.name, data=counts)
    except UnreadableFileError as error:
        report.problem(0, "", "", str(error))
    except LookupError as error:
        report.problem(0, "", "", str(error))
    except IntegrityError:
        report.problem(
            0, "", "", _("Somebody imported the same records at the same moment. Start again.")
        )
    report.applied = report.ok
    return report


def _batches(
    file: IO[bytes], dialect: Dialect, report: Report, progress: Progress | None
) -> Iterator[list[OldCase]]:
    """The readable rows of the file, some hundred at a time."""
    table = read_table(file, BOUNDS)
    layout = layout_of(table.headers, dialect, report)
    if not report.ok:
        return
    reader = Reader(dialect)
    letters = {layout.places.get("text"), layout.places.get("answer")}
    batch: list[OldCase] = []
    for line, read in table.rows:
        report.rows += 1
        # Only letters have lines; anywhere else a line end is a slip of the spreadsheet.
        cells = tuple(
            cell if place in letters else " ".join(cell.split()) for place, cell in enumerate(read)
        )
        if (case := reader.read(Row(line, cells, layout, report))) is not None:
            batch.append(case)
        if len(batch) == BATCH:
            yield batch
            batch = []
        if progress is not None and report.rows % BATCH == 0:
            progress(report.rows)
    if batch:
        yield batch


def _fresh(batch: list[OldCase]) -> list[OldCase]:
    known = already_there([old.number for old in batch])
    return [old for old in batch if old.number not in known]


def _count(batch: list[OldCase], report: Report) -> None:
    fresh = _fresh(batch)
    report.counts[CREATED] += len(fresh)
    report.counts[KNOWN] += len(batch) - len(fresh)
    report.counts[STILL_OPEN] += sum(old.status in OPEN for old in fresh)


def in_words(report: Report, *, dry_run: bool) -> list[str]:
    """What happened, for a terminal: problems first, each at its line."""
    told = [*report.notices]
    for problem in report.problems:
        where = _("Line %(line)s") % {"line": problem.line} if problem.line else _("File")
        cell = f", {problem.column}" if problem.column else ""
        value = f" “{problem.value}”" if problem.value else ""
        told.append(f"{where}{cell}{value}: {problem.message}")
    if more := report.problem_count - len(report.problems):
        told.append(_("… and %(count)s more.") % {"count": more})
    if not report.ok:
        return told
    counts = {
        "rows": report.rows,
        "created": report.counts[CREATED],
        "known": report.counts[KNOWN],
        "open": report.counts[STILL_OPEN],
    }
    told.append(
        _("%(rows)s records: %(created)s new, %(known)s already here and left as they are.")
        % counts
    )
    if counts["open"]:
        told.append(
            _("%(open)s of the new ones are still open. No time limit runs for them.") % counts
        )
    told.append(
        _("Dry run: nothing was written.") if dry_run else _("They are in the registry now.")
    )
    return told
