"""What an import found and did, line by line; plain values that can be stored and shown."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

#: What the fields of units and people are called on the screen.
NAMES = {
    "name": _("name"),
    "short_name": _("short name"),
    "nip": "NIP",
    "email": _("mail address"),
    "phone": _("telephone"),
    "unit_id": _("unit"),
    "title": _("title"),
    "post": _("post"),
    "is_active": _("active"),
    "kind": _("kind"),
    "sector": _("sector"),
    "timezone": _("time zone"),
    "place": _("place"),
    "parent": _("parent"),
    "opened_on": _("opened on"),
    "closed_on": _("closes on"),
    "successor": _("successor"),
}
#: Lines of each sort that are kept in full; the counts always tell all of them.
KEPT = 500


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
            self.problems.append(Problem(line, column, value[:200], message))

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
