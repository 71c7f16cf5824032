"""What `hubung cases …` does."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import BinaryIO

import click
from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.cases import originals, reference, search, timeline
from hubung.cases.importing.mapping import Dialect, WrongMappingError, read_dialect
from hubung.cases.importing.service import import_cases, in_words
from hubung.cases.models import Case
from hubung.kernel.files import BlobMissingError
from hubung.kernel.sealedbox import BoxError


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


def original(
    number: str, file: int | None, key: Path | None, reason: str, target: Path | None
) -> None:
    """List the sealed originals of a case, or open one into `target`, on record.

    Raises ClickException.
    """
    case = Case.objects.by_number(number)
    if case is None:
        raise click.ClickException("There is no report with this number.")
    sealed = {each.pk: each for each in case.attachments.exclude(sealed="")}
    if file is None:
        for each in sealed.values():
            click.echo(f"{each.pk}: {each.name}{', seen by nobody' if each.withheld else ''}")
        click.echo(f"{len(sealed)} sealed originals.")
        return
    if file not in sealed:
        raise click.ClickException("The report has no sealed original with this id.")
    if key is None or target is None or not reason.strip():
        raise click.ClickException("To open one, give --key, --reason and --to.")
    try:
        opener = originals.private_key(key.read_bytes())
        with _new_file(target) as out:
            # On record before anything is shown.
            record(
                Act.FILE_READ,
                None,
                case.subject,
                why=reason.strip(),
                data={"what": f"file:{file}", "original": True},
            )
            for piece in originals.unseal(sealed[file], opener):
                out.write(piece)
    except FileExistsError as error:
        raise click.ClickException(f"{target} exists already.") from error
    except (BoxError, BlobMissingError) as error:
        target.unlink()  # half of it may be there
        raise click.ClickException(str(error)) from error
    except (originals.KeyUnusableError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Written to {target}. The opening is on the access log.")


def _new_file(path: Path) -> BinaryIO:
    """For the account of the program alone. Raises FileExistsError."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


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
