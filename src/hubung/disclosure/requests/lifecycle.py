"""The life of a formal request as one table: which step is possible at which stage. Pure.

The stage is worked out from facts (`stage_of`), so there is no second truth beside the registry:
what its clocks close, or its asker withdraws, has ended here too.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from hubung.disclosure.requests.choices import Stage


class Step(models.TextChoices):
    EXTEND = "extend", _("Extend the time for the reply")
    REPLY = "reply", _("Reply")
    OBJECT = "object", _("Object")
    DECIDE = "decide", _("Decide on the objection")
    DISPUTE = "dispute", _("Take it to the Information Commission")


TRANSITIONS: dict[Step, dict[Stage, Stage]] = {
    Step.EXTEND: {Stage.ASKED: Stage.EXTENDED},
    Step.REPLY: {Stage.ASKED: Stage.REPLIED, Stage.EXTENDED: Stage.REPLIED},
    Step.OBJECT: {
        Stage.ASKED: Stage.OBJECTED,
        Stage.EXTENDED: Stage.OBJECTED,
        Stage.REPLIED: Stage.OBJECTED,
    },
    Step.DECIDE: {Stage.OBJECTED: Stage.DECIDED},
    Step.DISPUTE: {Stage.OBJECTED: Stage.DISPUTED, Stage.DECIDED: Stage.DISPUTED},
}

#: Steps that silence opens: before the time has passed, whoever asked has to wait.
ONLY_WHEN_LATE: frozenset[tuple[Step, Stage]] = frozenset(
    {
        (Step.OBJECT, Stage.ASKED),
        (Step.OBJECT, Stage.EXTENDED),
        (Step.DISPUTE, Stage.OBJECTED),
    }
)

#: The ground "no response" (art. 35) is there while nothing was replied, and then no longer.
NO_RESPONSE = "c"
#: The ground "refused on a ground of the law": an exemption says so before anybody replies.
REFUSED = "a"


@dataclass(frozen=True)
class Facts:
    """What is on record of a request. `open` is whether the case is still worked on."""

    open: bool
    answered: bool
    extended: bool = False
    replied: bool = False
    objected: bool = False
    decided: bool = False
    disputed: bool = False


def stage_of(facts: Facts) -> Stage:
    if facts.disputed:
        return Stage.DISPUTED
    if not facts.open and not facts.answered:
        return Stage.ENDED
    if facts.decided:
        return Stage.DECIDED
    if facts.objected:
        return Stage.OBJECTED
    if facts.replied:
        return Stage.REPLIED
    return Stage.EXTENDED if facts.extended else Stage.ASKED


def possible(step: Step, stage: Stage, *, late: bool, exempted: bool = False) -> bool:
    """Whether a step can be taken; `late` is whether the ministry's time has passed.

    Against an exemption that stands already (`exempted`) nobody has to wait for a reply.
    """
    if stage not in TRANSITIONS[step]:
        return False
    at_once = exempted and step is Step.OBJECT
    return late or at_once or (step, stage) not in ONLY_WHEN_LATE


def grounds_open(code: str, stage: Stage, *, late: bool = True, exempted: bool = False) -> bool:
    """Whether an objection may rest on this ground now: silence, what was replied, or an exemption
    that was there before."""
    if stage not in (Stage.ASKED, Stage.EXTENDED):
        return code != NO_RESPONSE
    return (code == NO_RESPONSE and late) or (code == REFUSED and exempted)
