"""What becomes of mail that goes out, for whoever had it sent."""

from __future__ import annotations

from dataclasses import dataclass

from hubung.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class MailFailed(Event):
    """A message will not arrive. `for_good`: its address takes no mail at all (RFC 3463)."""

    message_id: int
    kind: str
    for_good: bool
