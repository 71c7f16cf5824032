"""Writes Indonesia's holidays anew, as the library of the development environment tells them.

Run it after a newer `holidays` was locked; a test says when it has to be. The program reads the
file alone: the library knows a hundred and fifty countries, and would cost every process 14 MiB
and half a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from holidays import country_holidays

FILE = Path(__file__).parents[1] / "src" / "hubung" / "kernel" / "holidays.tsv"
#: What the library can tell.
YEARS = range(1946, 2101)


def lines() -> Iterator[str]:
    """Date, public holiday or joint leave, and its name in Indonesian and English."""
    named = {
        (category, language): country_holidays(
            "ID", years=YEARS, categories=(category,), language=language
        )
        for category in ("public", "government")
        for language in ("id", "en_US")
    }
    for on in sorted(named["public", "id"] | named["government", "id"]):
        # A day that is both is a public holiday; joint leave only lengthens one.
        kind = "public" if on in named["public", "id"] else "government"
        word = {"public": "public", "government": "joint"}[kind]
        yield f"{on}\t{word}\t{named[kind, 'id'][on]}\t{named[kind, 'en_US'][on]}\n"


if __name__ == "__main__":
    FILE.write_text("".join(lines()))
