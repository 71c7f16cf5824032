"""The menu as data: nodes by name, each of which says what follows it.

A tree is stored as JSON and read back through these models, so what is stored is of a known shape.
Whether it makes sense for a caller (nothing leads nowhere, a person is always reached) is asked in
`checks`: a draft may have holes, and the interpreter leads past them to a person.
"""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal, NamedTuple

from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

Language = Literal["id", "en"]
SectorCode = Literal["", "darat", "laut", "udara", "kereta"]
Key = Literal["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#"]
Weekday = Annotated[int, Field(ge=0, le=6)]

#: Leads to a person from every question that does not use the key itself.
PERSON_KEY: Key = "0"
#: Names of nodes, prompts, queues and boxes.
NAME = r"^[a-z][a-z0-9_-]{0,39}$"
Name = Annotated[str, Field(pattern=NAME)]
Target = Annotated[str, Field(pattern=rf"^$|{NAME}")]
#: Words for those who keep the menu: one line, as a form gives it back.
Title = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$"
    ),
]


def _to_the_minute(at: time) -> time:
    if at.tzinfo or at.second or at.microsecond:
        raise ValueError(_("Hours are told to the minute, as 08:00."))
    return at


Minute = Annotated[time, AfterValidator(_to_the_minute)]


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Say(Value):
    """A prompt by its key; without a language it is said in the caller's."""

    key: Name
    language: Language | None = None


class Node(Value):
    """What all have: a title for those who keep the menu, and what is said on arrival."""

    title: Title
    prompts: tuple[Say, ...] = ()


class Play(Node):
    """Says something and goes on."""

    kind: Literal["play"] = "play"
    next: Target = ""
    #: A key ends the prompt and counts for the question that follows.
    skippable: bool = True


class Notice(Node):
    """Says that the call is recorded; one key refuses. It is heard to its end."""

    kind: Literal["notice"] = "notice"
    refuse: Key = "*"
    #: Said to whoever refuses.
    refused: tuple[Say, ...] = ()
    next: Target = ""
    #: How long the key is waited for, once the notice is over.
    timeout_seconds: int = Field(2, ge=1, le=10)


class Choice(Value):
    """What a key does: where it leads, and what is then known of the caller."""

    label: Title
    next: Target = ""
    language: Language | None = None
    sector: SectorCode | None = None


class Asking(Node):
    """A question: how long an answer is waited for, how often, and where it leads without one."""

    timeout_seconds: int = Field(6, ge=2, le=30)
    tries: int = Field(3, ge=1, le=5)
    #: After that many silences and wrong answers; empty: the tree's person.
    otherwise: Target = ""


class Choose(Asking):
    """Asks for one key."""

    kind: Literal["choose"] = "choose"
    choices: dict[Key, Choice] = {}


class CaseStatus(Asking):
    """Asks for the number of a case and tells its state."""

    kind: Literal["case_status"] = "case_status"
    next: Target = ""


def _in_a_week(days: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(set(days)))


class Opening(Value):
    """Hours of some weekdays (0 is Monday); midnight at the end is the end of the day."""

    days: Annotated[tuple[Weekday, ...], Field(min_length=1), AfterValidator(_in_a_week)]
    opens: Minute
    closes: Minute

    @model_validator(mode="after")
    def _in_order(self) -> Opening:
        if self.closes <= self.opens and self.closes != time():
            raise ValueError(_("Hours close after they open."))
        return self


class Hours(Node):
    """Goes one way during these hours and another way outside them; says nothing."""

    kind: Literal["hours"] = "hours"
    openings: tuple[Opening, ...] = ()
    zone: Literal["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"] = "Asia/Jakarta"
    #: Whether national holidays and joint leave count as closed.
    closed_on_holidays: bool = False
    inside: Target = ""
    outside: Target = ""


class Jump(Node):
    """Goes to another node, back or across; says nothing."""

    kind: Literal["jump"] = "jump"
    to: Target = ""


class Queue(Node):
    """Ends the menu: the caller waits for a person."""

    kind: Literal["queue"] = "queue"
    queue: Name
    #: Higher is served earlier.
    priority: int = Field(0, ge=0, le=9)


class Voicemail(Node):
    """Ends the menu: the caller leaves a message that a person hears."""

    kind: Literal["voicemail"] = "voicemail"
    box: Name


class HangUp(Node):
    """Ends the call."""

    kind: Literal["hang_up"] = "hang_up"


AnyNode = Annotated[
    Play | Notice | Choose | CaseStatus | Hours | Jump | Queue | Voicemail | HangUp,
    Field(discriminator="kind"),
]


class Tree(Value):
    """A whole menu. `start` and `person` are there, and `person` is a queue."""

    nodes: dict[Name, AnyNode]
    start: Name
    #: Where silence, wrong keys and key 0 lead.
    person: Name
    language: Language = "id"

    @model_validator(mode="after")
    def _begins_and_reaches_a_person(self) -> Tree:
        if self.start not in self.nodes:
            raise ValueError(
                _("The menu begins at “%(step)s”, which is not there.") % {"step": self.start}
            )
        if not isinstance(self.nodes.get(self.person), Queue):
            raise ValueError(
                _("“%(step)s”, where everybody ends, is not a queue with people.")
                % {"step": self.person}
            )
        return self


class Way(NamedTuple):
    """One way out of a node: where to (empty: nowhere), and when."""

    to: str
    when: Literal["next", "key", "otherwise", "inside", "outside"]
    key: str = ""


def ways(tree: Tree, name: str) -> list[Way]:
    """Every way out of a node that a caller can take, those that need no line in it included."""
    node = tree.nodes[name]
    match node:
        case Play() | Notice():
            return [Way(node.next, "next")]
        case Jump():
            return [Way(node.to, "next")]
        case Hours():
            return [Way(node.inside, "inside"), Way(node.outside, "outside")]
        case Choose():
            keys = [Way(choice.next, "key", key) for key, choice in node.choices.items()]
            return [*keys, *_without_an_answer(tree, node, PERSON_KEY in node.choices)]
        case CaseStatus():
            return [Way(node.next, "next"), *_without_an_answer(tree, node, True)]
        case _:
            return []


def _without_an_answer(tree: Tree, node: Asking, own_key: bool) -> list[Way]:
    help_key = [] if own_key else [Way(tree.person, "key", PERSON_KEY)]
    return [*help_key, Way(node.otherwise or tree.person, "otherwise")]
