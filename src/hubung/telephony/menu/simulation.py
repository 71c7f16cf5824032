"""A call in text: what a caller would hear and where they would end, before a menu goes live.

Pure. The caller is a line of keys, one group for each question: `1 2 15126004711821#`. A `-` is
silence; a group that begins with `+` is pressed ahead, while something else is still being said
(`+12`). The key that refuses the recording is pressed while its notice is heard. At the end of the
line the caller stays silent.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from hubung.kernel.numbers import SHORT_CODE
from hubung.telephony.menu.interpreter import advance, start
from hubung.telephony.menu.tree import Asking, Language, Notice, Tree
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

#: What is played and pressed at most; the bounds of a walk keep far below it.
MOST_LINES = 2_000
SILENCE = "-"
AHEAD = "+"


@dataclass(frozen=True)
class Line:
    """One line of the call. `node` is where the caller is; `words` as they are said or pressed.

    `who`: `menu` speaks `prompts`, `caller` presses or (empty words) stays silent, `lookup` asks
    the registry for a number, `end` is how it ends: `step` says where to.
    """

    who: Literal["menu", "caller", "lookup", "end"]
    node: str
    words: tuple[str, ...] = ()
    step: Step | None = None
    prompts: tuple[Prompt, ...] = ()


@dataclass(frozen=True)
class Rehearsal:
    """A simulated call, and where its caller is: at the end, or asked for a key."""

    lines: list[Line]
    walk: Walk

    @property
    def ended(self) -> bool:
        return self.walk.ended


def simulate(
    tree: Tree,
    keys: str,
    *,
    at: datetime,
    words: Callable[[Prompt], str],
    tell: Callable[[str, Language], tuple[Prompt, ...]] = lambda number, language: (),
    emergency: tuple[Prompt, ...] = (),
    short_code: str = SHORT_CODE,
    to_the_end: bool = True,
) -> Rehearsal:
    """The whole call, or (not `to_the_end`) up to the question at which the line of keys is over.

    `words` gives the text of a prompt, `tell` what is said of a case number in a language.
    """
    presses = deque(keys.split())
    lines: list[Line] = []
    walk, step = start(tree, at=at, emergency=emergency, short_code=short_code)
    while len(lines) < MOST_LINES:
        lines += _said(walk, step, words)
        if walk.ended or (not (to_the_end or presses) and _is_asked(walk)):
            break
        if isinstance(step, AskStatus):
            heard: Heard = Told(tell(step.number, walk.language))
        else:
            pressed = _next(walk, presses)
            heard = Digits(pressed) if pressed else Silence()
            lines.append(Line("caller", walk.node, (pressed,) if pressed else ()))
        walk, step = advance(walk, heard)
    return Rehearsal(lines, walk)


def _is_asked(walk: Walk) -> bool:
    return walk.stage is Stage.NODE and isinstance(walk.tree.nodes[walk.node], Asking)


def _said(walk: Walk, step: Step, words: Callable[[Prompt], str]) -> list[Line]:
    match step:
        case Play(prompts):
            said = tuple(words(prompt) for prompt in prompts)
            return [Line("menu", walk.node, said, prompts=prompts)]
        case AskStatus(number):
            return [Line("lookup", walk.node, (number,))]
        case Enqueue() | Voicemail() | HangUp():
            return [Line("end", walk.node, step=step)]
        case Listen() | GoOn():
            return []


def _next(walk: Walk, presses: deque[str]) -> str:
    """What the caller does now: keys, or nothing."""
    if not presses:
        return ""
    node = walk.tree.nodes[walk.node]
    in_node = walk.stage is Stage.NODE
    refuses = in_node and isinstance(node, Notice) and presses[0] == node.refuse
    if not (_is_asked(walk) or refuses or presses[0].startswith(AHEAD)):
        return ""
    return presses.popleft().strip(AHEAD + SILENCE)
