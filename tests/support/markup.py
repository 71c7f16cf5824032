"""What every browser mends in silence and a reader's helper may not: tags left open, ids twice."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "path",
        "circle",
        "use",
    }
)
#: HTML lets the end of these be left out.
_MAY_STAY_OPEN = frozenset({"li", "p", "dt", "dd", "option", "tr", "td", "th", "tbody", "thead"})
_BLOCKS = frozenset(
    {
        "div",
        "section",
        "article",
        "ul",
        "ol",
        "dl",
        "table",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "figure",
        "nav",
        "p",
    }
)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        if len(names) != len(set(names)):
            self._fault(f"<{tag}> has an attribute twice")
        identity = dict(attrs).get("id")
        if identity is not None and "template" not in self.open:
            if not identity or identity in self.ids:
                self._fault(f"the id {identity!r} is there twice, or empty")
            self.ids.add(identity)
        if tag in _BLOCKS and "p" in self.open:
            self._fault(f"<{tag}> within <p>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        while self.open and self.open[-1] != tag and self.open[-1] in _MAY_STAY_OPEN:
            self.open.pop()
        if not self.open or self.open[-1] != tag:
            self._fault(f"</{tag}> ends what is not open")
        else:
            self.open.pop()

    def _fault(self, what: str) -> None:
        line, _column = self.getpos()
        self.faults.append(f"line {line}: {what} (in {' > '.join(self.open[-4:])})")


def faults(html: str) -> list[str]:
    """What is wrong with the markup of a page; nothing when it is well formed."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    left = [f"<{tag}> is never closed" for tag in reader.open if tag not in _MAY_STAY_OPEN]
    return reader.faults + left
