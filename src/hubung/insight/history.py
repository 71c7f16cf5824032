"""The life of a case as the figures see it: after each step of its timeline, in whose hands it was.

A case row says how things are today. Its timeline says what changed when, and what was before; so
the steps are taken back one by one, and the state at any earlier moment is known. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from hubung.cases.choices import ClockName, EntryKind, Kind
from hubung.cases.services.receiving import GUARDED

SETTLED = (EntryKind.ANSWERED, EntryKind.REJECTED, EntryKind.OUTSIDE)
#: The entries that change anything that is counted; all others need not be read.
TOLD = (
    EntryKind.RECEIVED,
    EntryKind.MESSAGE_IN,
    EntryKind.MOVED,
    EntryKind.CHANGED,
    EntryKind.UNFLAGGED,
    *SETTLED,
    EntryKind.CLOSED,
    EntryKind.REOPENED,
    EntryKind.OBJECTED,
    EntryKind.MERGED,
    EntryKind.UNMERGED,
    EntryKind.RATED,
    EntryKind.OVERDUE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of a timeline: `pk` rises with the order in which entries were written."""

    pk: int
    at: datetime
    kind: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class State:
    """Whose a case is, and whether it waits for them."""

    unit: int
    tier: int
    sector: str
    kind: str
    confidential: bool
    open: bool = False
    merged: bool = False
    #: Its limit for the answer has passed since it was last opened.
    overdue: bool = False

    @property
    def protected(self) -> bool:
        """Misconduct, personal data, and whatever only named people may see."""
        return self.confidential or self.kind in GUARDED


@dataclass(frozen=True, slots=True)
class Step:
    """An entry with the state that it found and the one that it left."""

    told: Told
    before: State
    after: State

    @property
    def reopens(self) -> bool:
        """Whether a finished report is taken up again; the undoing of a merge is none."""
        opened = self.after.open and not (self.before.open or self.before.merged)
        return opened and self.told.kind != EntryKind.RECEIVED

    @property
    def in_time(self) -> bool:
        """Of a settlement: whether it came within the limit."""
        said = self.told.data.get("in_time")
        # Entries from before this was written down: in time unless it had sounded the alarm.
        return not self.before.overdue if said is None else bool(said)


def steps(now: State, entries: Sequence[Told]) -> list[Step]:
    """The way of a case that is like `now` today; `entries` in the order of its timeline."""
    known = list(_backwards(now, entries))[::-1]
    way: list[Step] = []
    state = replace(known[0][1], open=False, merged=False, overdue=False) if known else now
    open_before_merge = False
    for told, _before, after in known:
        then = replace(after, open=state.open, merged=state.merged, overdue=state.overdue)
        match told.kind:
            case EntryKind.RECEIVED:
                then = replace(then, open=True)
            case EntryKind.ANSWERED | EntryKind.REJECTED | EntryKind.OUTSIDE | EntryKind.CLOSED:
                then = replace(then, open=False)
            case EntryKind.MERGED:
                open_before_merge = state.open
                then = replace(then, open=False, merged=True)
            case EntryKind.UNMERGED if "into" in told.data:
                then = replace(then, open=open_before_merge, merged=False)
            case EntryKind.OVERDUE if told.data.get("clock") == ClockName.RESOLUTION:
                then = replace(then, overdue=True)
            case EntryKind.MESSAGE_IN if told.data.get("stays"):
                pass  # to a formal request, which is opened by an objection only
            case EntryKind.OBJECTED | EntryKind.REOPENED | EntryKind.MESSAGE_IN:
                # A word of the reporter opens a finished case; the limit begins anew.
                reopened = not state.open and not state.merged
                then = replace(then, open=True, overdue=False) if reopened else then
        way.append(Step(told, state, then))
        state = then
    return way


def _backwards(now: State, entries: Sequence[Told]) -> Iterator[tuple[Told, State, State]]:
    after = now
    for told in reversed(entries):
        before = replace(after, **_undone(told))
        yield told, before, after
        after = before


def _undone(told: Told) -> dict[str, Any]:
    """What was so before an entry and not after it."""
    said = told.data
    match told.kind:
        case EntryKind.MOVED:
            names = {"from_unit": "unit", "from_tier": "tier"}
            return {field: said[name] for name, field in names.items() if name in said}
        case EntryKind.OBJECTED if "from_tier" in said:
            return {"tier": said["from_tier"]}
        case EntryKind.CHANGED:
            changed = said.get("changed", {})
            return {
                name: changed[name][0]
                for name in ("kind", "sector", "confidential")
                if name in changed
            }
        case EntryKind.UNFLAGGED:
            return {"kind": Kind.MISCONDUCT.value}
    return {}
