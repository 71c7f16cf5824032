"""What the rights cost: pages with and without them, rows against statements, and the walk."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from bench import installation
from bench.installation import Database, label, say
from bench.measure import Stopwatch
from bench.report import Report
from bench.unchecked import FEW, MANY
from hubung.project.conf import ROOT

WALK = "tests/integration/rights/test_walk.py"


def run(
    databases: Sequence[Database] = installation.DATABASES,
    *,
    cases: int = 10_000,
    repeats: int = 60,
    with_walk: bool = True,
) -> list[Report]:
    """Pages over so many cases; then the walk over URL × role, unless it is left out."""
    reports = [pages(databases, cases, repeats)]
    if with_walk:
        reports.append(walk())
    return reports


def pages(databases: Sequence[Database], cases: int, repeats: int) -> Report:
    report = Report(
        f"What the rights cost, over {cases:,} cases",
        {
            "database": "database",
            "role": "person",
            "page": "page",
            "with_ms": "CPU ms with",
            "without_ms": "without",
            "share": "% more",
            "few": "statements, 10 cases",
            "many": "40 cases",
        },
        [
            f"Each address asked for in turn with and without the checks, {repeats} times each, in "
            "one process through the whole stack; medians of CPU time and of the pairs' shares.",
            "Without: what may be seen is everything, nobody asks for a single case, and what may "
            "be done with it is remembered. Both people see every case, so both pages are the "
            "same to the letter.",
            "Statements: the most for a page, to a handler whose unit has so many open cases.",
            "Aim: less than 15 % more, and no statement per row.",
        ],
    )
    for database in databases:
        with installation.installation("rights", database) as ours:
            say(f"Writing {cases:,} cases ({label(database)}) …")
            ours.run("bench.registry", cases)
            say("Asking for pages …")
            found: dict[str, Any] = ours.run("bench.unchecked", "--repeats", repeats)
        statements = {(row["rows"], row["page"]): row["statements"] for row in found["counted"]}
        for row in found["compared"]:
            report.add(
                database=label(database),
                **row,
                few=statements[FEW, row["page"]],
                many=statements[MANY, row["page"]],
            )
    return report


def walk() -> Report:
    """How long the test takes that tries every address as every kind of visitor."""
    report = Report(
        "The walk over URL × role",
        {"seconds": "s", "cpu_seconds": "CPU s"},
        [f"One process, the tests' own database made anew: {WALK}.", "Aim: under two minutes."],
    )
    say("Walking …")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with Stopwatch() as watch:
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", WALK],
            cwd=ROOT,
            env={k: v for k, v in os.environ.items() if not k.startswith(("HUBUNG_", "DJANGO_"))},
            check=True,
            stdout=subprocess.DEVNULL,
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    report.add(seconds=watch.seconds, cpu_seconds=used)
    return report
