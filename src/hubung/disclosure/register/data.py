"""The register as JSON and CSV, of what is public already."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from hubung.disclosure.register.periods import label
from hubung.disclosure.register.public import ExemptedItem, OpenItem
from hubung.kernel.tables import harmless

#: The form of the data; a change that breaks readers makes it another number.
VERSION = 1
COLUMNS = (
    "number", "category", "name", "about", "holder", "holder_code", "responsible", "form",
    "period", "published", "missing", "place", "url", "kept", "changed_at", "exemption", "ground",
    "statute", "harm", "benefit", "stays_open", "closed_until", "decision", "decided_for",
    "decided_on",
)  # fmt: skip


def as_json(items: Iterable[OpenItem | ExemptedItem]) -> bytes:
    """The items as one document; what an item does not have is left out."""
    records = [
        {name: value for name, value in record.items() if value not in ("", [])}
        for record in _records(items)
    ]
    told = {"version": VERSION, "records": records}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def as_csv(items: Iterable[OpenItem | ExemptedItem]) -> bytes:
    """The same as a table, commas and UTF-8; cells that look like formulas begin with a quote."""
    written = io.StringIO()
    table = csv.DictWriter(written, COLUMNS, restval="")
    table.writeheader()
    for record in _records(items):
        table.writerow({name: harmless(_cell(value)) for name, value in record.items()})
    return written.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else str(value)


def _records(items: Iterable[OpenItem | ExemptedItem]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield _open(item) if isinstance(item, OpenItem) else _exempted(item)


def _open(item: OpenItem) -> dict[str, Any]:
    starts = [each.period_start for each in item.editions]
    return {
        "number": item.number,
        "category": item.category_code,
        "name": item.name,
        "about": item.about,
        "holder": item.unit,
        "holder_code": item.unit_code,
        "responsible": item.responsible,
        "form": item.form.value,
        "period": item.period,
        "published": sorted({label(item.period, on) for on in starts if on and item.period}),
        "missing": item.missing_words,
        "place": item.place,
        "url": item.url,
        "kept": item.kept,
        "changed_at": item.changed_at.isoformat(timespec="seconds"),
    }


def _exempted(item: ExemptedItem) -> dict[str, Any]:
    decided = {
        "decision": "approved",
        "closed_until": item.until.isoformat(),
        "decided_for": item.decided_for,
        "decided_on": item.decided_at.date().isoformat() if item.decided_at else "",
    }
    return {
        "number": item.item,
        "category": item.category_code,
        "name": item.name,
        "holder": item.unit,
        "holder_code": item.unit_code,
        "exemption": item.number,
        "ground": item.ground.reference_id,
        "statute": item.statute,
        "harm": item.harm,
        "benefit": item.benefit,
        "stays_open": item.in_part,
        **({"decision": "pending"} if item.pending else decided),
    }
