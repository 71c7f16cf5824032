"""`hubung insight`."""

from __future__ import annotations

import click

from hubung.cli.reach import call


@click.group()
def insight() -> None:
    """The published figures."""


@insight.command()
def rebuild() -> None:
    """Count every published month anew from the timelines; the result is the same, or put right."""
    call("hubung.insight.commands:rebuild")
