"""What an import found and did, line by line; plain values that can be stored and shown."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import pgettext_lazy

from hubung.ui.people import mask_number

#: What the fields of units and people are called on the screen.
NAMES = {
    "name": pgettext_lazy("field", "name"),
    "short_name": pgettext_lazy("field", "short name"),
    "nip": "NIP",
    "email": pgettext_lazy("field", "mail address"),
    "phone": pgettext_lazy("field", "telephone"),
    "unit_id": pgettext_lazy("field", "unit"),
    "title": pgettext_lazy("field", "title"),
    "post": pgettext_lazy("field", "post"),
    "is_active": pgettext_lazy("field", "active"),
    "kind": pgettext_lazy("field", "kind"),
    "sector": pgettext_lazy("field", "sector"),
    "timezone": pgettext_lazy("field", "time zone"),
    "place": pgettext_lazy("field", "place"),
    "parent": pgettext_lazy("field", "parent"),
    "opened_on": pgettext_lazy("field", "opened on"),
    "closed_on": pgettext_lazy("field", "closes on"),
    "successor": pgettext_lazy("field", "successor"),
}
#: Lines of each sort that are kept in full; the counts always tell all of them.
KEPT = 500
#: A NIP, or nearly one, in whatever column it slipped into; telephone numbers are shorter.
_LONG_NUMBER = re.compile(r"(?<!\d)\d(?:[ .'’-]?\d){15,19}(?!\d)")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that must be mended in the file. `line` counts as a spreadsheet does, from 1."""

    line: int
    column: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one unit or person. `fields` holds [name on the screen, before, after]."""

    line: int
    who: str
    action: str
    fields: list[list[str]] = field(default_factory=list)


CREATED, CHANGED, CLOSED, MISSING = "created", "changed", "closed", "missing"


@dataclass
class Report:
    """The whole import. Nothing is written unless `ok`; `applied` says that it was."""

    kind: str = ""
    rows: int = 0
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    problem_count: int = 0
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys((CREATED, CHANGED, CLOSED, MISSING), 0)
    )
    applied: bool = False

    @property
    def ok(self) -> bool:
        return self.problem_count == 0

    @property
    def changes_anything(self) -> bool:
        return any(self.counts[action] for action in (CREATED, CHANGED, CLOSED))

    def problem(self, line: int, column: str, value: str, message: str) -> None:
        self.problem_count += 1
        if len(self.problems) < KEPT:
            shown = _LONG_NUMBER.sub(lambda found: mask_number(found[0]), value[:200])
            self.problems.append(Problem(line, column, shown, message))

    def change(
        self, line: int, who: str, action: str, fields: list[list[str]] | None = None
    ) -> None:
        self.counts[action] += 1
        if self.counts[action] <= KEPT:
            shown = [[str(NAMES[name]), before, after] for name, before, after in fields or []]
            self.changes.append(Change(line, who, action, shown))

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Report:
        values = dict(stored)
        values["problems"] = [Problem(**problem) for problem in stored.get("problems", [])]
        values["changes"] = [Change(**change) for change in stored.get("changes", [])]
        return cls(**values)
