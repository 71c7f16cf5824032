"""The page of the docs about the life of a case, made from the transition table."""

from __future__ import annotations

from django.utils.translation import override

from hubung.cases.choices import Status
from hubung.cases.lifecycle import REPORTER_ACTIONS, TRANSITIONS, diagram

INTRODUCTION = """\
# The life of a case

Made from `hubung.cases.lifecycle` by `hubung cases lifecycle`; a test compares the two.

```mermaid
{diagram}```

An action marked ✎ is open to the reporter, with number and code. A dash means that the action is
not possible in that status; a dot, that the status stays.
"""


def lifecycle_page() -> str:
    """Markdown: the diagram, and a table of every action in every status."""
    with override("en"):
        heads = " | ".join(str(status.label) for status in Status)
        lines = [
            INTRODUCTION.format(diagram=diagram()),
            f"| action | {heads} |",
            "|---" * (len(Status) + 1) + "|",
        ]
        for action, moves in TRANSITIONS.items():
            pencil = " ✎" if action in REPORTER_ACTIONS else ""
            cells = (_cell(status, moves.get(status)) for status in Status)
            lines.append(f"| {action.label}{pencil} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(before: Status, then: Status | None) -> str:
    if then is None:
        return "–"
    return "·" if then == before else str(then.label)
