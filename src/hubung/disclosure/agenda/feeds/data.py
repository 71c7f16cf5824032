"""Agendas as JSON and CSV, of days that are public already."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from hubung.disclosure.agenda.public import ClosedEntry, Official, OpenEntry, PublicDay
from hubung.kernel.tables import harmless

#: The form of the data; a change that breaks readers makes it another number.
VERSION = 1
COLUMNS = (
    "kind", "official", "unit", "holder", "day", "last_day", "starts_at", "ends_at", "timezone",
    "all_day", "subject", "place", "attendees", "guests", "result", "gifts", "travel", "state",
    "late", "entered_at", "changed_at", "uid", "ground", "closed_until", "decision", "decided_for",
    "number",
)  # fmt: skip


def as_json(days: Sequence[PublicDay]) -> bytes:
    """The days as one document: open and closed entries, quiet and missing days."""
    return json.dumps(
        {
            "version": VERSION,
            "from": days[0].day.isoformat(),
            "to": days[-1].day.isoformat(),
            "records": [
                {name: value for name, value in record.items() if value != ""}
                for record in records(days)
            ],
        },
        ensure_ascii=False,
        indent=1,
    ).encode()


def as_csv(days: Iterable[PublicDay]) -> bytes:
    """The same as a table, commas and UTF-8; cells that look like formulas begin with a quote."""
    written = io.StringIO()
    table = csv.DictWriter(written, COLUMNS, restval="")
    table.writeheader()
    for record in records(days):
        table.writerow({name: harmless(str(value)) for name, value in record.items()})
    return written.getvalue().encode("utf-8-sig")


def records(days: Iterable[PublicDay]) -> Iterator[dict[str, Any]]:
    """Each entry once, however many days it lasts; then the quiet and the missing days."""
    seen: set[object] = set()
    for day in days:
        for entry in day.open:
            if entry.uid not in seen:
                seen.add(entry.uid)
                yield _open(entry)
        for shut in day.closed:
            if shut.number not in seen:
                seen.add(shut.number)
                yield _closed(shut)
        for kind, officials in (("no_activity", day.quiet), ("missing", day.missing)):
            for official in officials:
                yield {"kind": kind, **_who(official), "day": day.day.isoformat()}


def _open(entry: OpenEntry) -> dict[str, Any]:
    zone = ZoneInfo(entry.timezone)
    return {
        "kind": "entry",
        **_who(entry.official),
        "holder": entry.holder,
        "day": entry.day.isoformat(),
        "last_day": entry.last_day.isoformat(),
        "starts_at": _moment(entry.starts_at, zone),
        "ends_at": _moment(entry.ends_at, zone),
        "timezone": entry.timezone,
        "all_day": entry.all_day,
        "subject": entry.subject,
        "place": entry.place,
        "attendees": entry.attendees,
        "guests": entry.guests,
        "result": entry.result,
        "gifts": entry.gifts,
        "travel": entry.travel,
        "state": entry.state.value,
        "late": entry.late.value,
        "entered_at": _moment(entry.entered_at, zone),
        "changed_at": _moment(entry.changed_at, zone),
        "uid": str(entry.uid),
    }


def _closed(entry: ClosedEntry) -> dict[str, Any]:
    decided = {
        "decision": "approved",
        "closed_until": entry.until.isoformat(),
        "decided_for": entry.decided_for,
    }
    return {
        "kind": "closed",
        **_who(entry.official),
        "day": entry.day.isoformat(),
        "last_day": entry.last_day.isoformat(),
        "ground": entry.ground.reference_id,
        **({"decision": "pending"} if entry.pending else decided),
        "number": entry.number,
    }


def _who(official: Official) -> dict[str, str]:
    return {"official": official.title, "unit": official.unit}


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds")
