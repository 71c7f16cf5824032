"""`hubung privacy`."""

from __future__ import annotations

import click

from hubung.cli.reach import call


@click.group()
def privacy() -> None:
    """Personal data: how long records are kept."""


@privacy.command("retention")
@click.option("--dry-run", is_flag=True, help="Only tell what would go.")
def privacy_retention(dry_run: bool) -> None:
    """Let go of records whose time is over; the worker does this each hour."""
    call("hubung.privacy.commands:retention", dry_run=dry_run)
