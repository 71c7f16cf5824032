"""What holds for all calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from hubung.telephony.settings import Phone


@dataclass(frozen=True, slots=True)
class Rules:
    """Whether calls are recorded, and how long somebody is rung or waited for.

    `phone` has the operator's lines; without it no call leaves. `rejoin`: how long a caller is kept
    for an agent whose line broke. `pause`: the longest pause of a recording. `callbacks_a_day`: how
    often one number may ask for a call back within 24 hours. `trying`: how long a line outside may
    be silent before the next way is taken.
    """

    recording: bool = True
    ring: timedelta = timedelta(seconds=15)
    ring_outside: timedelta = timedelta(seconds=30)
    phone: Phone | None = None
    callbacks_a_day: int = 3
    rejoin: timedelta = timedelta(seconds=20)
    pause: timedelta = timedelta(seconds=120)
    trying: timedelta = timedelta(seconds=12)
