"""When the ministry's time has passed unused, the asker's right begins."""

from __future__ import annotations

from hubung.cases import clocks
from hubung.cases.change import locked
from hubung.cases.choices import ClockName, Kind
from hubung.cases.events import ClockAlarmed
from hubung.cases.models import Clock
from hubung.kernel.events import handles

_RIGHTS = {ClockName.RESOLUTION: ClockName.OBJECT_BY, ClockName.REVIEW: ClockName.DISPUTE_BY}


@handles(ClockAlarmed)
def begin_the_right(event: ClockAlarmed) -> None:
    """From the moment that was missed, not from that at which it was noticed."""
    right = _RIGHTS.get(ClockName(event.clock))
    if right is None or event.alarm != clocks.BREACH:
        return
    case = locked(event.case_id)
    missed = Clock.objects.filter(
        clocks.running(), case=case, name=event.clock, due_at__isnull=False
    ).first()
    if case.kind == Kind.PUBLIC_INFORMATION and missed is not None and missed.due_at is not None:
        clocks.start(case, right, missed.due_at)
