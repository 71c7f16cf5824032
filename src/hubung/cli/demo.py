"""`hubung demo`."""

from __future__ import annotations

from pathlib import Path

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


@demo.command("staff")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--count",
    type=click.IntRange(min=1),
    default=33_000,
    show_default=True,
    help="People in the file.",
)
def demo_staff(file: Path, count: int) -> None:
    """Write a staff file of the invented ministry to FILE (.csv or .xlsx), to try the import with.

    The same people every time: `hubung directory import FILE --dry-run`.
    """
    call("hubung.demo.staff:write", file, count)


@demo.command()
@click.argument("mail")
def code(mail: str) -> None:
    """Print the six digits that sign MAIL in after the password, as an app would show them."""
    call("hubung.demo.load:code", mail)
