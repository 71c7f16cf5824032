"""Calls of the demonstration: some about reports that came by telephone, some that wait.

Their sound is made of tones, the caller's and the agent's taking turns, and goes the way of every
recording: from a file of the engine into the store.
"""

from __future__ import annotations

import math
from array import array
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from django.db import transaction

from hubung.cases.choices import Channel
from hubung.cases.models import Case
from hubung.channels.phone.services import tie
from hubung.directory.models import Person, Role, UnitKind
from hubung.kernel import clock, events
from hubung.telephony import services
from hubung.telephony.models import Call, Recording
from hubung.telephony.recordings import keeping, sound

#: Calls with a recording, about reports that came by telephone.
TALKS = 4
#: Numbers that are set aside for fiction by nobody, and so are made to look invented.
_UNKNOWN = "+6281155550{:03d}"


def load() -> None:
    """The calls; nothing when there are any."""
    if Call.objects.exists():
        return
    agents = list(
        Person.objects.filter(
            role_grants__role=Role.TIER1_AGENT, role_grants__unit__kind=UnitKind.CONTACT_CENTRE
        ).distinct()[:3]
    )
    if not agents:
        return
    click.echo("Taking invented calls …")
    cases = Case.objects.filter(channel=Channel.PHONE, confidential=False, anonymous=False)
    told = list(cases.select_related("reporter").order_by("-created_at")[:TALKS])
    for number, case in enumerate(told):
        _talk(number, case, agents[number % len(agents)])
    now = clock.now()
    for minutes, seconds in ((14, 35), (47, 80), (95, 12)):
        _abandoned(minutes, now - timedelta(minutes=minutes), seconds)
    _message(now - timedelta(minutes=160))
    while events.dispatch():
        pass


@transaction.atomic
def _talk(number: int, case: Case, agent: Person) -> None:
    began = case.created_at - timedelta(minutes=4)
    reporter = case.reporter
    caller = reporter.phone if reporter and reporter.phone else ""
    tell = _Teller(f"demo-{number}.1", began)
    tell(0, "call_began", direction="in", caller=caller, dialled="151")
    tell(0, "call_answered")
    tell(18, "caller_chose", language=case.language, sector=case.sector)
    tell(18, "recording_began", file=f"recordings/demo-{number}.1.raw")
    tell(18, "entered_queue", queue="umum", priority=0)
    leg = f"demo-{number}.1~1"
    tell(21, "offered", person=str(agent.pk), leg=leg)
    tell(27 + number, "talk_began", person=str(agent.pk), leg=leg)
    if number % 2:
        tell(80, "held")
        tell(104, "resumed")
    tell(228, "talk_ended", person=str(agent.pk), leg=leg)
    tell(228, "recording_ended", file=f"recordings/demo-{number}.1.raw")
    tell(228, "call_ended", cause="caller")
    call = tell.call()
    _record(call, _turns(24, 2), 2, Recording.Kind.TALK, f"recordings/demo-{number}.1.raw")
    tie(call=call, case=case, by=agent)


@transaction.atomic
def _abandoned(number: int, began: datetime, waited: int) -> None:
    tell = _Teller(f"demo-{100 + number}.1", began)
    caller = "" if number == 95 else _UNKNOWN.format(100 + number)
    tell(0, "call_began", direction="in", caller=caller, dialled="151")
    tell(0, "call_answered")
    tell(15, "caller_chose", language="id", sector="udara")
    tell(15, "entered_queue", queue="umum", priority=0)
    tell(15 + waited, "call_ended", cause="caller")


@transaction.atomic
def _message(began: datetime) -> None:
    tell = _Teller("demo-300.1", began)
    file = "voicemail/demo-300.1.wav"
    tell(0, "call_began", direction="in", caller=_UNKNOWN.format(417), dialled="151")
    tell(40, "voicemail_left", file=file, box="umum")
    tell(40, "call_ended", cause="voicemail")
    _record(tell.call(), _turns(9, 1), 1, Recording.Kind.MESSAGE, file)


class _Teller:
    """Tells the records of one call, so many seconds after it began."""

    def __init__(self, key: str, began: datetime) -> None:
        self._key, self._began = key, began

    def __call__(self, seconds: int, name: str, **details: object) -> None:
        at = self._began + timedelta(seconds=seconds)
        getattr(services, name)(engine_id=self._key, at=at, **details)

    def call(self) -> Call:
        return Call.objects.get(engine_id=self._key)


def _record(
    call: Call, samples: array[int], channels: int, kind: Recording.Kind, file: str
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "sound.raw")
        path.write_bytes(samples.tobytes())
        stored = keeping.store(path, channels=channels)
    keeping.keep(stored, call=call, kind=kind, file=file)


@cache
def _turns(seconds: int, channels: int) -> array[int]:
    """Tones that rise and fall like sentences; with two channels the sides take turns."""
    made = array("h")
    for frame in range(seconds * sound.RATE):
        at = frame / sound.RATE
        loud = 9000 * abs(math.sin(math.pi * at / 1.7)) * abs(math.sin(math.pi * at * 2.3))
        speaks = int(at // 3.4) % 2
        for channel in range(channels):
            hertz = (196, 262)[channel]
            mine = channels == 1 or speaks == channel
            made.append(int(loud * math.sin(2 * math.pi * hertz * at)) if mine else 0)
    return made
