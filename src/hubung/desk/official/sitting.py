"""How long an official has sat over their cases: told at the end, kept in their session only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase

from hubung.kernel import clock

_KEY = "official_sitting"
#: After such a pause a new sitting begins.
PAUSE = timedelta(hours=1)


@dataclass(frozen=True)
class Sitting:
    """Answers given since `began`."""

    began: datetime
    last: datetime
    answers: int

    @property
    def minutes(self) -> int:
        """Rounded up: nobody takes no time at all."""
        return max(1, -(-int((self.last - self.began).total_seconds()) // 60))


def current(session: SessionBase) -> Sitting | None:
    """The sitting that is going on; None when there is none, or it was long ago."""
    kept = session.get(_KEY)
    if kept is None:
        return None
    began, last, answers = kept
    sitting = Sitting(datetime.fromisoformat(began), datetime.fromisoformat(last), int(answers))
    return sitting if clock.now() - sitting.last < PAUSE else None


def go_on(session: SessionBase, *, answered: bool = False) -> None:
    """The official looks at a case, or has answered one."""
    now = clock.now()
    before = current(session) or Sitting(now, now, 0)
    session[_KEY] = [
        before.began.isoformat(),
        now.isoformat(),
        before.answers + answered,
    ]
