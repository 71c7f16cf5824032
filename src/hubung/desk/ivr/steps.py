"""A menu for the page that draws it: each step with what it says, where it leads, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubung.desk.ivr import words
from hubung.desk.ivr.strip import Row, Strip, lay
from hubung.kernel.calendars import Language
from hubung.telephony.menu import tree as nodes
from hubung.telephony.menu.checks import Finding
from hubung.telephony.menu.tree import PERSON_KEY, AnyNode, Say, Tree
from hubung.telephony.prompts.wording import Wording

Wordings = Mapping[tuple[str, Language], Wording]


@dataclass(frozen=True)
class Said:
    """A prompt in the words of one language. `text` is empty where nobody has worded it."""

    key: str
    language: Language
    text: str
    #: Said in this language to everybody; else in the caller's.
    always: bool


@dataclass(frozen=True)
class Leads:
    """A way out: by a key (`sign`) or by what happens (`when`); `target` is a title."""

    sign: str
    when: str
    name: str
    target: str
    where: Literal["down", "up", "nowhere"]
    language: str = ""
    sector: str = ""


@dataclass(frozen=True)
class Step:
    """One row of the page."""

    row: Row
    node: AnyNode
    kind: str
    icon: str
    said: list[Said]
    leads: list[Leads]
    facts: list[str]
    findings: list[Finding]
    is_start: bool
    is_person: bool
    removable: bool


@dataclass(frozen=True)
class Drawing:
    """All of it. `about_all`: findings that concern no single step."""

    steps: list[Step]
    unreached: list[Step]
    lanes: int
    about_all: list[Finding]
    errors: int
    advice: int


def draw(tree: Tree, found: Iterable[Finding], wordings: Wordings, language: Language) -> Drawing:
    """`language`: of the page; in it the prompts are read that callers hear in their own."""
    findings = list(found)
    strip = lay(tree)
    steps = [_step(tree, strip, row, findings, wordings, language) for row in strip.rows]
    return Drawing(
        steps=[step for step in steps if step.row.reached],
        unreached=[step for step in steps if not step.row.reached],
        lanes=strip.lanes,
        about_all=[one for one in findings if not one.node],
        errors=sum(one.level == "error" for one in findings),
        advice=sum(one.level == "advice" for one in findings),
    )


def said_of(says: Iterable[Say], wordings: Wordings, language: Language) -> list[Said]:
    found = []
    for say in says:
        heard = say.language or language
        wording = wordings.get((say.key, heard))
        text = wording.text if wording else ""
        found.append(Said(say.key, heard, text, say.language is not None))
    return found


def _step(
    tree: Tree,
    strip: Strip,
    row: Row,
    findings: list[Finding],
    wordings: Wordings,
    language: Language,
) -> Step:
    node = tree.nodes[row.name]
    return Step(
        row=row,
        node=node,
        kind=str(words.KINDS[node.kind]),
        icon=words.ICONS[node.kind],
        said=said_of(node.prompts, wordings, language),
        leads=[
            Leads(sign, when, to, *_place(tree, strip, row.name, to), spoken, sector)
            for sign, when, to, spoken, sector in _ways(tree, node)
        ],
        facts=_facts(node),
        findings=[one for one in findings if one.node == row.name],
        is_start=row.name == tree.start,
        is_person=row.name == tree.person,
        removable=row.name not in (tree.start, tree.person),
    )


def _place(
    tree: Tree, strip: Strip, name: str, to: str
) -> tuple[str, Literal["down", "up", "nowhere"]]:
    order = strip.order
    if to not in order:
        return "", "nowhere"
    return tree.nodes[to].title, "down" if order[to] > order[name] else "up"


def _ways(tree: Tree, node: AnyNode) -> list[tuple[str, str, str, str, str]]:
    """(key, words, name of the target, language, sector) of each way."""
    match node:
        case nodes.Play() | nodes.Notice():
            return [("", _("then"), node.next, "", "")]
        case nodes.Jump():
            return [("", _("at once"), node.to, "", "")]
        case nodes.Hours():
            return [
                ("", _("during these hours"), node.inside, "", ""),
                ("", _("at other times"), node.outside, "", ""),
            ]
        case nodes.Choose():
            keys = [
                (key, choice.label, choice.next, choice.language or "", choice.sector or "")
                for key, choice in node.choices.items()
            ]
            own = PERSON_KEY in node.choices
            return [*keys, *([] if own else _to_a_person(tree)), _without_an_answer(tree, node)]
        case nodes.CaseStatus():
            told = ("", _("once the state is told"), node.next, "", "")
            return [told, _without_an_answer(tree, node)]
        case _:
            return []


def _to_a_person(tree: Tree) -> list[tuple[str, str, str, str, str]]:
    return [(PERSON_KEY, _("To a person"), tree.person, "", "")]


def _without_an_answer(tree: Tree, node: nodes.Asking) -> tuple[str, str, str, str, str]:
    when = ngettext(
        "after %(n)s silence or wrong key", "after %(n)s silences or wrong keys", node.tries
    ) % {"n": node.tries}
    return "", when, node.otherwise or tree.person, "", ""


def _facts(node: AnyNode) -> list[str]:
    match node:
        case nodes.Notice(refuse=key):
            return [_("Key %(key)s refuses the recording.") % {"key": key}]
        case nodes.Play(skippable=False):
            return [_("Heard to its end: no key ends it.")]
        case nodes.Asking():
            return [_("Waits %(n)s seconds for an answer.") % {"n": node.timeout_seconds}]
        case nodes.Hours():
            spans = [words.opening(one, node.zone) for one in node.openings]
            return [*spans, *([_("Closed on holidays.")] if node.closed_on_holidays else [])]
        case nodes.Queue():
            raised = _("Served before others: %(n)s of 9.") % {"n": node.priority}
            return [
                _("Queue “%(name)s”") % {"name": node.queue},
                *([raised] if node.priority else []),
            ]
        case nodes.Voicemail(box=box):
            return [_("Message box “%(name)s”") % {"name": box}]
        case _:
            return []
