"""What `hubung cases …` does."""

from __future__ import annotations

import click

from hubung.cases import reference, search, timeline
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
