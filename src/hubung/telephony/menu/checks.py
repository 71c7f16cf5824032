"""What is wrong with a menu, in sentences for the person who keeps it.

Pure: the tree, which prompts there are, and which queues. An error keeps a version from going
live; advice does not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from hubung.telephony.menu import tree as nodes
from hubung.telephony.menu.editing import says
from hubung.telephony.menu.interpreter import OWN_PROMPTS
from hubung.telephony.menu.tree import Language, Say, Tree, Way, ways

LANGUAGES: tuple[Language, ...] = ("id", "en")
#: More than this many keys are hard to keep in mind while listening.
MOST_CHOICES = 5


@dataclass(frozen=True)
class Finding:
    """One thing to mend. `node` is empty when it is about the whole."""

    level: Literal["error", "advice"]
    node: str
    text: str


def examine(
    tree: Tree,
    *,
    prompts: Collection[tuple[str, str]],
    queues: Collection[str] | None = None,
    recording: bool = True,
) -> list[Finding]:
    """Errors first. `prompts` are pairs of key and language; `queues` None: any name will do."""
    findings = [
        *_holes(tree),
        *_questions(tree),
        *_circles(tree),
        *_without_a_person(tree),
        *_unheard_notice(tree, recording),
        *_missing_prompts(tree, prompts),
        *_unknown_queues(tree, queues),
        *_hours(tree),
        *_unreachable(tree),
    ]
    return sorted(findings, key=lambda one: one.level != "error")


def reachable(tree: Tree, first: Iterable[str], *, without: Collection[str] = ()) -> set[str]:
    """Nodes that a caller can come to from `first`, itself included, past none of `without`."""
    found: set[str] = set()
    waiting = [name for name in first if name in tree.nodes]
    while waiting:
        name = waiting.pop()
        if name in found or name in without:
            continue
        found.add(name)
        waiting += [way.to for way in ways(tree, name) if way.to in tree.nodes]
    return found


def title(tree: Tree, name: str) -> str:
    """How a node is called in sentences."""
    node = tree.nodes.get(name)
    return node.title if node else name


def _holes(tree: Tree) -> list[Finding]:
    return [
        Finding("error", name, _hole(tree, name, way))
        for name in tree.nodes
        for way in ways(tree, name)
        if way.to not in tree.nodes
    ]


def _hole(tree: Tree, name: str, way: Way) -> str:
    here = {"here": title(tree, name), "key": way.key}
    match way.when:
        case "key":
            return _("Key %(key)s of “%(here)s” leads nowhere. Choose where it leads.") % here
        case "inside":
            return _("“%(here)s” leads nowhere during its hours. Choose where it leads.") % here
        case "outside":
            return _("“%(here)s” leads nowhere outside its hours. Choose where it leads.") % here
        case "otherwise":
            return (
                _("Silence and wrong keys in “%(here)s” lead nowhere. Choose where they lead.")
                % here
            )
        case _:
            return _("Nothing follows “%(here)s”. Choose what comes next.") % here


def _questions(tree: Tree) -> list[Finding]:
    findings = []
    for name, node in tree.nodes.items():
        here = {"here": node.title}
        speaks = isinstance(node, nodes.Asking | nodes.Notice | nodes.Play | nodes.Voicemail)
        if speaks and not node.prompts:
            findings.append(
                Finding(
                    "error", name, _("“%(here)s” says nothing. Choose what callers hear.") % here
                )
            )
        if not isinstance(node, nodes.Choose):
            continue
        if not node.choices:
            text = _("“%(here)s” asks, but no key is answered. Add a key.") % here
            findings.append(Finding("error", name, text))
        if len(node.choices) > MOST_CHOICES:
            text = _(
                "“%(here)s” offers %(n)s keys. Callers keep at most five in mind: divide it."
            ) % {**here, "n": len(node.choices)}
            findings.append(Finding("advice", name, text))
    return findings


def _circles(tree: Tree) -> list[Finding]:
    """Rounds in which nothing is ever asked: the caller could only listen."""
    asking = {name for name, node in tree.nodes.items() if isinstance(node, nodes.Asking)}
    findings = []
    for name in tree.nodes:
        if name in asking:
            continue
        following = [way.to for way in ways(tree, name)]
        if name in reachable(tree, following, without=asking):
            text = _(
                "From “%(here)s” callers come back to it without being asked anything. "
                "Lead them to a question or to a person."
            ) % {"here": title(tree, name)}
            findings.append(Finding("error", name, text))
    return findings


def _without_a_person(tree: Tree) -> list[Finding]:
    """Places from which neither somebody nor a message box is reached; the last word apart."""
    people = (nodes.Queue, nodes.Voicemail)
    findings = []
    for name, node in tree.nodes.items():
        if isinstance(node, nodes.Asking) and node.otherwise in tree.nodes:
            met = reachable(tree, [node.otherwise])
            if not any(isinstance(tree.nodes[one], people) for one in met):
                text = _(
                    "Who stays silent in “%(here)s” reaches no person. "
                    "Lead silence and wrong keys to a queue."
                ) % {"here": node.title}
                findings.append(Finding("error", name, text))
    from_start = reachable(tree, [tree.start])
    if not any(isinstance(tree.nodes[one], people) for one in from_start):
        text = _("No caller reaches a person or a message box. Lead the menu to a queue.")
        findings.append(Finding("error", tree.start, text))
    return findings


def _unheard_notice(tree: Tree, recording: bool) -> list[Finding]:
    if not recording:
        return []
    notices = {name for name, node in tree.nodes.items() if isinstance(node, nodes.Notice)}
    past = reachable(tree, [tree.start], without=notices)
    return [
        Finding(
            "error",
            name,
            _(
                "Callers can reach “%(here)s” without hearing that the call is recorded. "
                "Put the notice before every question."
            )
            % {"here": title(tree, name)},
        )
        for name in sorted(past)
        if isinstance(tree.nodes[name], nodes.Queue)
    ]


def _missing_prompts(tree: Tree, prompts: Collection[tuple[str, str]]) -> list[Finding]:
    findings = []
    own = [("", Say(key=key)) for key in OWN_PROMPTS]
    said = [(name, say) for name, node in tree.nodes.items() for say in says(node)]
    for name, say in [*own, *said]:
        missing = [
            language
            for language in LANGUAGES
            if say.language in (None, language) and (say.key, language) not in prompts
        ]
        for language in missing:
            text = _("The prompt “%(key)s” has no words in %(language)s yet. Write them.") % {
                "key": say.key,
                "language": _("Indonesian") if language == "id" else _("English"),
            }
            findings.append(Finding("error", name, text))
    return list(dict.fromkeys(findings))


def _unknown_queues(tree: Tree, queues: Collection[str] | None) -> list[Finding]:
    return [
        Finding(
            "error",
            name,
            _("There is no queue “%(queue)s”, to which “%(here)s” leads. Choose another.")
            % {"queue": node.queue, "here": node.title},
        )
        for name, node in tree.nodes.items()
        if isinstance(node, nodes.Queue) and queues is not None and node.queue not in queues
    ]


def _hours(tree: Tree) -> list[Finding]:
    return [
        Finding("error", name, _("“%(here)s” has no hours yet. Add some.") % {"here": node.title})
        for name, node in tree.nodes.items()
        if isinstance(node, nodes.Hours) and not node.openings
    ]


def _unreachable(tree: Tree) -> list[Finding]:
    met = reachable(tree, [tree.start])
    # Where everybody ends who says nothing needs no way of its own.
    return [
        Finding(
            "advice",
            name,
            _("No caller comes to “%(here)s”: nothing leads there. Lead there, or remove it.")
            % {"here": node.title},
        )
        for name, node in tree.nodes.items()
        if name not in met and name != tree.person
    ]
