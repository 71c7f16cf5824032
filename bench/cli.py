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


@main.command()
@_databases
@click.option(
    "--cases",
    "sizes",
    type=int,
    multiple=True,
    default=(10_000, 100_000, 1_000_000),
    show_default=True,
    help="Size of the registry; may be given more than once.",
)
@click.option("--repeats", default=60, show_default=True, help="Requests of each kind.")
@click.option(
    "--peer-tickets",
    default=100_000,
    show_default=True,
    help="Tickets for django-helpdesk's list and search; 0 leaves it out.",
)
@_json
def desk(
    databases: Sequence[Database],
    sizes: Sequence[int],
    repeats: int,
    peer_tickets: int,
    as_json: bool,
) -> None:
    """Work list, case page and search, up to a million cases."""
    from bench import desk as benchmark

    found = benchmark.run(databases, sizes=sizes, repeats=repeats, peer_tickets=peer_tickets)
    _show(found, as_json)


@main.command()
@_databases
@click.option("--staff", default=33_000, show_default=True, help="People in the file.")
@_json
def directory(databases: Sequence[Database], staff: int, as_json: bool) -> None:
    """Import the staff of the ministry from XLSX and CSV, and once more."""
    from bench import directory as benchmark

    _show(benchmark.run(databases, count=staff), as_json)


@main.command()
@_databases
@click.option(
    "--staff", default=33_000, show_default=True, help="People in the file; 0 leaves it out."
)
@click.option(
    "--accounts",
    "sizes",
    type=int,
    multiple=True,
    default=(33_000, 330_000),
    show_default=True,
    help="Accounts in the list; may be given more than once.",
)
@_json
def mail(databases: Sequence[Database], staff: int, sizes: Sequence[int], as_json: bool) -> None:
    """Give the staff of the ministry mail accounts, and list many more."""
    from bench import mail as benchmark

    _show(benchmark.run(databases, count=staff, accounts=sizes), as_json)


@main.command("mail-system")
@_databases
@click.option("--staff", default=33_000, show_default=True, help="Accounts.")
@click.option("--sample", default=500, show_default=True, help="Mailboxes that are used.")
@click.option("--letters", default=1000, show_default=True, help="In each turn.")
@click.option("--rounds", default=2, show_default=True, help="Turns over views and over files.")
@_json
def mail_system(
    databases: Sequence[Database],
    staff: int,
    sample: int,
    letters: int,
    rounds: int,
    as_json: bool,
) -> None:
    """The real mail daemons over our views, beside static files; needs root."""
    from bench import mail_system as benchmark

    found = benchmark.run(databases, staff=staff, sample=sample, letters=letters, rounds=rounds)
    _show(found, as_json)


@main.command()
@_databases
@_json
def memory(databases: Sequence[Database], as_json: bool) -> None:
    """What the whole running program takes."""
    from bench import memory as benchmark

    _show(benchmark.run(databases), as_json)


@main.command()
@_databases
@click.option("--cases", default=10_000, show_default=True, help="Size of the registry.")
@click.option("--repeats", default=60, show_default=True, help="Requests of each kind.")
@click.option("--walk/--no-walk", "with_walk", default=True, help="Also the walk over URL × role.")
@_json
def rights(
    databases: Sequence[Database], cases: int, repeats: int, with_walk: bool, as_json: bool
) -> None:
    """The desk's pages with and without the checks of rights."""
    from bench import rights as benchmark

    found = benchmark.run(databases, cases=cases, repeats=repeats, with_walk=with_walk)
    _show(found, as_json)


@main.command()
@click.option(
    "--database",
    type=click.Choice(DATABASES),
    default="postgresql",
    show_default=True,
    help="For `hubung serve`.",
)
@click.option(
    "--rates",
    default="10,20,30,40,50,60,70,80,90,100,110,120",
    show_default=True,
    help="Calls a second, upwards until one is not clean; empty leaves it out.",
)
@click.option("--seconds", default=20, show_default=True, help="Of each rate.")
@click.option("--agents", default=200, show_default=True, help="More than talk at once.")
@click.option("--at-once", default=120, show_default=True, help="Recorded calls; 0 leaves it out.")
@click.option("--calls", default=1000, show_default=True, help="For the memory; 0 leaves it out.")
@click.option("--minutes", default=20, show_default=True, help="At most, for the memory.")
@_json
def phone(
    database: Database,
    rates: str,
    seconds: int,
    agents: int,
    at_once: int,
    calls: int,
    minutes: int,
    as_json: bool,
) -> None:
    """Callers to our queue, beside Asterisk's own."""
    from bench import phone as benchmark

    found = benchmark.run(
        database,
        rates=[int(rate) for rate in rates.split(",") if rate],
        seconds=seconds,
        agents=agents,
        at_once=at_once,
        calls=calls,
        minutes=minutes,
    )
    _show(found, as_json)


@main.command()
@_databases
@click.option("--items", default=200_000, show_default=True, help="Public things in the index.")
@click.option("--repeats", default=200, show_default=True, help="Requests of each kind.")
@_json
def search(databases: Sequence[Database], items: int, repeats: int, as_json: bool) -> None:
    """The portal's search over pages, documents, data, agenda and answers."""
    from bench import search as benchmark

    _show(benchmark.run(databases, items=items, repeats=repeats), as_json)


@main.command()
@_databases
@click.option("--pages", default=100_000, show_default=True, help="More in the tree; 0: none.")
@click.option("--seconds", default=5, show_default=True, help="Of each measurement.")
@click.option("--views", default=5, show_default=True, help="First views of a page; 0: none.")
@_json
def portal(
    databases: Sequence[Database], pages: int, seconds: int, views: int, as_json: bool
) -> None:
    """The portal's pages: a first view of them, and beside nginx serving the same bytes."""
    from bench import portal as benchmark

    _show(benchmark.run(databases, pages=pages, seconds=seconds, views=views), as_json)


def _show(reports: Sequence[Report], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([report.data() for report in reports], indent=2))
    else:
        for report in reports:
            click.echo(report.table())


if __name__ == "__main__":
    main()
