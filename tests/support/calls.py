"""Calls as the phone program tells them to the records, without an engine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hubung.directory.models import Person
from hubung.telephony import services
from hubung.telephony.models import Call

BEGAN = datetime(2026, 7, 6, 1, 0, tzinfo=UTC)
NUMBER = "+628115550151"


def call(
    key: str = "1720000000.1",
    *,
    caller: str = NUMBER,
    began: datetime = BEGAN,
    agent: Person | None = None,
    recorded: bool = True,
    message: str = "",
    over: bool = True,
) -> Call:
    """Somebody calls, waits 20 seconds from the tenth on, and talks for a minute with `agent`.

    On hold for 10 of these seconds. Without an agent they leave `message`, a file, or hang up.
    """
    at = _Clock(key, began)
    at(0, "call_began", direction="in", caller=caller, dialled="151")
    at(0, "call_answered")
    at(10, "caller_chose", language="id", sector="laut")
    if recorded:
        at(10, "recording_began", file=f"recordings/{key}.raw")
    at(10, "entered_queue", queue="umum", priority=0)
    if agent is not None:
        person, leg = str(agent.pk), f"{key}~1"
        at(25, "offered", person=person, leg=leg)
        at(30, "talk_began", person=person, leg=leg)
        at(40, "held")
        at(50, "resumed")
        if over:
            at(90, "talk_ended", person=person, leg=leg)
    elif message:
        at(80, "voicemail_left", file=message, box="umum")
    if over:
        if recorded:
            at(90, "recording_ended", file=f"recordings/{key}.raw")
        at(90, "call_ended", cause="voicemail" if message else "caller")
    return Call.objects.get(engine_id=key)


def end(one: Call, agent: Person | None = None) -> Call:
    """A call that `call` left running is over."""
    at = _Clock(one.engine_id, one.began_at)
    if agent is not None:
        at(90, "talk_ended", person=str(agent.pk), leg=f"{one.engine_id}~1")
    at(90, "call_ended", cause="caller")
    one.refresh_from_db()
    return one


class _Clock:
    """Tells things of one call, so many seconds after it began."""

    def __init__(self, key: str, began: datetime) -> None:
        self._key, self._began = key, began

    def __call__(self, seconds: int, name: str, **details: object) -> None:
        tell = getattr(services, name)
        tell(engine_id=self._key, at=self._began + timedelta(seconds=seconds), **details)
