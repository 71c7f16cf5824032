"""The machine that figures were taken on; figures without it say nothing."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from pathlib import Path


def describe() -> dict[str, str | int]:
    """Cores, memory, processor and versions of what the benchmarks stand on."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_mib": _memory_mib(),
        "system": _system(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "postgresql": _postgresql(),
    }


def sentence() -> str:
    facts = describe()
    return (
        f"{facts['cores']} cores of {facts['processor']}, {facts['memory_mib']} MiB, "
        f"{facts['system']}, Python {facts['python']}, SQLite {facts['sqlite']}, "
        f"PostgreSQL {facts['postgresql']}"
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory_mib() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20


def _system() -> str:
    return platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())


def _postgresql() -> str:
    """Version of Debian's newest PostgreSQL server; empty when there is none."""
    servers = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if not servers:
        return ""
    said = subprocess.run(
        [servers[-1], "--version"], capture_output=True, text=True, check=True
    ).stdout
    return said.split()[2]
