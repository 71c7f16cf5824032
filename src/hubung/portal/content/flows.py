"""Questions that lead to a result. Pure: what is asked now follows from the answers so far.

Every answer leads further down, so whoever answers arrives, whatever an editor builds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

QUESTION, OUTCOME = "question", "outcome"


@dataclass(frozen=True)
class Given:
    """A question that was answered; `before` are the answers that led to it."""

    question: Mapping[str, Any]
    answer: Mapping[str, Any]
    before: tuple[int, ...]


@dataclass(frozen=True)
class Standing:
    """Where a reader is. Without a question and an outcome there is nothing to ask."""

    given: list[Given] = field(default_factory=list)
    answers: tuple[int, ...] = ()
    #: Place of what is asked or holds now.
    at: int = 0
    question: Mapping[str, Any] | None = None
    outcome: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Part:
    """A question with its answers, each with the place where it leads; or a result, without any."""

    value: Mapping[str, Any]
    answers: list[tuple[Mapping[str, Any], int]]


def laid_out(parts: Iterable[Any]) -> list[Part]:
    """All of it, so that a page can go on asking without a line."""
    blocks = list(parts)
    return [
        Part(
            block.value,
            [(answer, _next(blocks, at, answer["leads_to"])) for answer in block.value["answers"]]
            if block.block_type == QUESTION
            else [],
        )
        for at, block in enumerate(blocks)
    ]


def stand(parts: Iterable[Any], answers: Sequence[str]) -> Standing:
    """Follow answers (numbers from 0, as they came with the address) as far as they make sense."""
    blocks = list(parts)
    given: list[Given] = []
    taken: tuple[int, ...] = ()
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if block.block_type == OUTCOME:
            return Standing(given, taken, at, outcome=block.value)
        choice = _number(answers[len(taken)], block) if len(taken) < len(answers) else None
        if choice is None:
            return Standing(given, taken, at, question=block.value)
        answer = block.value["answers"][choice]
        given.append(Given(block.value, answer, taken))
        taken = (*taken, choice)
        at = _next(blocks, at, answer["leads_to"])
    return Standing(given, taken)


def faults(parts: Iterable[Any]) -> dict[int, str]:
    """What leads nowhere, by the place of its block: "twice", "nowhere" or "end"."""
    blocks = list(parts)
    found: dict[int, str] = {}
    names = [block.value["name"] for block in blocks]
    for at, block in enumerate(blocks):
        if block.value["name"] in names[:at]:
            found[at] = "twice"
        elif block.block_type == QUESTION:
            for answer in block.value["answers"]:
                target = answer["leads_to"]
                if target and target not in names[at + 1 :]:
                    found[at] = "nowhere"
                elif not target and at + 1 == len(blocks):
                    found[at] = "end"
    return found


def _number(answer: str, block: Any) -> int | None:
    if not (answer.isascii() and answer.isdigit()) or len(answer) > 2:
        return None
    return int(answer) if int(answer) < len(block.value["answers"]) else None


def _next(blocks: Sequence[Any], at: int, name: str) -> int:
    if not name:
        return at + 1
    places = (place for place in range(at + 1, len(blocks)) if blocks[place].value["name"] == name)
    return next(places, len(blocks))
