"""`hubung audit`."""

from __future__ import annotations

from pathlib import Path

import click

from hubung.cli.reach import FILE, call


@click.group()
def audit() -> None:
    """The access log: who read what is protected, and who changed what."""


@audit.command("key")
@click.option("--new", "anew", is_flag=True, help="Replace the key; old seals stay verifiable.")
def audit_key(anew: bool) -> None:
    """Make the key that signs the daily seals, if there is none, and print its public half."""
    call("hubung.audit.commands:key", anew=anew)


@audit.command("seal")
def audit_seal() -> None:
    """Seal the day that is over, if it has no seal yet, and print it; the worker does this too."""
    call("hubung.audit.commands:seal")


@audit.command("verify")
@click.option("--against", type=FILE, help="Seals that were saved when they were published.")
def audit_verify(against: Path | None) -> None:
    """Recompute the chain of the log and check every seal; name the first thing that is wrong."""
    call("hubung.audit.commands:verify", against)
