"""The lock files: they hold what the package asks for, and nothing of where they were made."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def locked(name: str) -> dict[str, str]:
    """Package and version of each entry."""
    text = (ROOT / name).read_text()
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", text, re.MULTILINE))


def names(requirements: list[str]) -> set[str]:
    found = (re.match(r"[A-Za-z0-9._-]+", requirement) for requirement in requirements)
    return {re.sub(r"[._-]+", "-", match.group()).lower() for match in found if match}


def test_locks_hold_every_dependency() -> None:
    """Write them anew with `scripts/lock`."""
    wanted = names(PROJECT["project"]["dependencies"] + PROJECT["build-system"]["requires"])
    assert wanted <= locked("requirements.lock").keys()
    wanted |= names(PROJECT["project"]["optional-dependencies"]["dev"])
    assert wanted <= locked("requirements-dev.lock").keys()


def test_development_lock_contains_the_other_one() -> None:
    assert locked("requirements.lock").items() <= locked("requirements-dev.lock").items()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_entry_has_hashes_and_no_place(name: str) -> None:
    for entry in re.split(r"^(?=\S+==)", (ROOT / name).read_text(), flags=re.MULTILINE)[1:]:
        assert re.fullmatch(
            r"\S+==\S+( ; [^\n\\]+)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+", entry
        ), entry
