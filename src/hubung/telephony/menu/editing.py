"""Changes of a menu: pure, each from one tree to the next.

What a change leaves open is a hole, which the checks tell of; nothing is refused here but what
would make it no menu: without its beginning, or without the queue where everybody ends.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Literal, get_args

from django.utils.translation import gettext as _

from hubung.telephony.menu import tree as nodes
from hubung.telephony.menu.tree import AnyNode, Language, Name, Opening, Say, Tree, Value

Kind = Literal[
    "play", "notice", "choose", "case_status", "hours", "jump", "queue", "voicemail", "hang_up"
]
KINDS: tuple[Kind, ...] = get_args(Kind)
#: A name has forty characters at most; some are left for a number.
_LONGEST = 34
#: Fields in which a node names another.
_TARGETS = ("next", "otherwise", "inside", "outside", "to")


class EditError(ValueError):
    """Nothing was changed. `str()` says why and what to do."""


class _One(Value):
    """Reads one node, of whatever kind."""

    node: AnyNode


def node(kind: str, title: str, *, queue: str, **more: Any) -> AnyNode:
    """A new node with nothing in it yet; a `queue` of the name that is given."""
    own = {"queue": {"queue": queue}, "voicemail": {"box": queue}}.get(kind, {})
    return _One.model_validate({"node": {"kind": kind, "title": title, **own, **more}}).node


def changed(before: AnyNode, changes: dict[str, Any]) -> AnyNode:
    """The node with some of its fields in other words. Raises pydantic's ValidationError."""
    return _One.model_validate({"node": before.model_dump() | changes}).node


def add(tree: Tree, one: AnyNode) -> tuple[Tree, str]:
    """The tree with one node more, and the name it got: after its title, and taken by no other."""
    name = _free(tree, _slug(one.title) or one.kind)
    return put(tree, name, one), name


def put(tree: Tree, name: str, one: AnyNode) -> Tree:
    """The tree with this node under this name."""
    return _with(tree, nodes={**tree.nodes, name: one})


def remove(tree: Tree, name: str) -> Tree:
    """Without the node; what led there leads nowhere now. Raises EditError."""
    if name == tree.start:
        raise EditError(_("The menu begins here. Let it begin elsewhere, then remove this step."))
    if name == tree.person:
        raise EditError(_("Whoever says nothing is led here. Choose another queue for them first."))
    rest = {other: _forget(one, name) for other, one in tree.nodes.items() if other != name}
    return _with(tree, nodes=rest)


def led_by(tree: Tree, *, start: str, person: str, language: Language) -> Tree:
    """Begins elsewhere, leads who says nothing elsewhere, speaks another language at first."""
    return _with(tree, start=start, person=person, language=language)


def with_hours(
    tree: Tree,
    *,
    before: str,
    title: str,
    closed: str,
    words: str,
    box: str,
    opening: Opening,
) -> tuple[Tree, str]:
    """Asks the clock before a node: during the hours callers go on to it, outside them they hear
    the prompt `words` and leave a message. Whoever came to the node comes to the clock now, whose
    name is returned beside the tree.

    Silence, wrong keys and key 0 lead past the clock to the tree's person, as everywhere: where
    callers must not come when nobody works, the hours belong before the first question.
    """
    told = nodes.Voicemail(title=closed, prompts=(Say(key=words),), box=box)
    after, outside = add(tree, told)
    clock = nodes.Hours(title=title, openings=(opening,), inside=before, outside=outside)
    asked, name = add(after, clock)
    led = {
        other: one if other == name else _forget(one, before, instead=name)
        for other, one in asked.nodes.items()
    }
    start = name if tree.start == before else tree.start
    return _with(asked, nodes=led, start=start), name


def users(tree: Tree, key: str) -> list[str]:
    """Names of the nodes that say a prompt."""
    return [name for name, one in tree.nodes.items() if key in {say.key for say in says(one)}]


def says(one: AnyNode) -> tuple[Say, ...]:
    """All that a node may say."""
    return (*one.prompts, *(one.refused if isinstance(one, nodes.Notice) else ()))


def _with(tree: Tree, **changes: Any) -> Tree:
    return Tree.model_validate({**dict(tree), **changes})


def _forget(one: AnyNode, target: str, *, instead: str = "") -> AnyNode:
    changes: dict[str, Any] = {
        field: instead for field in _TARGETS if getattr(one, field, None) == target
    }
    if isinstance(one, nodes.Choose):
        changes["choices"] = {
            key: choice.model_copy(update={"next": instead}) if choice.next == target else choice
            for key, choice in one.choices.items()
        }
    return one.model_copy(update=changes)


def _slug(title: str) -> Name:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-0123456789")[:_LONGEST].strip("-")


def _free(tree: Tree, wanted: str) -> str:
    if wanted not in tree.nodes:
        return wanted
    number = 2
    while f"{wanted}-{number}" in tree.nodes:
        number += 1
    return f"{wanted}-{number}"
