"""Wishes of the desk, and their way to the phone program: a table, so that none is lost.

    ask(person=person, kind=Kind.READY, queues=["laut"], languages=["id"], skills={"laut": 2})
    ask(person=person, kind=Kind.TRANSFER, to="agent:17")

Details by kind:

- `READY`: `queues`, and optionally `languages`, `skills` (level by name) and `telephone`
  (`softphone`, the default, or `desk`: which endpoint is rung).
- `NOT_READY`: `reason`. `GONE` and `WRAPPED_UP`: none.
- `HANG_UP`, `HOLD`, `RESUME`, `MUTE`, `UNMUTE`: none; of the call the person is in.
- `TRANSFER`: `to`, as `agent:17` or `queue:laut`; at once. `CONSULT`: `to` an agent, while the
  caller hears music; then `COMPLETE` hands over, `CONFERENCE` joins all, `CANCEL` goes back.
- `REJOIN`: none. The person's browser lost the sound of their call (a page that was loaded again, a
  connection that was cut): their telephone is rung anew, in the place of the line that was lost.

The page learns from the journal's effects (`AgentState`, `Call`) that it was done, and from the
row's `refusal` that it was not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.telephony.models.desk_command import DeskCommand

Kind = DeskCommand.Kind
#: A wish older than this has lost its sense: the call it was about is another by now.
STALE_AFTER = timedelta(seconds=60)
_STATES = frozenset({Kind.READY, Kind.NOT_READY, Kind.GONE})


@dataclass(frozen=True, slots=True)
class Wish:
    """A pending row, as the phone program takes it."""

    id: int
    person: str
    kind: str
    details: dict[str, Any]


def ask(*, person: Person, kind: DeskCommand.Kind, **details: Any) -> DeskCommand:
    """Write a wish down; the phone program takes it within a fraction of a second."""
    return DeskCommand.objects.create(person=person, kind=kind, details=details)


def pending(limit: int = 100) -> list[Wish]:
    """The wishes that wait, in order. Stale ones are settled here; agents' states do not age."""
    rows = list(DeskCommand.objects.filter(settled_at__isnull=True).order_by("id")[:limit])
    since = clock.now() - STALE_AFTER
    stale = {row.pk for row in rows if row.asked_at < since and row.kind not in _STATES}
    settle(dict.fromkeys(stale, "too_late"))
    return [
        Wish(row.pk, str(row.person_id), row.kind, row.details)
        for row in rows
        if row.pk not in stale
    ]


def settle(refusals: dict[int, str]) -> None:
    """Note what became of these wishes: "" was done, else a code that says why not."""
    for code in set(refusals.values()):
        DeskCommand.objects.filter(
            pk__in=[pk for pk, refusal in refusals.items() if refusal == code]
        ).update(settled_at=clock.now(), refusal=code)
