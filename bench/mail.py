"""33,000 mail accounts from a staff file, and the list of ten times as many."""

from __future__ import annotations

from collections.abc import Sequence

from bench import installation
from bench.installation import Database, label, say
from bench.report import Report

STAFF = 33_000
ACCOUNTS = (33_000, 330_000)


def run(
    databases: Sequence[Database] = installation.DATABASES,
    *,
    count: int = STAFF,
    accounts: Sequence[int] = ACCOUNTS,
) -> list[Report]:
    """No `accounts`: the list is left out."""
    reports = [opening(databases, count)] if count else []
    return [*reports, listing(databases, accounts)] if accounts else reports


def opening(databases: Sequence[Database], count: int) -> Report:
    """Everybody's mailbox, from the staff file."""
    report = Report(
        f"Mail accounts for {count:,} staff",
        {
            "database": "database",
            "step": "step",
            "accounts": "accounts",
            "addresses": "addresses",
            "seconds": "s",
            "cpu_seconds": "CPU s",
            "peak_mib": "peak MiB",
        },
        [
            "What `hubung mail import` does: the demonstration's staff file (XLSX) into the "
            "directory, then an account and addresses for everybody; then accounts once more, "
            "which changes nothing.",
            "Peak of resident memory of the process until then, the program itself included.",
            "Aim: 20 s for directory and accounts together.",
        ],
    )
    for database in databases:
        with installation.installation("mail", database) as ours:
            file = ours.folder / "staff.xlsx"
            say("Writing the staff file …")
            ours.run("bench.staff_file", file, count)
            say(f"Importing it, and opening the accounts ({label(database)}) …")
            result = ours.run("bench.mail_import", file)
        for key, step in (("staff", "directory"), ("first", "accounts"), ("again", "again")):
            found = result[key]
            report.add(
                database=label(database),
                step=step,
                accounts=found.get("accounts"),
                addresses=found.get("addresses"),
                seconds=found["seconds"],
                cpu_seconds=found["cpu_seconds"],
                peak_mib=found["peak_mib"],
            )
    return report


def listing(databases: Sequence[Database], sizes: Sequence[int]) -> Report:
    """The list of accounts and its search, as an administrator of the ministry asks for them."""
    report = Report(
        "Pages of mail accounts",
        {
            "database": "database",
            "accounts": "accounts",
            "page": "page",
            "p50_ms": "p50 ms",
            "p95_ms": "p95 ms",
            "cpu_ms": "CPU ms",
            "queries": "queries",
        },
        [
            "In one process through the whole stack, without a network. CPU is the median.",
            "Search: a word of a fifth of all, two together, two that nobody has together, one "
            "address, a word of nobody, a beginning of all. A unit's: by its coordinator.",
            "PostgreSQL has looked through its tables once, as it does by itself after a minute.",
            "Aim: p95 under 100 ms at either size.",
        ],
    )
    for database in databases:
        for size in sorted(sizes):
            with installation.installation("mail-pages", database) as ours:
                ours.run("bench.ministry")
                say(f"Writing {size:,} accounts and asking for pages ({label(database)}) …")
                for found in ours.run("bench.mail_pages", size):
                    report.add(
                        database=label(database),
                        accounts=size,
                        page=found["page"],
                        p50_ms=found["p50_ms"],
                        p95_ms=found["p95_ms"],
                        cpu_ms=found["cpu_ms"],
                        queries=found["queries"],
                    )
    return report
