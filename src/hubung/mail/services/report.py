"""What provisioning did, or would do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

OPENED, RENAMED, CLOSED, REOPENED = "opened", "renamed", "closed", "reopened"
RESIZED, ADDRESSES, GROUPS, STAND_INS = "resized", "addresses", "groups", "stand_ins"


@dataclass
class Report:
    """How many of each; and who could not be given what they should have, with why not."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def changes_anything(self) -> bool:
        return any(self.counts.values())

    def problem(self, who: str, why: str) -> None:
        self.problems.append((who, why))

    def as_dict(self) -> dict[str, Any]:
        return {"counts": dict(self.counts), "problems": self.problems}
