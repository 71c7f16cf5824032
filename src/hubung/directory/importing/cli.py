"""`hubung directory import`: the report as lines on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click
from django.utils.translation import gettext as _

from hubung.directory.importing.models import ImportKind
from hubung.directory.importing.report import CHANGED, CLOSED, CREATED, MISSING, Report
from hubung.directory.importing.service import import_content

_SHOWN = 50


def import_file(
    path: Path,
    *,
    kind: str | None = None,
    dry_run: bool = False,
    echo: Callable[[str], None] = click.echo,
) -> Report:
    """Import a file and print what happened. Raises ClickException when there are problems."""
    report = import_content(
        path.read_bytes(),
        kind=ImportKind(kind) if kind else None,
        dry_run=dry_run,
        progress=_counter(),
    )
    for line in lines(report, dry_run=dry_run):
        echo(line)
    if not report.ok:
        raise click.ClickException(
            _("Nothing was changed. Mend the lines above (%(count)s) and import again.")
            % {"count": report.problem_count}
        )
    return report


def _counter() -> Callable[[int], None]:
    """Counts the rows in one line of a terminal; a log file gets no such line."""
    if not sys.stderr.isatty():
        return lambda _rows: None

    def show(rows: int) -> None:
        click.echo(f"\r{rows:,}", nl=False, err=True)

    return show


def lines(report: Report, *, dry_run: bool) -> list[str]:
    """The report in words, problems first."""
    told = [*report.notices]
    for problem in report.problems[:_SHOWN]:
        where = _("Line %(line)s") % {"line": problem.line} if problem.line else _("File")
        cell = f", {problem.column}" if problem.column else ""
        value = f" “{problem.value}”" if problem.value else ""
        told.append(f"{where}{cell}{value}: {problem.message}")
    if report.problem_count > _SHOWN:
        told.append(_("… and %(count)s more.") % {"count": report.problem_count - _SHOWN})
    if not report.ok:
        return told
    for change in [change for change in report.changes if change.action in (CHANGED, CLOSED)][
        :_SHOWN
    ]:
        fields = "; ".join(
            f"{name}: {old or '–'} → {new or '–'}" for name, old, new in change.fields
        )
        told.append(f"{change.who}: {fields}")
    counts = report.counts
    told.append(
        _("%(rows)s rows: %(created)s new, %(changed)s changed, %(closed)s closed.")
        % {
            "rows": report.rows,
            "created": counts[CREATED],
            "changed": counts[CHANGED],
            "closed": counts[CLOSED],
        }
    )
    if counts[MISSING]:
        told.append(
            _("%(count)s are in the directory but not in the file. They stay as they are.")
            % {"count": counts[MISSING]}
        )
    told.append(_("Dry run: nothing was changed.") if dry_run else _("The directory says so now."))
    return told
