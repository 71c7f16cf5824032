"""`hubung demo`."""

from __future__ import annotations

import click

from hubung.cli.reach import call


@click.group()
def demo() -> None:
    """The demonstration: an invented ministry."""


@demo.command("load")
def demo_load() -> None:
    """Fill an empty database with an invented ministry, its staff and its cases.

    The sign-ins are written to demo-users.toml in the state folder.
    """
    call("hubung.demo.load:load")


@demo.command()
@click.argument("mail")
def code(mail: str) -> None:
    """Print the six digits that sign MAIL in after the password, as an app would show them."""
    call("hubung.demo.load:code", mail)
