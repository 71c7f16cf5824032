"""Leads one caller through a menu: pure, one thing heard at a time.

A walk never gets stuck. Silence and wrong keys are answered a few times and then lead to a person;
so does a target that is missing, and so does a caller's `MOST_PLAYS`th prompt.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from hubung.kernel.calendars import NationalHolidays
from hubung.kernel.numbers import SHORT_CODE, read_case_number
from hubung.kernel.numbers import CaseNumber as Number
from hubung.telephony.menu import tree as nodes
from hubung.telephony.menu.tree import PERSON_KEY, Language, Say, Tree
from hubung.telephony.menu.walking import (
    AskStatus,
    Digits,
    Enqueue,
    GoOn,
    HangUp,
    Heard,
    Listen,
    Play,
    Prompt,
    Silence,
    Stage,
    Step,
    Told,
    Voicemail,
    Walk,
)

#: Prompts in one call, after which a caller is led to a person.
MOST_PLAYS = 40
#: Keys kept before they are asked for.
MOST_AHEAD = 32
#: Digits of a case number without its short code.
_BODY = 11
_KEYS = frozenset("0123456789*#")
_MIDNIGHT = time()

#: Prompts that the interpreter itself says; the catalogue has them all.
WRONG_KEY = "wrong-key"
NO_KEY = "no-key"
TO_A_PERSON = "to-a-person"
WRONG_NUMBER = "wrong-number"
UNKNOWN_NUMBER = "unknown-number"
OWN_PROMPTS = (WRONG_KEY, NO_KEY, TO_A_PERSON, WRONG_NUMBER, UNKNOWN_NUMBER)

Result = tuple[Walk, Step]


def start(
    tree: Tree,
    *,
    at: datetime,
    language: Language | None = None,
    emergency: tuple[Prompt, ...] = (),
    short_code: str = SHORT_CODE,
) -> Result:
    """A call is answered. `at` is aware; `emergency` is heard first, and to its end."""
    walk = Walk(tree, at, tree.start, language or tree.language, short_code=short_code)
    if emergency:
        return replace(walk, stage=Stage.EMERGENCY, plays=1), Play(emergency)
    return _arrive(walk)


def advance(walk: Walk, heard: Heard) -> Result:
    """Something was heard. After the end nothing is: a late key changes nothing."""
    match walk.stage, heard:
        case Stage.OVER, _:
            return walk, GoOn()
        case Stage.STATUS, Told(prompts):
            return _told(walk, prompts)
        case Stage.EMERGENCY, Silence():
            return _arrive(replace(walk, stage=Stage.NODE))
        case Stage.NODE, Silence():
            return _silent(walk)
        case Stage.NODE, Digits(keys):
            return _pressed(walk, _clean(keys))
        case _, Digits(keys):
            return _keep(walk, _clean(keys)), GoOn()
        case _:
            return walk, GoOn()


def _pressed(walk: Walk, keys: str) -> Result:
    if not keys:
        return walk, GoOn()
    match walk.tree.nodes[walk.node]:
        case nodes.Notice(refuse=refuse) as node:
            walk = _keep(walk, keys)
            return _refuse(walk, node) if refuse in walk.ahead else (walk, GoOn())
        case nodes.Play(skippable=False):
            return _keep(walk, keys), GoOn()
        case nodes.Play(next=following):
            return _go(_keep(walk, keys), following)
        case nodes.Choose() as node:
            return _choose(_keep(walk, keys[1:]), node, keys[0])
        case nodes.CaseStatus() as node:
            return _enter(walk, node, keys)
        case _:
            return _finish(walk)


def _refuse(walk: Walk, node: nodes.Notice) -> Result:
    """The key to refuse is among those that were pressed."""
    ahead = walk.ahead.replace(node.refuse, "", 1)
    # Whoever presses on knows what they did; the confirmation would take their keys away.
    confirmed = () if ahead else _said(walk, node.refused)
    return _go(replace(walk, recorded=False, ahead=ahead, first=confirmed), node.next)


def _silent(walk: Walk) -> Result:
    match walk.tree.nodes[walk.node]:
        case nodes.Play() | nodes.Notice() as node:
            return _go(walk, node.next)
        case nodes.CaseStatus() as node if walk.entered:
            return _look_up(walk, node)
        case nodes.Choose() | nodes.CaseStatus() as node:
            return _fail(walk, node, NO_KEY)
        case _:
            return _finish(walk)


def _choose(walk: Walk, node: nodes.Choose, key: str) -> Result:
    for known, choice in node.choices.items():
        if known == key:
            language = walk.language if choice.language is None else choice.language
            sector = walk.sector if choice.sector is None else choice.sector
            return _go(replace(walk, language=language, sector=sector), choice.next)
    return _to_a_person(walk) if key == PERSON_KEY else _fail(walk, node, WRONG_KEY)


def _enter(walk: Walk, node: nodes.CaseStatus, keys: str) -> Result:
    """Digits of a number: `#` ends it, `*` begins it anew."""
    for at, key in enumerate(keys):
        if key == "*":
            return _fail(walk, node, "")
        if key != "#":
            walk = replace(walk, entered=walk.entered + key)
        if key == "#" or _is_whole(walk):
            return _look_up(_keep(walk, keys[at + 1 :]), node)
    return walk, Listen(node.timeout_seconds)


def _is_whole(walk: Walk) -> bool:
    prefix = len(walk.short_code) if walk.entered.startswith(walk.short_code) else 0
    return len(walk.entered) == prefix + _BODY


def _look_up(walk: Walk, node: nodes.CaseStatus) -> Result:
    if walk.entered == PERSON_KEY:
        return _to_a_person(walk)
    number = read_case_number(walk.entered, short_code=walk.short_code)
    if isinstance(number, Number):
        return replace(walk, entered="", stage=Stage.STATUS), AskStatus(str(number))
    return _fail(walk, node, WRONG_NUMBER if walk.entered else NO_KEY)


def _told(walk: Walk, prompts: tuple[Prompt, ...]) -> Result:
    walk = replace(walk, stage=Stage.NODE)
    node = walk.tree.nodes[walk.node]
    if not isinstance(node, nodes.CaseStatus):
        return _to_a_person(walk)
    if not prompts:
        return _fail(walk, node, UNKNOWN_NUMBER)
    return _go(replace(walk, first=prompts), node.next)


def _fail(walk: Walk, node: nodes.Asking, sorry: str) -> Result:
    """Ask again, or give up. What was pressed ahead was meant for another place."""
    walk = replace(walk, failures=walk.failures + 1, entered="", ahead="")
    if walk.failures >= node.tries:
        if node.otherwise:
            return _go(walk, node.otherwise)
        return _to_a_person(walk)
    first = (Prompt(sorry, walk.language),) if sorry else ()
    return _play(replace(walk, first=first), node.prompts, node.timeout_seconds)


def _to_a_person(walk: Walk) -> Result:
    # What was still to be said is said: the answer to a question, or that recording was refused.
    said = (*walk.first, Prompt(TO_A_PERSON, walk.language))
    return _go(replace(walk, first=said), walk.tree.person)


def _go(walk: Walk, target: str) -> Result:
    if target not in walk.tree.nodes:
        return _to_a_person(walk)
    return _arrive(replace(walk, node=target, failures=0, entered=""))


def _arrive(walk: Walk) -> Result:
    """At a node: what is heard there, or where it leads without a word."""
    if walk.first:
        # It would not be heard if a key that was pressed before it answered the next question.
        walk = replace(walk, ahead="")
    for _ in range(len(walk.tree.nodes) + 1):
        node = walk.tree.nodes[walk.node]
        if walk.plays >= MOST_PLAYS and not _is_last(node):
            target = walk.tree.person
        elif isinstance(node, nodes.Hours):
            target = node.inside if _is_open(node, walk.at) else node.outside
        elif isinstance(node, nodes.Jump):
            target = node.to
        elif isinstance(node, nodes.Play) and node.skippable and walk.ahead:
            target = node.next
        else:
            return _open(walk, node)
        if target not in walk.tree.nodes:
            target = walk.tree.person
        walk = replace(walk, node=target)
    return _open(replace(walk, node=walk.tree.person), walk.tree.nodes[walk.tree.person])


def _open(walk: Walk, node: nodes.AnyNode) -> Result:
    """Begin a node that waits for something, or ends the walk."""
    ahead = walk.ahead
    if isinstance(node, nodes.Choose) and ahead:
        return _choose(replace(walk, ahead=ahead[1:]), node, ahead[0])
    if isinstance(node, nodes.Notice) and node.refuse in ahead:
        return _refuse(walk, node)
    if isinstance(node, nodes.CaseStatus) and ahead:
        return _enter(replace(walk, ahead=""), node, ahead)
    if _is_last(node) and (ahead or not (walk.first or node.prompts)):
        return _finish(walk)
    timeout = node.timeout_seconds if isinstance(node, nodes.Asking | nodes.Notice) else 0
    return _play(walk, node.prompts, timeout)


def _play(walk: Walk, prompts: tuple[Say, ...], timeout_seconds: int) -> Result:
    said = (*walk.first, *_said(walk, prompts))
    return replace(walk, first=(), plays=walk.plays + 1), Play(said, timeout_seconds)


def _finish(walk: Walk) -> Result:
    over = replace(walk, stage=Stage.OVER, ahead="", first=())
    match walk.tree.nodes[walk.node]:
        case nodes.Queue() as node:
            return over, Enqueue(
                node.queue, walk.language, walk.sector, node.priority, walk.recorded
            )
        case nodes.Voicemail(box=box):
            return over, Voicemail(box, walk.language, walk.sector)
        case _:
            return over, HangUp()


def _is_last(node: nodes.AnyNode) -> bool:
    return isinstance(node, nodes.Queue | nodes.Voicemail | nodes.HangUp)


def _is_open(node: nodes.Hours, at: datetime) -> bool:
    local = at.astimezone(ZoneInfo(node.zone))
    if node.closed_on_holidays and local.date() in NationalHolidays():
        return False
    return any(
        local.weekday() in span.days
        and span.opens <= local.time()
        and (local.time() < span.closes or span.closes == _MIDNIGHT)
        for span in node.openings
    )


def _said(walk: Walk, prompts: tuple[Say, ...]) -> tuple[Prompt, ...]:
    return tuple(Prompt(say.key, say.language or walk.language) for say in prompts)


def _keep(walk: Walk, keys: str) -> Walk:
    return replace(walk, ahead=(walk.ahead + keys)[:MOST_AHEAD])


def _clean(keys: str) -> str:
    return "".join(key for key in keys if key in _KEYS)
