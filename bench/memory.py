"""The memory of the whole running program: every process of `hubung serve`."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import installation
from bench.installation import Database, Installation, label, say
from bench.report import Report

REQUESTS = 50
PAGES = ("/healthz", "/readyz", "/", "/lapor/", "/lacak/", "/akun/masuk/")


def run(databases: Sequence[Database] = installation.DATABASES) -> list[Report]:
    report = Report(
        "Memory of the running program",
        {
            "database": "database",
            "process": "process",
            "pss_mib": "PSS MiB",
            "rss_mib": "RSS MiB",
        },
        [
            f"`hubung serve` with all its processes, after {REQUESTS} requests and some mails; "
            "nobody else is served.",
            "PSS counts a page shared by n processes as a n-th in each, so the sum is what the "
            "program takes; RSS counts it in each. A PostgreSQL server is not counted.",
            "Aim: 300 MiB.",
        ],
    )
    for database in databases:
        with (
            installation.installation("memory", database) as ours,
            ours.running("serve") as process,
        ):
            installation.wait_until_ready(ours, process)
            say(f"Using the program a little ({label(database)}) …")
            _use(ours)
            total_pss = total_rss = 0.0
            for pid in tree(process.pid):
                pss, rss = of_process(pid)
                total_pss, total_rss = total_pss + pss, total_rss + rss
                name = "supervisor" if pid == process.pid else f"part {pid}"
                report.add(database=label(database), process=name, pss_mib=pss, rss_mib=rss)
            report.add(
                database=label(database), process="together", pss_mib=total_pss, rss_mib=total_rss
            )
    return [report]


def tree(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from tree(int(child))


def of_process(pid: int) -> tuple[float, float]:
    """PSS and RSS in MiB."""
    kib = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, value = line.split()[:2]
        kib[name] = int(value)
    return kib["Pss:"] / 1024, kib["Rss:"] / 1024


def _use(ours: Installation) -> None:
    """Pages and mails, so that what is loaded at first use is loaded."""
    port = ours.ports["web"]
    for number in range(REQUESTS):
        address = f"http://127.0.0.1:{port}{PAGES[number % len(PAGES)]}"
        with urllib.request.urlopen(address, timeout=30) as response:
            response.read()
    ours.run("bench.senders", ours.ports["smtp"], 20, "--attachment")
    time.sleep(5)  # the worker takes them in
