"""A caller in the menu: what the walk says, with the time in which it says it.

Nothing here outlives the program: a caller who is found in the menu after a restart hears it again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hubung.telephony.menu.interpreter import advance
from hubung.telephony.menu.walking import GoOn, Heard, Listen, Play, Step, Walk


@dataclass(frozen=True, slots=True)
class Dialogue:
    """`timeout` are the seconds given after what is played; `due` is when they are over."""

    walk: Walk
    timeout: int = 0
    due: datetime | None = None


def heard(dialogue: Dialogue, what: Heard, now: datetime) -> tuple[Dialogue, Step]:
    """The caller did something, or nothing for too long."""
    walk, step = advance(dialogue.walk, what)
    return taken(replace(dialogue, walk=walk), step, now), step


def taken(dialogue: Dialogue, step: Step, now: datetime) -> Dialogue:
    """A step is being done."""
    match step:
        case GoOn():
            return dialogue
        case Play(timeout_seconds=seconds):
            return replace(dialogue, timeout=seconds, due=None)
        case Listen(timeout_seconds=seconds):
            return replace(dialogue, timeout=seconds, due=now + timedelta(seconds=seconds))
        case _:
            return replace(dialogue, timeout=0, due=None)


def played(dialogue: Dialogue, now: datetime) -> Dialogue:
    """The prompts are over: the time for a key begins; with none given, it is over at once."""
    return replace(dialogue, due=now + timedelta(seconds=dialogue.timeout))


def silent(dialogue: Dialogue, now: datetime) -> bool:
    """Whether the time for a key is over, so that `Silence()` is to be heard."""
    return dialogue.due is not None and dialogue.due <= now
