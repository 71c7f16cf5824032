"""`hubung keys`."""

from __future__ import annotations

import click

from hubung.cli.reach import call


@click.group()
def keys() -> None:
    """The keys that seal NIK and NIP in the database."""


@keys.command("list")
def keys_list() -> None:
    """Print every key: since when it is in use, how many rows need it, whether it is here."""
    call("hubung.project.keys:show")


@keys.command("new")
def keys_new() -> None:
    """Make the next key without using it: for several machines, which need it beforehand."""
    call("hubung.project.keys:new")


@keys.command("rotate")
def keys_rotate() -> None:
    """Change to the next key: seal everything anew, then forget the old key.

    The program may run meanwhile. Broken off, it goes on when run again.
    """
    call("hubung.project.keys:rotate")
