"""The icon sprite: one cached file, each symbol referred to by name.

A file of its own keeps the pages small and the content policy strict; it is fetched once and kept
by the browser, and a page reads well before it has arrived because every icon stands by a word.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = "ui/icons.svg"
_FILE = Path(__file__).parent / "static" / SPRITE


@cache
def names() -> frozenset[str]:
    """Every icon in the sprite, without its `i-`."""
    return frozenset(re.findall(r'<symbol id="i-([\w-]+)"', _FILE.read_text()))


@lru_cache(maxsize=1_000)
def icon(name: str, label: str = "") -> SafeString:
    """An icon; `label` makes it speak where no word stands beside it. ValueError if unknown."""
    if name not in names():
        raise ValueError(f"no icon is called {name!r}; there are {', '.join(sorted(names()))}")
    href = f"{static(SPRITE)}#i-{name}"
    if label:
        return format_html(
            '<svg class="i" viewBox="0 0 24 24" role="img" aria-label="{}"><use href="{}"/></svg>',
            label,
            href,
        )
    return format_html(
        '<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><use href="{}"/></svg>', href
    )


@cache
def mini_line(position: int) -> SafeString:
    """The five-station line of a list row, drawn; `position` 0 (received) to 4 (answered)."""
    if position not in range(5):
        raise ValueError(f"a case is at station 0 to 4, not {position}")
    return format_html(
        '<svg viewBox="0 0 56 12" aria-hidden="true"><use href="{}"/></svg>',
        f"{static(SPRITE)}#m-{position}",
    )
