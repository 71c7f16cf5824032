"""What the phone program tells of calls and agents; see `telephony.calls` for who tells what when.

Everything may be told again, and a note that was told before changes nothing: facts are unique by
call, kind, time and leg. Where the beginning of a call was never told, what is told first makes it.
"""

from __future__ import annotations

from datetime import datetime

from hubung.telephony.events import CallBegan, CallFinished, CallTaken
from hubung.telephony.models import AgentState
from hubung.telephony.services.ledger import Said, keep, keep_state


def call_began(*, engine_id: str, at: datetime, direction: str, caller: str, dialled: str) -> None:
    """Somebody calls; `caller` is E.164, or empty where it is withheld."""
    said = Said("call_began", engine_id, at, {"direction": direction})
    keep(said, {"began_at": at, "caller": caller, "dialled": dialled}, event=CallBegan)


def call_answered(*, engine_id: str, at: datetime) -> None:
    """The menu speaks to them."""
    keep(Said("call_answered", engine_id, at), {"answered_at": at})


def caller_chose(*, engine_id: str, at: datetime, language: str, sector: str) -> None:
    """In the menu; an empty string is no choice."""
    chosen = {"language": language, "sector": sector}
    keep(Said("caller_chose", engine_id, at, chosen), chosen)


def entered_queue(*, engine_id: str, at: datetime, queue: str, priority: int) -> None:
    """They wait for an agent."""
    said = Said("entered_queue", engine_id, at, {"queue": queue, "priority": priority})
    keep(said, {"queue": queue, "waiting_since": at}, first={"queued_at": at})


def offered(*, engine_id: str, at: datetime, person: str, leg: str) -> None:
    """An agent's line rings."""
    keep(Said("offered", engine_id, at, {"person": person}, leg))


def offer_ended(*, engine_id: str, at: datetime, person: str, leg: str, why: str) -> None:
    """It rings no more, and nobody took the call there."""
    keep(Said("offer_ended", engine_id, at, {"person": person, "why": why}, leg))


def consulted(*, engine_id: str, at: datetime, person: str, leg: str) -> None:
    """A colleague who is asked has picked up; the caller does not hear them."""
    keep(Said("consulted", engine_id, at, {"person": person}, leg))


def talk_began(*, engine_id: str, at: datetime, person: str, leg: str) -> None:
    """Agent and caller hear each other."""
    said = Said("talk_began", engine_id, at, {"person": person}, leg)
    changes = {"taken_by_id": int(person), "waiting_since": None}
    keep(said, changes, first={"talk_began_at": at}, event=CallTaken)


def talk_ended(*, engine_id: str, at: datetime, person: str, leg: str) -> None:
    """The agent is out of the conversation; the call may go on with another."""
    keep(Said("talk_ended", engine_id, at, {"person": person}, leg))


def rejoined(*, engine_id: str, at: datetime, person: str, leg: str) -> None:
    """An agent whose line was lost is rung anew, in its place."""
    keep(Said("rejoined", engine_id, at, {"person": person}, leg))


def held(*, engine_id: str, at: datetime) -> None:
    """The caller hears music."""
    keep(Said("held", engine_id, at))


def resumed(*, engine_id: str, at: datetime) -> None:
    """The conversation goes on."""
    keep(Said("resumed", engine_id, at))


def transferred(*, engine_id: str, at: datetime, person: str, to: str) -> None:
    """Handed over by an agent; `to` is one of `calls.targets`."""
    keep(Said("transferred", engine_id, at, {"person": person, "to": to}))


def recording_began(*, engine_id: str, at: datetime, file: str) -> None:
    """Both sides are recorded into a file of the engine."""
    keep(Said("recording_began", engine_id, at, {"file": file}))


def recording_ended(*, engine_id: str, at: datetime, file: str) -> None:
    """The file is complete."""
    keep(Said("recording_ended", engine_id, at, {"file": file}))


def voicemail_left(*, engine_id: str, at: datetime, file: str, box: str) -> None:
    """A message lies in a file of the engine."""
    said = Said("voicemail_left", engine_id, at, {"file": file, "box": box})
    keep(said, {"waiting_since": None})


def wrapped_up(*, engine_id: str, at: datetime, person: str, code: str) -> None:
    """What the conversation was about, as its agent says after it."""
    keep(Said("wrapped_up", engine_id, at, {"person": person, "code": code}), {"wrap_up": code})


def recording_paused(*, engine_id: str, at: datetime, person: str) -> None:
    """Silence on the recording from here, for what is not to be kept."""
    keep(Said("recording_paused", engine_id, at, {"person": person}))


def recording_resumed(*, engine_id: str, at: datetime) -> None:
    """The recording hears again."""
    keep(Said("recording_resumed", engine_id, at))


def telephone_rung(*, engine_id: str, at: datetime, telephone: str, leg: str) -> None:
    """A telephone of the directory rings; `telephone` is the key of a `Telephone`."""
    keep(Said("telephone_rung", engine_id, at, {"telephone": telephone}, leg))


def telephone_joined(*, engine_id: str, at: datetime, telephone: str, leg: str) -> None:
    """Whoever answered it is with the caller."""
    said = Said("telephone_joined", engine_id, at, {"telephone": telephone}, leg)
    keep(said, {"waiting_since": None})


def telephone_left(*, engine_id: str, at: datetime, telephone: str, leg: str, why: str) -> None:
    """It is out of the call, or nobody answered."""
    keep(Said("telephone_left", engine_id, at, {"telephone": telephone, "why": why}, leg))


def call_ended(*, engine_id: str, at: datetime, cause: str) -> None:
    """Nobody is connected any more; `cause` is one of `Cause`."""
    said = Said("call_ended", engine_id, at, {"cause": cause})
    changes = {"ended_at": at, "cause": cause, "waiting_since": None}
    keep(said, changes, event=CallFinished)


def agent_is(
    *,
    engine_id: str,
    at: datetime,
    person: str,
    phase: str,
    reason: str,
    call: str | None,
    until: str | None,
) -> None:
    """An agent's phase in the queue changed; `engine_id` is empty, the call stands in `call`."""
    state = AgentState(
        person_id=int(person),
        since=at,
        phase=phase,
        reason=reason,
        call=call or "",
        until=datetime.fromisoformat(until) if until else None,
    )
    keep_state(state)
