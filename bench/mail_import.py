"""Imports a staff file and gives everybody a mailbox; seconds of each, and of doing it again."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import django

from bench.measure import Stopwatch, peak_memory_mib
from bench.staff_import import import_once


def provision_once() -> dict[str, Any]:
    from hubung.mail import services
    from hubung.mail.services.report import ADDRESSES, OPENED

    with Stopwatch() as watch:
        report = services.provision()
    return {
        "accounts": report.counts[OPENED],
        "addresses": report.counts[ADDRESSES],
        "seconds": watch.seconds,
        "cpu_seconds": watch.cpu_seconds,
        "peak_mib": peak_memory_mib(),
    }


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("file", type=Path)
    chosen = options.parse_args()
    django.setup()
    staff = import_once(chosen.file.read_bytes())
    first, again = provision_once(), provision_once()
    if again["accounts"]:
        raise RuntimeError(f"the second time opened {again['accounts']} accounts")
    print(json.dumps({"staff": staff, "first": first, "again": again}))


if __name__ == "__main__":
    main()
