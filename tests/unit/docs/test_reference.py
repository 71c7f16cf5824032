"""The reference pages say what the program says of itself; commands in the docs exist."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from hubung.cases.choices import ClockName, Kind, Status
from hubung.directory.models import Role
from hubung.project import conf_reference, parts
from tests.unit.docs.pages import DOCS, PAGES, ROOT, code, name

#: The command and not the account of that name (`sudo -u hubung …`) or its folder.
COMMAND = re.compile(r"(?:^|bin/|`|(?<!-u)(?<!-o)(?<!-g)\s)hubung((?: [a-z][a-z-]*)+)")


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "scripts/reference.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


reference = load()
KNOWN = {" ".join(path[1:]) for path, _ in reference.commands(reference.cli.main, ("hubung",))}
GROUPS = {known.rpartition(" ")[0] for known in KNOWN if " " in known}


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    parts.load()


@pytest.mark.parametrize("page", sorted(reference.PAGES))
def test_the_page_is_current(page: str) -> None:
    written = (DOCS / "reference" / page).read_text()
    assert written == reference.PAGES[page](), "run: .venv/bin/python scripts/reference.py"


def test_the_settings_are_current() -> None:
    written = (DOCS / "reference/settings.md").read_text()
    assert written == conf_reference.page(), "run: hubung settings --markdown"


def unknown_commands(text: str) -> list[str]:
    """`hubung …` in code that is no command; a word after a command is its argument."""
    found = []
    for said in COMMAND.findall(text):
        words = said.split()
        called = " ".join(words[:2]) if words[0] in GROUPS else words[0]
        if called not in KNOWN:
            found.append(called)
    return found


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_that_are_named_exist(page: Path) -> None:
    assert unknown_commands(code(page)) == []


def test_an_unknown_command_would_be_found() -> None:
    text = "`.venv/bin/hubung serve` `hubung sevre` `hubung mail dkim` `hubung mail send`"
    assert unknown_commands(text) == ["sevre", "mail send"]


def test_the_glossary_has_every_word_of_the_registry() -> None:
    glossary = (DOCS / "reference/glossary.md").read_text()
    words = [*Kind.values, *Status.values, *ClockName.values, *Role.values]
    assert [word for word in words if f"`{word}`" not in glossary] == []
