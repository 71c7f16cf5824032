"""What the documentation points at exists, and every decision record is whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.unit.docs.pages import DECISIONS, DOCS, PAGES, ROOT, anchors, name, prose

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PATH = re.compile(r"`((?:src|scripts|tests|docs|bench)/[\w./-]+\.\w+)`")
MODULE = re.compile(r"`((?:[a-z_0-9]+/)+[a-z_0-9]+\.py)`")


def broken(page: Path) -> list[str]:
    """Links of a page that lead nowhere."""
    found = []
    for target in LINK.findall(prose(page)):
        if target.startswith(("http:", "https:", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            found.append(target)
    return found


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    assert broken(page) == []


def test_a_broken_link_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Here\n\n[a](missing.md) [b](#here) [c](#there) [d](page.md#here)\n")
    assert broken(page) == ["missing.md", "#there"]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_files_that_are_named_exist(page: Path) -> None:
    text = page.read_text()
    assert [path for path in PATH.findall(text) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", [DOCS / "threat-model.md", DOCS / "reference/architecture.md"])
def test_modules_that_are_named_exist(page: Path) -> None:
    named = MODULE.findall(page.read_text())
    assert named
    source = ROOT / "src/hubung"
    # A page may leave out the folder that it has just named.
    missing = [path for path in named if not list(source.glob(f"**/{path}"))]
    assert missing == []


def test_the_map_names_every_page() -> None:
    linked = {(DOCS / target.split("#")[0]).resolve() for target in LINK.findall(_map())}
    pages = {page for page in DOCS.rglob("*.md") if "decisions" not in page.parts}
    assert pages - linked - {DOCS / "README.md"} == set()


def _map() -> str:
    return (DOCS / "README.md").read_text()


def test_the_pictures_of_the_readme_are_small() -> None:
    pictures = sorted((DOCS / "images").glob("*.webp"))
    assert pictures
    assert [picture.name for picture in pictures if picture.stat().st_size > 120_000] == []


@pytest.mark.parametrize("record", DECISIONS, ids=name)
def test_a_decision_record_has_its_four_parts(record: Path) -> None:
    text = record.read_text()
    number = record.name[:4]
    assert re.match(rf"# {number} · \S", text)
    order = [text.find(f"**{part}.**") for part in ("Situation", "Decided", "Costs")]
    assert -1 not in order
    assert order == sorted(order)


def test_decision_records_are_numbered_without_gaps() -> None:
    assert [record.name[:4] for record in DECISIONS] == [
        f"{number:04}" for number in range(1, len(DECISIONS) + 1)
    ]
