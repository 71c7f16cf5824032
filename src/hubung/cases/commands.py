"""What `hubung cases …` does."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from django.utils.translation import gettext as _

from hubung.cases import reference, search, timeline
from hubung.cases.importing.mapping import Dialect, WrongMappingError, read_dialect
from hubung.cases.importing.service import import_cases, in_words
from hubung.cases.models import Case


def verify() -> None:
    """Check every case's timeline; names the first broken entry of each, exit code 1 if any."""
    checked = broken = 0
    for found in timeline.verify_all():
        checked += 1
        if checked % 10_000 == 0:
            click.echo(f"{checked} timelines checked so far")
        if found is not None:
            broken += 1
            number = Case.objects.get(pk=found.case_id).number
            click.echo(f"✗ {number}: entry {found.seq} {found.why}")
    click.echo(f"{checked} timelines checked, {broken} broken.")
    if broken:
        raise SystemExit(1)


def reindex() -> None:
    """Write the search table anew, after units moved in the tree or the rules changed."""
    done = 0
    for case in Case.objects.select_related("unit", "reporter").iterator(chunk_size=500):
        search.index(case)
        done += 1
        if done % 1000 == 0:
            click.echo(f"{done} cases indexed")
    click.echo(f"{done} cases indexed, done.")


def lifecycle() -> None:
    """Print the reference page about the life of a case."""
    click.echo(reference.lifecycle_page(), nl=False)


def import_file(path: Path, mapping: Path | None = None, *, dry_run: bool = False) -> None:
    """Read an old register. Raises ClickException when nothing was written for its faults."""
    try:
        dialect = read_dialect(mapping.read_text("utf-8")) if mapping else Dialect()
    except (WrongMappingError, UnicodeDecodeError) as error:
        raise click.ClickException(str(error)) from error
    report = import_cases(path, dialect, dry_run=dry_run, progress=_progress)
    if sys.stderr.isatty():
        click.echo("\r", nl=False, err=True)
    for line in in_words(report, dry_run=dry_run):
        click.echo(line)
    if not report.ok:
        raise click.ClickException(
            _("Nothing was written. Mend the lines above (%(count)s) and import again.")
            % {"count": report.problem_count}
        )


def _progress(rows: int) -> None:
    """Counts in one line of a terminal; a log file gets no such line."""
    if sys.stderr.isatty():
        click.echo(f"\r{rows:,}", nl=False, err=True)
