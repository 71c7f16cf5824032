"""`hubung search`."""

from __future__ import annotations

import click

from hubung.cli.reach import call


@click.group()
def search() -> None:
    """The search over everything that is public."""


@search.command()
@click.option("--all", "everything", is_flag=True, help="Write everything anew, OpenSearch too.")
def rebuild(everything: bool) -> None:
    """Compare the index with what is public, and mend what differs.

    The worker does this every hour by itself. May be stopped and begun again.
    """
    call("hubung.search.commands:rebuild", everything=everything)
