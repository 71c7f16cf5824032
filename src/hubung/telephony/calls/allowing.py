"""Whom the ministry calls back: pure rules, so that no trick makes it dial for a stranger.

The number is the one that the operator vouches for, never one that somebody typed. Which numbers
may be dialled at all (none that cost more than a call, none abroad, no short code such as our own)
is `asterisk.outbound`'s to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

DAY = timedelta(days=1)


class Verdict(StrEnum):
    """Whether somebody is called back; what is not allowed ends the key of a prompt."""

    ALLOWED = ""
    ANONYMOUS = "anonymous"
    NOT_HERE = "not-here"
    TOO_OFTEN = "too-often"


def verdict(
    number: str,
    asked: Iterable[datetime],
    *,
    a_day: int,
    can_be_dialled: bool,
    now: datetime,
) -> Verdict:
    """Whether this number may ask once more; `asked` is when it did before."""
    if not number:
        return Verdict.ANONYMOUS
    if not can_be_dialled:
        return Verdict.NOT_HERE
    if sum(now - DAY < moment for moment in asked) >= a_day:
        return Verdict.TOO_OFTEN
    return Verdict.ALLOWED
