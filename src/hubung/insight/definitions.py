"""What each published figure means: for the page, the files and their schema."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Column:
    """One figure of a row: its field, the group that it shows or hides with, its words.

    `kind`: a count of reports, days (one decimal, or whole ones), or a mean from 1 to 4.
    """

    name: str
    group: str
    kind: Literal["count", "days", "whole_days", "score"]
    title: str | Promise
    definition: str | Promise


COLUMNS = (
    Column(
        "received",
        "received",
        "count",
        _("Received"),
        _(
            "Reports that came in this month by any door, counted at the unit that had them when "
            "the month ended. Imported old records do not count, nor what was merged into another "
            "report."
        ),
    ),
    Column(
        "settled",
        "settled",
        "count",
        _("Settled"),
        _(
            "Reports that got their answer this month, were refused with a reason, or passed to "
            "the right authority; counted at the unit that did it. One that is opened again and "
            "settled in another month counts in both."
        ),
    ),
    Column(
        "tier1",
        "settled",
        "count",
        _("Settled at tier 1"),
        _("Of the settled ones: by the staff of 151."),
    ),
    Column(
        "tier2",
        "settled",
        "count",
        _("Settled at tier 2"),
        _("Of the settled ones: by the team of a unit."),
    ),
    Column(
        "tier3",
        "settled",
        "count",
        _("Settled at tier 3"),
        _("Of the settled ones: by an official."),
    ),
    Column(
        "in_time",
        "settled",
        "count",
        _("Settled in time"),
        _(
            "Of the settled ones: within the limit for their kind, in working days of the unit. "
            "While we wait for the reporter the limit stands still."
        ),
    ),
    Column(
        "rejected",
        "settled",
        "count",
        _("Refused"),
        _("Of the settled ones: refused, with a reason that the reporter reads."),
    ),
    Column(
        "passed_on",
        "settled",
        "count",
        _("Passed on"),
        _("Of the settled ones: they belong to another authority and were sent there."),
    ),
    Column(
        "median_days",
        "settled",
        "days",
        _("Median days"),
        _("Half of the settled reports took no longer, from receipt on, days off included."),
    ),
    Column(
        "p90_days",
        "settled",
        "days",
        _("Days for 90 %"),
        _("Nine of ten settled reports took no longer. From ten settled reports on."),
    ),
    Column(
        "waiting",
        "waiting",
        "count",
        _("Open"),
        _("Reports without an answer when the month ended."),
    ),
    Column(
        "oldest_days",
        "waiting",
        "whole_days",
        _("Oldest, days"),
        _("Age of the oldest open report when the month ended, from receipt on."),
    ),
    Column(
        "objections",
        "objections",
        "count",
        _("Objections"),
        _("Reports whose reporter objected to the answer this month."),
    ),
    Column(
        "reopened",
        "reopened",
        "count",
        _("Reopened"),
        _("Finished reports that were taken up again this month, by an objection or otherwise."),
    ),
    Column(
        "ratings",
        "ratings",
        "count",
        _("Ratings"),
        _("Reports whose reporter rated the service this month."),
    ),
    Column(
        "satisfaction",
        "ratings",
        "score",
        _("Satisfaction"),
        _(
            "Mean of the ratings, from 1 (bad) to 4 (very good). The index is this times 25, "
            "graded as Permen PANRB 14/2017 does; of one question, not of its nine elements."
        ),
    ),
)
