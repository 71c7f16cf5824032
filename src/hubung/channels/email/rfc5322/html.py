"""HTML mail: made safe to show at the desk, and read as plain text, in one linear pass.

The reader here writes a small, well-nested subset; `nh3` then has the last word on what is safe.
Giving `nh3` the raw markup would let a mail of a few hundred kilobytes keep it busy for minutes:
a browser's parser is quadratic in the nesting, and multiplies unclosed formatting elements.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import NamedTuple

import nh3

MAX_HTML = 500_000
MAX_DEPTH = 60

_VOID = {"br", "hr"}
_INLINE = {
    *("a", "abbr", "b", "code", "del", "em", "i", "ins", "q", "s", "small", "span", "strong"),
    *("sub", "sup", "u"),
}
_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "pre"}
_BLOCKS = _PARAGRAPHS | {"blockquote", "caption", "dd", "div", "dt", "hr", "li", "tr"}
_TAGS = _VOID | _INLINE | _BLOCKS | {"tbody", "td", "tfoot", "th", "thead"}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_DROPPED_WITH_CONTENT = {
    *("script", "style", "title", "template", "noscript", "svg", "math", "iframe", "object"),
    *("textarea", "select", "xmp"),
}

# Every repetition is bounded, so that no input makes the search quadratic.
_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})"
    r"((?>[^<>\"']{1,2000}|\"[^\"]{0,2000}\"|'[^']{0,2000}'){0,200})>"
)
_ATTRIBUTE = re.compile(
    r"([a-zA-Z][a-zA-Z-]{0,30})\s{0,20}=\s{0,20}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))"
)


class Read(NamedTuple):
    """`markup` is safe to show, `text` keeps a `>` at each quoted line."""

    markup: str
    text: str


def read(html: str) -> Read:
    """HTML reduced to a strict list, and its text. At most `MAX_HTML` characters are looked at.

    No scripts, styles, forms, odd link schemes, and no images: a remote one tells its sender when
    and where it was looked at, an embedded one is among the attachments.
    """
    reader = _Reader()
    reader.read(html[:MAX_HTML])
    markup = nh3.clean(
        "".join(reader.markup),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in "".join(reader.text).split("\n"))
    text = re.sub(r"\n(?:[>]{0,9} ?\n){2,}", "\n\n", "\n".join(lines)).strip()
    return Read(markup, text)


class _Reader:
    """Writes well-nested markup and plain text side by side."""

    def __init__(self) -> None:
        self.markup: list[str] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self._links: list[tuple[str, int]] = []
        self._quotes = 0

    def read(self, html: str) -> None:
        at = 0
        while (start := html.find("<", at)) >= 0:
            self._data(html[at:start])
            at = self._tag(html, start)
        self._data(html[at:])
        while self._open:
            self._close()

    def _tag(self, html: str, start: int) -> int:
        """Reads what begins with `<`; returns where reading goes on."""
        if html.startswith("<!--", start):
            return _after(html, "-->", start)
        if html.startswith(("<!", "<?"), start):
            return _after(html, ">", start)
        match = _TAG.match(html, start)
        if match is None:
            self._data("<")
            return start + 1
        name = match[2].lower()
        if name in _DROPPED_WITH_CONTENT and not match[1] and not match[3].endswith("/"):
            return self._skip(html, name, match.end())
        if name in _TAGS:
            if match[1]:
                self._end(name)
            else:
                self._start(name, match[3])
        return match.end()

    def _skip(self, html: str, name: str, start: int) -> int:
        # Looked for in one case only twice, so that many such tags stay cheap.
        for end_tag in (f"</{name}", f"</{name.upper()}"):
            found = html.find(end_tag, start)
            if found >= 0:
                return _after(html, ">", found)
        return len(html)

    def _data(self, data: str) -> None:
        if not data:
            return
        data = unescape(data)
        self.markup.append(escape(data))
        if "pre" in self._open:
            self.text.append(data.replace("\n", "\n" + self._prefix))
        else:
            self.text.append(re.sub(r"\s+", " ", data))

    def _start(self, name: str, attributes: str) -> None:
        if name in _BLOCKS and "p" in self._open:
            self._end("p")
        if name not in _VOID and len(self._open) >= MAX_DEPTH:
            return
        kept = self._attributes(name, attributes)
        self.markup.append(f"<{name}{kept}>")
        if name in _BLOCKS:
            self._line(blank=name in _PARAGRAPHS)
        if name == "br":
            self.text.append("\n" + self._prefix)
        elif name == "li":
            self.text.append("- ")
        elif name in ("td", "th"):
            self.text.append(" ")
        if name in _VOID:
            return
        self._open.append(name)
        if name == "blockquote":
            self._quotes += 1
            self.text.append(self._prefix)

    def _attributes(self, name: str, attributes: str) -> str:
        href, kept = "", ""
        for match in _ATTRIBUTE.finditer(attributes):
            key, value = match[1].lower(), unescape(match[2] or match[3] or match[4] or "")
            if key in _ATTRIBUTES.get(name, ()):
                kept += f' {key}="{escape(value)}"'
                href = value.strip() if key == "href" else href
        if name == "a":
            self._links.append((href, len(self.text)))
        return kept

    def _end(self, name: str) -> None:
        if name in self._open:
            while self._close() != name:
                pass

    def _close(self) -> str:
        name = self._open.pop()
        self.markup.append(f"</{name}>")
        if name == "a":
            self._show_target()
        if name == "blockquote":
            self._quotes -= 1
        if name in _BLOCKS:
            self._line(blank=name in _PARAGRAPHS)
        return name

    def _show_target(self) -> None:
        href, start = self._links.pop()
        shown = "".join(self.text[start:]).strip()
        target = href.removeprefix("mailto:").removeprefix("tel:")
        if href.startswith(("http:", "https:", "mailto:", "tel:")) and target not in shown:
            self.text.append(f" <{target}>")

    @property
    def _prefix(self) -> str:
        return ">" * min(self._quotes, 9) + (" " if self._quotes else "")

    def _line(self, *, blank: bool) -> None:
        self.text.append(("\n" + self._prefix) * (2 if blank else 1))


def _after(html: str, end: str, start: int) -> int:
    found = html.find(end, start)
    return len(html) if found < 0 else found + len(end)
