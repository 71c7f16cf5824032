"""Writes the demonstration's staff file, in a process whose memory is not the import's."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import django


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("file", type=Path)
    options.add_argument("count", type=int)
    chosen = options.parse_args()
    django.setup()
    from hubung.demo.staff import staff_file

    staff_file(chosen.file, chosen.count)
    print(json.dumps({"bytes": chosen.file.stat().st_size}))


if __name__ == "__main__":
    main()
