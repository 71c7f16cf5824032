"""The table of ASVS 5 is whole, and what it names exists."""

from __future__ import annotations

import ast
import re
from collections import Counter

import pytest

from tests.unit.docs.pages import DOCS, ROOT

pytestmark = pytest.mark.once

#: The last requirement of levels 1 and 2 in each section of ASVS 5.0.0; they begin at 1, and those
#: of level 3 come after them.
_LAST = """
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1
4.3:2 4.4:4 5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2
7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2
10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5
14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2
"""
LAST = {section: int(last) for section, last in re.findall(r"([\d.]+):(\d+)", _LAST)}
STATES = {"met", "partly", "not met", "n/a"}
PAGE = (DOCS / "reference/asvs.md").read_text()
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.splitlines()
    if re.match(r"\| \d", line)
]


def ids(cell: str) -> list[str]:
    """`1.2.3`, `1.2.3–5`, and several of these with commas."""
    found = []
    for part in cell.split(", "):
        section, first, last = re.fullmatch(r"(\d+\.\d+)\.(\d+)(?:–(\d+))?", part).groups()  # type: ignore[union-attr]
        found += [f"{section}.{n}" for n in range(int(first), int(last or first) + 1)]
    return found


def test_every_requirement_of_both_levels_has_one_row() -> None:
    wanted = [f"{section}.{n}" for section, last in LAST.items() for n in range(1, last + 1)]
    assert len(wanted) == 253
    assert Counter(each for row in ROWS for each in ids(row[0])) == Counter(wanted)


def test_each_row_says_what_where_and_how_it_stands() -> None:
    assert [row for row in ROWS if len(row) != 5 or row[4] not in STATES] == []
    # What is met is somewhere; what is not says why in the same place.
    assert [row[0] for row in ROWS if row[4] != "n/a" and len(row[2]) < 5] == []


def test_every_file_that_is_named_exists() -> None:
    named = re.findall(r"`([\w./*-]+\.(?:py|toml|md|js|html))(?:::\w+)?`", PAGE)
    assert len(named) > 100
    source = ROOT / "src/hubung"
    missing = [
        path for path in named if not (ROOT / path).exists() and not (source / path).exists()
    ]
    assert missing == []


def test_every_test_that_is_named_exists() -> None:
    named = set(re.findall(r"`(tests/[\w./-]+\.py)::(\w+)`", PAGE))
    assert named
    functions = {
        path: {
            node.name
            for node in ast.walk(ast.parse((ROOT / path).read_text()))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        for path, _ in named
    }
    assert [f"{path}::{name}" for path, name in named if name not in functions[path]] == []


def test_what_is_not_met_is_summed_up_rightly() -> None:
    told = {
        state: number
        for number, state in re.findall(r"\*\*(\d+)\*\* (met|partly|not met|n/a)", PAGE)
    }
    counted = Counter(row[4] for row in ROWS for _each in ids(row[0]))
    assert {state: int(number) for state, number in told.items()} == dict(counted)
