"""`hubung directory`."""

from __future__ import annotations

from pathlib import Path

import click

from hubung.cli.reach import FILE, call


@click.group()
def directory() -> None:
    """Units, posts and staff."""


@directory.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--kind", type=click.Choice(["units", "staff"]), help="What FILE holds, if not obvious."
)
@click.option("--dry-run", is_flag=True, help="Only tell what is wrong and what would change.")
def directory_import(file: Path, kind: str | None, dry_run: bool) -> None:
    """Read units and staff from FILE (CSV or XLSX): all of it, or nothing when a line is wrong."""
    call("hubung.directory.importing.cli:import_file", file, kind=kind, dry_run=dry_run)


ROLE = click.Choice(
    [
        "tier1_agent",
        "tier2_handler",
        "tier3_official",
        "supervisor",
        "unit_coordinator",
        "inspector",
        "information_officer",
        "editor",
        "administrator",
        "auditor",
    ]
)


@directory.command()
@click.argument("mail")
@click.argument("role", type=ROLE, metavar="ROLE")
@click.argument("unit")
def grant(mail: str, role: str, unit: str) -> None:
    """Give the person with the address MAIL a ROLE for UNIT (its code) and all below it.

    \b
    Roles: tier1_agent, tier2_handler, tier3_official, supervisor, unit_coordinator,
    inspector, information_officer, administrator, auditor.
    """
    call("hubung.directory.commands:grant", mail, role, unit)


@directory.command()
@click.argument("mail")
@click.argument("role", type=ROLE, metavar="ROLE")
@click.argument("unit")
def revoke(mail: str, role: str, unit: str) -> None:
    """Take a ROLE for UNIT back from the person with the address MAIL."""
    call("hubung.directory.commands:revoke", mail, role, unit)


@directory.command("reset-factor")
@click.argument("mail")
@click.option("--reason", required=True, help="Why; it is kept on record.")
def reset_factor(mail: str, reason: str) -> None:
    """Take away the second factors and sessions of somebody who lost theirs.

    They are told by mail, and set up a new one at their next sign-in.
    """
    call("hubung.directory.commands:reset_factor", mail, reason)
