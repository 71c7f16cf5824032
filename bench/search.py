"""One search over everything public, at two hundred thousand things on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bench import installation
from bench.installation import Database, label, say
from bench.report import Report


def run(
    databases: Sequence[Database] = installation.DATABASES,
    *,
    items: int = 200_000,
    repeats: int = 200,
) -> list[Report]:
    """Searches and suggestions through the whole stack, over so many things."""
    report = Report(
        f"Search over {items:,} public things",
        {
            "database": "database",
            "page": "asked for",
            "p50_ms": "p50 ms",
            "p95_ms": "p95 ms",
            "cpu_ms": "CPU ms",
            "queries": "queries",
        },
        [
            f"{repeats} requests of each kind after a warm-up, in one process through the whole "
            "stack, without a network. CPU is the median, queries are the most of any.",
            "Common: words of half of all things, up to three together. Rare: words of few. Slips: "
            "words with a letter wrong. Narrowed: a common word, a kind, a year. None: words that "
            "nothing has together. Suggestions: two to eight letters.",
            "Things of 80 words (Zipf) and titles of 5, of all kinds, over eight years.",
            "Aim: p95 under 100 ms.",
        ],
    )
    for database in databases:
        with installation.installation("search", database) as ours:
            say(f"Writing {items:,} things ({label(database)}) …")
            ours.run("bench.things", "write", items)
            say("Searching …")
            found: list[dict[str, Any]] = ours.run("bench.things", "search", repeats)
        for row in found:
            report.add(database=label(database), **row)
    return [report]
