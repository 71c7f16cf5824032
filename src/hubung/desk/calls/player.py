"""A recording as a page plays it: what may be heard, and the picture of its sound."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest

from hubung.channels.phone import listening
from hubung.desk.calls import words
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.telephony.models import Call, Recording

#: The picture's coordinates; a page sets its size.
WIDTH, HALF = 400, 20
#: For so long a recording stays open after somebody said that they listen to it.
OPEN_FOR = timedelta(minutes=30)
_KEPT = "heard"


@dataclass(frozen=True)
class Lane:
    """One side of the conversation, drawn: `path` is the `d` of an SVG path around y = 0."""

    path: str
    is_caller: bool


@dataclass(frozen=True)
class Player:
    """`open`: they have said that they listen, so the sound itself is offered."""

    recording: Recording
    length: str
    lanes: tuple[Lane, ...]
    open: bool
    asks_why: bool
    width: int = WIDTH
    half: int = HALF


def players(person: Person, call: Call, heard: frozenset[int]) -> list[Player]:
    """What they may hear of a call; none of what is withheld or deleted."""
    recordings = [one for one in call.recordings.all() if one.is_there]
    if not recordings or not listening.may_listen(person, call):
        return []
    asks = listening.must_say_why(person, call)
    return [
        Player(one, words.length(one.seconds), lanes(one), one.pk in heard, asks)
        for one in recordings
    ]


def lanes(recording: Recording) -> tuple[Lane, ...]:
    """Its channels as bars around a middle line, the caller's first."""
    peaks = bytes(recording.peaks)
    each = len(peaks) // recording.channels if recording.channels else 0
    if not each:
        return ()
    return tuple(
        Lane(_path(peaks[at * each : (at + 1) * each]), is_caller=at == 0)
        for at in range(recording.channels)
    )


def _path(peaks: bytes) -> str:
    """A bar for each stretch, as wide as the picture allows."""
    step = WIDTH / len(peaks)
    bars = []
    for number, peak in enumerate(peaks):
        # Loudness as it is heard: half as loud is a tenth of the pressure.
        height = max(round((peak / 255) ** 0.6 * HALF), 1)
        bars.append(f"M{number * step:.4g} {-height}v{2 * height}")
    return "".join(bars)


def open_to(request: HttpRequest) -> frozenset[int]:
    """The recordings that this session has said it listens to, a while ago at most."""
    now = clock.now().timestamp()
    kept = request.session.get(_KEPT, {})
    return frozenset(int(pk) for pk, until in kept.items() if until > now)


def open_up(request: HttpRequest, recording: Recording) -> None:
    """It may be heard in this session for a while; what ended before is forgotten."""
    now = clock.now()
    kept = {
        pk: until for pk, until in request.session.get(_KEPT, {}).items() if until > now.timestamp()
    }
    kept[str(recording.pk)] = (now + OPEN_FOR).timestamp()
    request.session[_KEPT] = kept
