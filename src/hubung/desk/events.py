"""What happens at the desk itself."""

from __future__ import annotations

from dataclasses import dataclass

from hubung.cases.models import Case
from hubung.kernel.events import Event

PRESENCE = "presence:"


@dataclass(frozen=True, kw_only=True)
class PresenceChanged(Event):
    """Somebody opened or closed a case, or began or stopped writing. Nothing but a live hint, under
    a subject of its own so that no list is fetched anew for it."""

    case_id: int

    @classmethod
    def of(cls, case: Case) -> PresenceChanged:
        return cls(subject=f"{PRESENCE}{case.pk}", case_id=case.pk)
