"""The place in a text where the words are that somebody looked for, and the words marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hubung.search import tokens

#: So many characters are shown, and so many of a text are looked through for them.
LENGTH = 220
SEARCHED = 8_000
_WORD = re.compile(r"[^\W_]+")
_BLANK = re.compile(r"\s+")


def snippet(summary: str, texts: Sequence[str], stems: frozenset[str]) -> SafeString:
    """The summary where it has one of the words, or there is nothing better; else the place."""
    if next(_matches(summary, stems), None):
        return marked(shortened(summary), stems)
    places = (_place(text[:SEARCHED], stems) for text in texts)
    beginning = next(filter(None, (summary, *texts)), "")
    return marked(next(filter(None, places), "") or shortened(beginning), stems)


def marked(text: str, stems: frozenset[str]) -> SafeString:
    """The text with `<mark>` around each word that is meant."""
    parts: list[tuple[str, SafeString]] = []
    last = 0
    for start, end in _matches(text, stems):
        parts.append((text[last:start], format_html("<mark>{}</mark>", text[start:end])))
        last = end
    return format_html("{}{}", format_html_join("", "{}{}", parts), text[last:])


def shortened(text: str) -> str:
    """Its beginning, up to a whole word."""
    flat = _BLANK.sub(" ", text[: LENGTH * 2]).strip()
    return flat if len(flat) <= LENGTH else flat[:LENGTH].rpartition(" ")[0] + " …"


def _place(text: str, stems: frozenset[str]) -> str:
    found = next(_matches(text, stems), None)
    if found is None:
        return ""
    start = max(0, found[0] - LENGTH // 4)
    if start:
        start = text.find(" ", start) + 1
    flat = _BLANK.sub(" ", text[start : start + LENGTH * 2]).strip()
    return ("… " if start else "") + shortened(flat)


def _matches(text: str, stems: frozenset[str]) -> Iterator[tuple[int, int]]:
    known: dict[str, bool] = {}
    for found in _WORD.finditer(text):
        word = found[0]
        if word not in known:
            known[word] = any(
                not stems.isdisjoint(tokens.stems_of(each)) for each in tokens.words(word)
            )
        if known[word]:
            yield found.span()
