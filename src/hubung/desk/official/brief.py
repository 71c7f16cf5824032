"""A case on one page for the person who decides: told, tried, asked, and what if nothing is done.

Made from the timeline alone, so it says nothing that is not on record.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hubung.cases.choices import ClockName, EntryKind
from hubung.cases.models import Case, Clock, Entry
from hubung.desk import story
from hubung.desk.official.waiting import came_up
from hubung.kernel import clock
from hubung.ui import dates
from hubung.ui.stations import Station

EXCERPT = 240
STEPS_SHOWN = 3

#: What somebody did about the matter itself, or added to it; the rest is housekeeping.
_ATTEMPTS = frozenset(
    {
        EntryKind.MOVED,
        EntryKind.NOTE,
        EntryKind.ASKED,
        EntryKind.MESSAGE_IN,
        EntryKind.UPDATE,
        EntryKind.ANSWERED,
    }
)


@dataclass(frozen=True)
class Step:
    """Something that was tried, in a line or two."""

    item: story.Item

    @property
    def excerpt(self) -> str:
        return shorten(self.item.text)


@dataclass(frozen=True)
class Brief:
    """`whole_text` is empty where the excerpt says it all already."""

    who: str
    text: str
    whole_text: str
    steps: Sequence[Step]
    earlier: int
    asked: str
    asked_by: str
    consequence: str
    conversation: Sequence[story.Item]
    files: int


def shorten(text: str, limit: int = EXCERPT) -> str:
    """The beginning of a text, cut at a word."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    cut = textwrap.shorten(flat, limit, placeholder=" …")
    return cut if len(cut) > limit // 2 else flat[: limit - 2] + " …"


def brief_of(case: Case, entries: Sequence[Entry], items: Sequence[story.Item]) -> Brief:
    """The brief of a case; `entries` are its whole timeline in order, `items` the same told."""
    asked = next((entry for entry in reversed(entries) if came_up(entry)), None)
    told = {item.seq: item for item in items}
    attempts = [
        Step(told[entry.seq]) for entry in entries if entry.kind in _ATTEMPTS and entry is not asked
    ]
    excerpt = shorten(case.text)
    return Brief(
        who=reporter_of(case),
        text=excerpt,
        whole_text=case.text if excerpt != case.text else "",
        steps=attempts[-STEPS_SHOWN:],
        earlier=max(0, len(attempts) - STEPS_SHOWN),
        asked=_asked(asked),
        asked_by=_asked_by(asked),
        consequence=_consequence(case),
        conversation=items,
        files=sum(len(item.files) for item in items),
    )


def reporter_of(case: Case) -> str:
    if case.anonymous:
        return _("An anonymous reporter")
    if case.reporter is None:
        return _("A reporter who gave no name")
    return case.reporter.name or _("A reporter who gave no name")


def stations_of(entries: Sequence[Entry]) -> Iterator[Station]:
    """The way of the case as far as this official, for the bare tier line."""
    tiers = {1} | {entry.data.get("to_tier") for entry in entries if entry.kind == EntryKind.MOVED}
    yield Station(_("Received"), "passed")
    for tier in (1, 2):
        name = _("Tier %(n)s") % {"n": tier}
        yield Station(name, "passed" if tier in tiers else "skip")
    yield Station(_("You"), "here")
    yield Station(_("Answered"), "next")


def _asked(entry: Entry | None) -> str:
    if entry is None:
        return _("Answer the report.")
    if entry.kind == EntryKind.OBJECTED:
        return entry.text
    if entry.data.get("automatic"):
        return _("%(reason)s Answer the report, or say who must do what by when.") % {
            "reason": entry.text
        }
    return entry.text


def _asked_by(entry: Entry | None) -> str:
    if entry is None:
        return ""
    if entry.kind == EntryKind.OBJECTED:
        return _("The reporter objects to the answer and asks for a second look")
    if entry.data.get("automatic"):
        return _("Sent up by the time limit")
    return _("Asked by %(who)s") % {"who": entry.actor_name}


def limit_that_is_due_first(case: Case) -> str:
    """What the case's soonest due date is for; the reporter's promise may be a later one."""
    limit = Clock.objects.filter(
        case=case, met_at__isnull=True, stopped_at__isnull=True, due_at=case.next_due_at
    ).first()
    return str(limit.get_name_display()) if limit is not None else ""


def _consequence(case: Case) -> str:
    limit = Clock.objects.filter(
        case=case, name=ClockName.RESOLUTION, met_at__isnull=True, stopped_at__isnull=True
    ).first()
    if limit is None or limit.due_at is None:
        return _("No time limit is running at the moment.")
    when = {"when": dates.when(limit.due_at, case.unit.timezone)}
    if limit.due_at <= clock.now():
        return (
            _("The promised day has passed: %(when)s. The reporter may take it to the Ombudsman.")
            % when
        )
    return (
        _(
            "The reporter was promised an answer by %(when)s. After that the report is late, and "
            "the reporter may take it to the Ombudsman."
        )
        % when
    )
