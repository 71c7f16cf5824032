"""The holidays that the program reads are those of the library that is locked."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.once


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("days_off", ROOT / "scripts/days_off.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_file_is_as_new_as_the_library() -> None:
    days_off = load()
    assert days_off.FILE.read_text() == "".join(days_off.lines()), "run scripts/days_off.py"
