"""What happens to calls, for those who listen."""

from __future__ import annotations

from dataclasses import dataclass

from hubung.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class CallEvent(Event):
    """`call_id` is the key of a `Call`."""

    call_id: int


#: What pages that show the whole contact centre listen to.
FLOOR = "floor"


@dataclass(frozen=True, kw_only=True)
class FloorChanged(Event):
    """Callers or agents have come, gone or changed what they do; at most one a second."""

    subject: str = FLOOR


class CallBegan(CallEvent):
    pass


class CallTaken(CallEvent):
    """An agent talks with the caller."""


class CallbackGivenUp(CallEvent):
    """A caller who asked to be called back could not be reached: somebody has to see to it."""


class CallFinished(CallEvent):
    """Over, and complete in the records."""


@dataclass(frozen=True, kw_only=True)
class RecordingKept(CallEvent):
    """Its sound is in the file store."""

    recording_id: int


PHONE = "phone:"


@dataclass(frozen=True, kw_only=True)
class PhoneChanged(Event):
    """What an agent's telephone does is another thing now. Nothing but a live hint, for them."""

    person_id: int

    @classmethod
    def of(cls, person_id: int) -> PhoneChanged:
        return cls(subject=f"{PHONE}{person_id}", person_id=person_id)
