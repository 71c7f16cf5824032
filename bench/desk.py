"""The desk over ten thousand, a hundred thousand and a million cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bench import installation, peers
from bench.installation import Database, home, label, say
from bench.peers import HELPDESK, PeerUnavailableError
from bench.report import Report

SIZES = (10_000, 100_000, 1_000_000)


def run(
    databases: Sequence[Database] = installation.DATABASES,
    *,
    sizes: Sequence[int] = SIZES,
    repeats: int = 60,
    peer_tickets: int = 100_000,
) -> list[Report]:
    """Pages for a tier 1 agent and a tier 2 handler; `peer_tickets` 0 leaves the peer out."""
    reports = [pages(databases, sizes, repeats)]
    if peer_tickets:
        reports.append(peer(peer_tickets))
    return reports


def pages(databases: Sequence[Database], sizes: Sequence[int], repeats: int) -> Report:
    report = Report(
        "Pages of the desk",
        {
            "database": "database",
            "cases": "cases",
            "role": "person",
            "page": "page",
            "p50_ms": "p50 ms",
            "p95_ms": "p95 ms",
            "cpu_ms": "CPU ms",
            "growth": "× smallest",
            "queries": "queries",
        },
        [
            f"{repeats} requests of each kind after a warm-up, in one process through the whole "
            "stack, without a network. CPU is the median, queries are the most of any.",
            "Work list: every view in turn. Case page: young and old cases. Search: words of half "
            "of all cases, rare ones, two together, a name, a place, none, a beginning of a word.",
            "Three years of cases, one in fifty open, each with timeline, clocks and search row.",
            "Aim at a million: p95 under 60 ms and at most 1.5 times that of the smallest; "
            "search under 100 ms.",
        ],
    )
    for database in databases:
        smallest: dict[tuple[str, str], float] = {}
        for size in sorted(sizes):
            with installation.installation("desk", database) as ours:
                say(f"Writing {size:,} cases ({label(database)}) …")
                ours.run("bench.registry", size)
                say("Asking for pages …")
                results: list[dict[str, Any]] = ours.run("bench.pages", "--repeats", repeats)
            for found in results:
                kind = (found["role"], found["page"])
                report.add(
                    database=label(database),
                    cases=size,
                    role=found["role"],
                    page=found["page"],
                    p50_ms=found["p50_ms"],
                    p95_ms=found["p95_ms"],
                    cpu_ms=found["cpu_ms"],
                    growth=found["p95_ms"] / smallest.setdefault(kind, found["p95_ms"]),
                    queries=found["queries"],
                )
    return report


def peer(tickets: int) -> Report:
    """django-helpdesk's list and search over so many tickets."""
    report = Report(
        f"{HELPDESK.label} over {tickets:,} tickets",
        {"page": "page", "p50_ms": "p50 ms", "p95_ms": "p95 ms"},
        [
            "In one process on SQLite, with the settings that ours has.",
            "Its list is a page and the data that the page then asks for; its search is that data.",
        ],
    )
    try:
        python = peers.interpreter(HELPDESK, home(), say)
    except PeerUnavailableError as error:
        say(str(error))
        return report
    say(f"Writing {tickets:,} tickets for {HELPDESK.label} …")
    found = installation.run(python, HELPDESK.driver, "desk", home() / "run-helpdesk", tickets)
    for key, page in (("list_page", "list: page"), ("list_data", "list: data"), ("search",) * 2):
        report.add(page=page, p50_ms=found[key]["p50"], p95_ms=found[key]["p95"])
    return report
