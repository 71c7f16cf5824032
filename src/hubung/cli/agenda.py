"""`hubung agenda`."""

from __future__ import annotations

import click

from hubung.cli.reach import call


@click.group()
def agenda() -> None:
    """The agendas of officials."""


@agenda.command()
def verify() -> None:
    """Recompute the hash chain of every agenda's history and name the first line that differs."""
    call("hubung.disclosure.agenda.commands:verify")
