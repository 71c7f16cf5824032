"""The registry: reporter, case, clocks, answers, and how cases belong together.

The timeline stands in `cases/timeline.py` beside its hash chain; people's working aids (drafts,
saved views, who is looking) in `cases/workspace.py`.
"""

from __future__ import annotations

from hubung.cases.models.answers import OFFICIALS_TIER, Answer, Attachment, Rating, post_title
from hubung.cases.models.belonging import Link, Merge
from hubung.cases.models.case import Case, Handler, Reporter, ResidentNumber, new_nonce
from hubung.cases.models.recognition import Recognition
from hubung.cases.models.time import CalendarChange, Clock, LocalHoliday, TimeLimit
from hubung.cases.models.unflagging import Unflagging
from hubung.cases.timeline import Actor, Entry
from hubung.cases.workspace import CannedAnswer, Draft, Mention, Presence, SavedView

__all__ = [
    "OFFICIALS_TIER",
    "Actor",
    "Answer",
    "Attachment",
    "CalendarChange",
    "CannedAnswer",
    "Case",
    "Clock",
    "Draft",
    "Entry",
    "Handler",
    "Link",
    "LocalHoliday",
    "Mention",
    "Merge",
    "Presence",
    "Rating",
    "Recognition",
    "Reporter",
    "ResidentNumber",
    "SavedView",
    "TimeLimit",
    "Unflagging",
    "new_nonce",
    "post_title",
]
