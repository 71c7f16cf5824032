"""What `hubung privacy …` does."""

from __future__ import annotations

import click

from hubung.privacy.retention import running


def retention(*, dry_run: bool = False) -> None:
    """Let go of what is older than its time, or (dry run) tell what would go."""
    found = running.look() if dry_run else running.run()
    gone = 0
    for due in found:
        gone += due.rows
        if due.rows:
            click.echo(f"{due.rows:>9,}  {due.schedule.records}, before {due.before:%Y-%m-%d}")
    click.echo(f"{gone:,} records {'would go' if dry_run else 'went'}.")
