"""What every browser mends in silence and a reader's helper may not: HTML against its rules.

The parser says what the standard calls a parse error; the rest is what it lets pass: names that
lead nowhere, elements where they may not be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from justhtml import JustHTML

#: Attributes that name other elements of the page by their ids.
_NAMES = (
    "for",
    "form",
    "headers",
    "list",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-labelledby",
    "aria-owns",
)
_WORDS_ONLY = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "span", "b", "strong", "em", "i", "small"}
_WORDS_ONLY |= {"button", "label", "summary", "legend", "time", "code", "dt"}
_BLOCKS = {
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "dialog",
    "div",
    "dl",
    "fieldset",
}
_BLOCKS |= {"figure", "footer", "form", "header", "hr", "main", "nav", "ol", "p", "pre", "section"}
_BLOCKS |= {"table", "ul"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
#: Headings may stand in these.
_TITLES = {"summary", "legend"}
_DOES = {"a", "button", "label", "select", "summary", "textarea"}
_AIDS = {"script", "template"}
_CHILDREN = {
    "ul": {"li"} | _AIDS,
    "ol": {"li"} | _AIDS,
    "menu": {"li"} | _AIDS,
    "dl": {"dt", "dd", "div"} | _AIDS,
    "select": {"option", "optgroup", "hr"} | _AIDS,
}
_PARENTS = {"li": {"ul", "ol", "menu"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}}


def faults(html: str) -> list[str]:
    """What is wrong with a page; nothing when it is well formed."""
    page = JustHTML(html, collect_errors=True, track_node_locations=True, sanitize=False)
    said = [f"line {error.line}: {error.code}" for error in page.errors]
    return said + list(_in_tree(page.root))


def _in_tree(root: Any) -> Iterator[str]:
    """A template's content is a tree of its own."""
    elements = [node for node in _below(root) if not node.name.startswith(("#", "!"))]
    ids: set[str] = set()
    for element in elements:
        identity = element.attrs.get("id")
        if identity is not None:
            if not identity or identity in ids:
                yield _told(element, f"its id {identity!r} is there twice, or empty")
            ids.add(identity)
    for element in elements:
        for check in _CHECKS:
            if wrong := check(element, ids):
                yield _told(element, wrong)
        if element.name == "template" and element.template_content is not None:
            yield from _in_tree(element.template_content)


def _below(node: Any) -> Iterator[Any]:
    for child in node.children or ():
        yield child
        yield from _below(child)


def _leads_nowhere(element: Any, ids: set[str]) -> str:
    # What a template holds may name what stands where it will be put.
    if _root(element).name != "#document":
        return ""
    named = {word for name in _NAMES for word in (element.attrs.get(name) or "").split()}
    return f"it names {sorted(named - ids)}, which is not there" if named - ids else ""


def _is_misplaced(element: Any, _ids: set[str]) -> str:
    above = element.parent.name
    if above in _CHILDREN and element.name not in _CHILDREN[above]:
        return f"it may not stand in <{above}>"
    is_root = above.startswith("#")
    if element.name in _PARENTS and not is_root and above not in _PARENTS[element.name]:
        return f"it may not stand in <{above}>"
    if above in _WORDS_ONLY:
        is_title = element.name in _HEADINGS and above not in _TITLES
        if element.name in _BLOCKS or is_title:
            return f"it may not stand in <{above}>"
    return ""


def _does_within_doing(element: Any, _ids: set[str]) -> str:
    if element.name not in _DOES and element.name != "input":
        return ""
    above = element.parent
    while above is not None and not above.name.startswith("#"):
        if above.name in {"a", "button"}:
            return f"it may not stand in <{above.name}>"
        above = above.parent
    return ""


def _lacks_words(element: Any, _ids: set[str]) -> str:
    if element.name == "img" and "alt" not in element.attrs:
        return "it has no alt"
    return ""


def _root(element: Any) -> Any:
    while element.parent is not None:
        element = element.parent
    return element


def _told(element: Any, wrong: str) -> str:
    return f"line {element.origin_line}: <{element.name}>: {wrong}"


_CHECKS: tuple[Callable[[Any, set[str]], str], ...] = (
    _leads_nowhere,
    _is_misplaced,
    _does_within_doing,
    _lacks_words,
)
