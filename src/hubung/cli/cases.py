"""`hubung cases`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from hubung.cli.reach import FILE, call


@click.group()
def cases() -> None:
    """The registry of cases."""


@cases.command()
def verify() -> None:
    """Recompute the hash chain of every timeline and name the first entry that does not fit."""
    call("hubung.cases.commands:verify")


@cases.command()
def reindex() -> None:
    """Write the search table anew, after units moved in the tree or the rules of search changed."""
    call("hubung.cases.commands:reindex")


@cases.command()
def lifecycle() -> None:
    """Print the reference page about the life of a case, from its transition table."""
    call("hubung.cases.commands:lifecycle")


@cases.command()
@click.argument("number")
@click.argument("file", type=int, required=False)
@click.option("--key", type=FILE, help="The private key for originals.")
@click.option("--reason", default="", help="Why; it is kept on record.")
@click.option("--to", "target", type=click.Path(path_type=Path), help="A new file to write.")
def original(number: str, file: int | None, **options: Any) -> None:
    """List the sealed originals of the case with this NUMBER; with a FILE's id, open that one."""
    call("hubung.cases.commands:original", number, file, **options)


@cases.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--mapping", type=FILE, help="TOML file that says which column holds what, if not obvious."
)
@click.option("--dry-run", is_flag=True, help="Only tell what is wrong and what would change.")
def cases_import(file: Path, mapping: Path | None, dry_run: bool) -> None:
    """Read old records from FILE (CSV or XLSX).

    They keep their dates and numbers; no clock starts, and nothing is sent.
    """
    call("hubung.cases.commands:import_file", file, mapping=mapping, dry_run=dry_run)
