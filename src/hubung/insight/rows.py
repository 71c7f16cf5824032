"""What was counted becomes the rows that are published, without what must not show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from hubung.insight.counting import Counts, Month
from hubung.insight.hiding import hide
from hubung.insight.models import Figure, Scope

#: The slowest tenth of fewer reports than this is one report.
_TENTHS = 10
#: Each group of figures shows or hides as one, by its count.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "received": (),
    "settled": (
        "tier1",
        "tier2",
        "tier3",
        "in_time",
        "rejected",
        "passed_on",
        "median_hours",
        "slow_hours",
    ),
    "waiting": ("oldest_days",),
    "objections": (),
    "reopened": (),
    "ratings": ("satisfaction",),
}


def figures_of(month: date, counted: Month) -> list[Figure]:
    """The rows of a month, without what must not show."""
    rows: dict[tuple[str, str], Figure] = {
        (Scope.MINISTRY, ""): Figure(month=month, scope=Scope.MINISTRY),
        **{
            (Scope.SECTOR, code): Figure(month=month, scope=Scope.SECTOR, sector=code)
            for code in sorted(counted.sectors)
        },
        **{
            (Scope.UNIT, str(pk)): Figure(month=month, scope=Scope.UNIT, unit_id=pk)
            for pk in sorted(counted.units)
        },
    }
    said: dict[tuple[str, str], dict[str, Any]] = {
        (Scope.MINISTRY, ""): _values(counted.ministry),
        **{(Scope.SECTOR, code): _values(counts) for code, counts in counted.sectors.items()},
        **{(Scope.UNIT, str(pk)): _values(counts) for pk, counts in counted.units.items()},
    }
    for group in GROUPS:
        hidden = _hidden(group, said)
        for key, figure in rows.items():
            if key in hidden:
                figure.hidden.append(group)
                continue
            for name in (group, *GROUPS[group]):
                setattr(figure, name, said[key][name])
    return [
        *rows.values(),
        *_apart(month, Scope.PROTECTED, counted.protected, {"received": (), "settled": ()}),
        *_apart(month, Scope.REQUESTS, counted.requests, GROUPS),
    ]


def _hidden(group: str, said: Mapping[tuple[str, str], dict[str, Any]]) -> set[tuple[str, str]]:
    ministry = (Scope.MINISTRY, "")
    axes = [
        {key: values[group] for key, values in said.items() if key[0] == scope}
        for scope in (Scope.SECTOR, Scope.UNIT)
    ]
    found = hide(said[ministry][group], axes, fewest=settings.HUBUNG.figures.fewest)
    parts = {key for axis in found.axes for key in axis}
    return parts | {ministry} if found.total else parts


def _apart(
    month: date, scope: Scope, counts: Counts, groups: Mapping[str, tuple[str, ...]]
) -> list[Figure]:
    """What is in no sum: of the whole ministry, and only where it hides in numbers."""
    said = _values(counts)
    if not any(said[group] for group in GROUPS):
        return []
    figure = Figure(month=month, scope=scope)
    for group, more in groups.items():
        if 0 < said[group] < settings.HUBUNG.figures.fewest:
            figure.hidden.append(group)
            continue
        for name in (group, *more):
            setattr(figure, name, said[name])
    return [figure]


def _values(counts: Counts) -> dict[str, Any]:
    hours = sorted(counts.hours)
    ratings = len(counts.scores)
    mean = Decimal(sum(counts.scores)) / ratings if ratings else None
    return {
        "received": counts.received,
        "settled": counts.settled,
        "tier1": counts.tiers[1],
        "tier2": counts.tiers[2],
        "tier3": counts.tiers[3],
        "in_time": counts.in_time,
        "rejected": counts.rejected,
        "passed_on": counts.passed_on,
        "median_hours": percentile(hours, 50) if hours else None,
        "slow_hours": percentile(hours, 90) if len(hours) >= _TENTHS else None,
        "waiting": counts.waiting,
        "oldest_days": counts.oldest_days if counts.waiting else None,
        "objections": counts.objections,
        "reopened": counts.reopened,
        "ratings": ratings,
        "satisfaction": round(mean, 3) if mean is not None else None,
    }


def percentile(ordered: list[int], part: int) -> int:
    """The smallest value that `part` percent of all do not exceed (nearest rank)."""
    return ordered[-(-len(ordered) * part // 100) - 1]
