"""`hubung bench …`: the benchmarks on the command line."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from bench.installation import DATABASES, Database
from bench.report import Report

_databases = click.option(
    "--database",
    "databases",
    type=click.Choice(DATABASES),
    multiple=True,
    default=DATABASES,
    show_default=True,
    help="May be given more than once.",
)
_json = click.option("--json", "as_json", is_flag=True, help="Figures for programs.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Measure this program, and its peers, on this machine.

    Everything happens in throw-away installations below HUBUNG_HOME/bench; the installation's own
    database is not touched. PostgreSQL is started from Debian's packages.
    """


@main.command()
@_databases
@click.option("--mails", default=1000, show_default=True, help="Text mails; a quarter with PDF.")
@click.option("--peers/--no-peers", default=True, help="Also django-helpdesk and roundup.")
@_json
def intake(databases: Sequence[Database], mails: int, peers: bool, as_json: bool) -> None:
    """Mail to finished case, beside the bare inserts, a bare receiver and two peers."""
    from bench import intake as benchmark

    _show(benchmark.run(databases, mails=mails, with_peers=peers), as_json)


def _show(reports: Sequence[Report], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([report.data() for report in reports], indent=2))
    else:
        for report in reports:
            click.echo(report.table())


if __name__ == "__main__":
    main()
