"""Wishes of the desk, and their way to the phone program: a table, so that none is lost.

    ask(person=person, kind=Kind.READY, queues=["laut"], languages=["id"], skills={"laut": 2})
    ask(person=person, kind=Kind.TRANSFER, to="agent:17")

Details by kind:

- `READY`: `telephone` (`softphone`, the default, or `desk`: which endpoint is rung). What they may
  be given comes from the directory; `queues`, with `languages` and `skills` (level by name), say
  otherwise for this shift. Refused with `no_agent` for who has no role at the telephone, and with
  `code_needed` while a wrap-up code is due: they are there then, and get no calls. If a caller is
  kept for them, they are rung for that call at once.
- `NOT_READY`: `reason`. `GONE`: none.
- `WRAPPED_UP`: `code`, one of `queues.codes.in_use()`, where a conversation has ended since the
  last one was given; else refused with `code_needed`. Until then `AgentState.reason` is `code`, and
  no call comes. `queues.codes.suggested` says which code the case speaks for.
- `HANG_UP`, `HOLD`, `RESUME`, `MUTE`, `UNMUTE`: none; of the call the person is in.
- `TRANSFER`: `to`, at once. `CONSULT`: `to`, while the caller hears music; then `COMPLETE` hands
  over, `CONFERENCE` joins all, `CANCEL` goes back. Who hangs up while the other still rings hands
  over. `to` is one of `calls.targets`: `agent:17`, `queue:laut`, `team:<unit>`, `telephone:<key>`
  (a `Telephone`); `queues.reading.targets` lists them. A number is never taken.
- `KEYS`: `keys`, 1 to 32 of 0-9 * #: sounded to whom the person talks with.
- `PAUSE_RECORDING`: none. The recording is silent, and goes on by itself after two minutes; asked
  again while a NIK is being written, it lasts longer. `RESUME_RECORDING`: none. Both may be asked
  at any time in a conversation, recorded or not.
- `REJOIN`: none. The person's browser lost the sound of their call (a page that was loaded again, a
  connection that was cut): their telephone is rung anew for it, while the caller hears music. A
  line of which no sound comes for ten seconds is taken for lost by the engine; the caller is then
  kept for 20 seconds, or until the person is ready again, and is the first in the queue after that.

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
