"""What people did with mail, on record beside everything else that happens."""

from __future__ import annotations

from dataclasses import dataclass

from hubung.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class MailSettled(Event):
    """`act`: case, added, dismissed, read_again (incoming); again, stopped (outgoing)."""

    message_id: int
    person_id: int
    act: str
    case_id: int | None = None


class OutgoingSettled(MailSettled):
    pass
