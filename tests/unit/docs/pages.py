"""The documentation as files: which pages there are, and what stands in them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))

_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def prose(page: Path) -> str:
    """The page without code."""
    return _CODE.sub("", _FENCE.sub("", page.read_text()))


def code(page: Path) -> str:
    """Only the code of a page, a piece a line."""
    text = page.read_text()
    fences = [piece.group() for piece in _FENCE.finditer(text)]
    # A piece in a sentence may be broken over two lines of the source.
    inline = re.findall(r"`([^`]+)`", _FENCE.sub("", text))
    return "\n".join([*fences, *(" ".join(piece.split()) for piece in inline)])


def anchors(page: Path) -> set[str]:
    """The names that headings can be linked by."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
