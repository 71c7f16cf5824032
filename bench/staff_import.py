"""Imports a staff file into an installation, twice; seconds and the peak of memory."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import django

from bench.measure import Stopwatch, peak_memory_mib


def import_once(content: bytes) -> dict[str, Any]:
    """Raises RuntimeError when the report tells of problems."""
    from hubung.directory.importing.report import CREATED
    from hubung.directory.importing.service import import_content

    with Stopwatch() as watch:
        report = import_content(content, dry_run=False)
    if not report.ok:
        raise RuntimeError(f"{report.problem_count} problems, the first: {report.problems[0]}")
    return {
        "rows": report.rows,
        "created": report.counts[CREATED],
        "seconds": watch.seconds,
        "cpu_seconds": watch.cpu_seconds,
        "peak_mib": peak_memory_mib(),
    }


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("file", type=Path)
    chosen = options.parse_args()
    django.setup()
    content = chosen.file.read_bytes()
    base = peak_memory_mib()
    first = import_once(content)
    again = import_once(content)
    if again["created"]:
        raise RuntimeError(f"the second import made {again['created']} people")
    print(json.dumps({"base_mib": base, "first": first, "again": again}))


if __name__ == "__main__":
    main()
