"""The life of a case as one table: which action is possible in which status, and what follows.

Pure: no database, no rights (those are in `policies`). The diagram in the docs is made from it.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hubung.cases.choices import ENDED, OPEN, Kind, Status
from hubung.cases.errors import MergedError, NotPossibleError


class Action(models.TextChoices):
    VERIFY = "verify", _("Verify")
    TAKE = "take", _("Take")
    RELEASE = "release", _("Give back to the queue")
    ASSIGN = "assign", _("Assign")
    MOVE = "move", _("Hand over")
    ASK = "ask", _("Ask the reporter")
    ADD = "add", _("Add information")
    NOTE = "note", _("Write a note")
    TELL = "tell", _("Tell the reporter the news")
    EDIT = "edit", _("Correct facts")
    ANSWER = "answer", _("Answer")
    REJECT = "reject", _("Reject")
    PASS_ON = "pass_on", _("Pass to another authority")
    CLOSE = "close", _("Close")
    WITHDRAW = "withdraw", _("Withdraw")
    OBJECT = "object", _("Object")
    REOPEN = "reopen", _("Reopen")
    RATE = "rate", _("Rate")
    REMIND = "remind", _("Remind")
    LINK = "link", _("Link")
    MERGE = "merge", _("Merge")
    UNMERGE = "unmerge", _("Undo the merge")
    SPLIT = "split", _("Split off a case")
    NAME_HANDLER = "name_handler", _("Name handlers")
    RECOUNT = "recount", _("Count the due date anew")
    PROPOSE_UNFLAG = "propose_unflag", _("Propose that it is no misconduct")
    CONFIRM_UNFLAG = "confirm_unflag", _("Confirm that it is no misconduct")
    KEEP_FLAG = "keep_flag", _("Keep it a report of misconduct")
    EXTEND = "extend", _("Extend the time limit")
    REPLY = "reply", _("Reply to the request")
    APPEAL = "appeal", _("Object to the superior")
    DISPUTE = "dispute", _("Note the dispute")


S = Status
_ALL = tuple(Status)
_DONE = (S.ANSWERED, *ENDED)


def _stay(*statuses: Status) -> dict[Status, Status]:
    return {status: status for status in statuses}


def _to(target: Status, *statuses: Status) -> dict[Status, Status]:
    return dict.fromkeys(statuses, target)


TRANSITIONS: dict[Action, dict[Status, Status]] = {
    Action.VERIFY: _to(S.VERIFIED, S.NEW),
    Action.TAKE: _to(S.IN_PROGRESS, S.NEW, S.VERIFIED, S.IN_PROGRESS, S.REOPENED)
    | _stay(S.INCOMPLETE),
    Action.RELEASE: _stay(*OPEN),
    Action.ASSIGN: _to(S.IN_PROGRESS, S.VERIFIED, S.IN_PROGRESS, S.REOPENED, S.NEW)
    | _stay(S.INCOMPLETE),
    # Handing a new report on is what verifies it.
    Action.MOVE: _to(S.VERIFIED, S.NEW)
    | _stay(S.VERIFIED, S.IN_PROGRESS, S.REOPENED, S.INCOMPLETE),
    Action.ASK: _to(S.INCOMPLETE, S.NEW, S.VERIFIED, S.IN_PROGRESS, S.REOPENED, S.INCOMPLETE),
    Action.ADD: _to(S.IN_PROGRESS, S.INCOMPLETE)
    | _stay(S.NEW, S.VERIFIED, S.IN_PROGRESS, S.REOPENED)
    | _to(S.REOPENED, *_DONE),
    Action.NOTE: _stay(*_ALL),
    Action.TELL: _stay(*OPEN, S.ANSWERED),
    Action.EDIT: _stay(*OPEN, S.ANSWERED),
    Action.ANSWER: _to(S.ANSWERED, *OPEN),
    Action.REJECT: _to(S.REJECTED, *OPEN),
    Action.PASS_ON: _to(S.OUTSIDE_AUTHORITY, *OPEN),
    Action.CLOSE: _to(S.CLOSED, S.ANSWERED),
    Action.WITHDRAW: _to(S.CLOSED, *OPEN),
    Action.OBJECT: _to(S.REOPENED, *_DONE),
    Action.REOPEN: _to(S.REOPENED, *_DONE),
    Action.RATE: _stay(*_DONE),
    Action.REMIND: _stay(*OPEN),
    Action.LINK: _stay(*_ALL),
    Action.MERGE: _to(S.CLOSED, *OPEN, S.ANSWERED),
    # What an undo restores stands in the merge itself.
    Action.UNMERGE: _stay(S.CLOSED),
    Action.SPLIT: _stay(*OPEN, S.ANSWERED),
    Action.NAME_HANDLER: _stay(*_ALL),
    Action.RECOUNT: _stay(*_ALL),
    Action.PROPOSE_UNFLAG: _stay(*OPEN),
    Action.CONFIRM_UNFLAG: _stay(*OPEN),
    Action.KEEP_FLAG: _stay(*OPEN),
    Action.EXTEND: _stay(*OPEN),
    Action.REPLY: _to(S.ANSWERED, *OPEN),
    # Of a formal request also while nothing was replied: silence is a ground.
    Action.APPEAL: _to(S.REOPENED, *OPEN, *_DONE),
    Action.DISPUTE: _to(S.CLOSED, *OPEN, *_DONE),
}

#: What is still done with a case that another one speaks for.
WHILE_MERGED = frozenset(
    {Action.NOTE, Action.LINK, Action.NAME_HANDLER, Action.UNMERGE, Action.RECOUNT}
)

#: What a reporter may do with number and code.
REPORTER_ACTIONS = frozenset(
    {
        Action.ADD,
        Action.OBJECT,
        Action.REOPEN,
        Action.CLOSE,
        Action.RATE,
        Action.WITHDRAW,
        Action.APPEAL,
        Action.DISPUTE,
    }
)
#: What only a formal request knows, and what it knows no more: the law says what comes instead.
FORMAL_ACTIONS = frozenset({Action.APPEAL, Action.DISPUTE})
INFORMAL_ACTIONS = frozenset({Action.OBJECT, Action.REOPEN})


def open_to_reporter(action: Action, kind: Kind | str) -> bool:
    """Whether the reporter of a case of this kind may do this at all."""
    unfit = INFORMAL_ACTIONS if kind == Kind.PUBLIC_INFORMATION else FORMAL_ACTIONS
    return action in REPORTER_ACTIONS - unfit


def possible(action: Action, status: Status | str, *, merged: bool = False) -> bool:
    return Status(status) in TRANSITIONS[action] and (not merged or action in WHILE_MERGED)


def after(action: Action, status: Status | str, *, merged: bool = False) -> Status:
    """The status that follows. Raises NotPossibleError, and MergedError for a merged case."""
    if merged and action not in WHILE_MERGED:
        raise MergedError
    before = Status(status)
    try:
        return TRANSITIONS[action][before]
    except KeyError:
        raise NotPossibleError(action, before) from None


def diagram() -> str:
    """The table as a Mermaid state diagram: one arrow per pair of statuses, naming the actions."""
    arrows: dict[tuple[Status, Status], list[str]] = {}
    for action, moves in TRANSITIONS.items():
        for before, then in moves.items():
            if before != then:
                arrows.setdefault((before, then), []).append(action.value)
    lines = ["stateDiagram-v2", f"    [*] --> {S.NEW.value}: receive"]
    lines += [
        f"    {before.value} --> {then.value}: {', '.join(actions)}"
        for (before, then), actions in arrows.items()
    ]
    lines += [f"    {status.value} --> [*]" for status in ENDED]
    return "\n".join(lines) + "\n"
