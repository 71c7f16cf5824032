"""What `hubung agenda …` does."""

from __future__ import annotations

import click

from hubung.disclosure.agenda import history


def verify() -> None:
    """Check every agenda's history; names the first broken line of each, exit code 1 if any."""
    checked = broken = 0
    for found in history.verify_all():
        checked += 1
        if found is not None:
            broken += 1
            click.echo(f"✗ {found.slug}: line {found.seq} {found.why}")
    click.echo(f"{checked} histories checked, {broken} broken.")
    if broken:
        raise SystemExit(1)
