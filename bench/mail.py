"""33,000 mail accounts from a staff file."""

from __future__ import annotations

from collections.abc import Sequence

from bench import installation
from bench.installation import Database, label, say
from bench.report import Report

STAFF = 33_000


def run(
    databases: Sequence[Database] = installation.DATABASES, *, count: int = STAFF
) -> list[Report]:
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
    return [report]
