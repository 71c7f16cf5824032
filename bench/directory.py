"""33,000 staff from a spreadsheet and from CSV, the first time and again."""

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
        f"Import of {count:,} staff",
        {
            "database": "database",
            "file": "file",
            "import_": "import",
            "rows": "rows",
            "created": "new people",
            "seconds": "s",
            "cpu_seconds": "CPU s",
            "peak_mib": "peak MiB",
        },
        [
            "The demonstration's staff file into a ministry with its units and named staff, all or "
            "nothing; then the same file again, which changes nothing.",
            "Peak of resident memory of the importing process, the program itself included.",
            "Aim: 20 s.",
        ],
    )
    for database in databases:
        for suffix in ("xlsx", "csv"):
            with installation.installation("directory", database) as ours:
                file = ours.folder / f"staff.{suffix}"
                say(f"Writing the staff file ({suffix}) …")
                ours.run("bench.staff_file", file, count)
                say(f"Importing it ({label(database)}) …")
                result = ours.run("bench.staff_import", file)
            for key, name in (("first", "first"), ("again", "repeated")):
                found = result[key]
                report.add(
                    database=label(database),
                    file=suffix,
                    import_=name,
                    rows=found["rows"],
                    created=found["created"],
                    seconds=found["seconds"],
                    cpu_seconds=found["cpu_seconds"],
                    peak_mib=found["peak_mib"],
                )
    return [report]
