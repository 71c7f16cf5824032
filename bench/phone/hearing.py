"""The two tones of a call, and whether they are on its recording."""

from __future__ import annotations

import array
import math
from collections.abc import Sequence

RATE = 8000
#: Whole turns in each frame of 20 ms, so that a lost one does not make a tone sound broken.
CALLER, AGENT = 450.0, 1000.0
_SHARE = 0.8


def alaw(hertz: float, seconds: int) -> bytes:
    """A tone as telephones send it (ITU-T G.711 A-law)."""
    turn = math.tau * hertz / RATE
    return bytes(_alaw(int(8000 * math.sin(turn * n))) for n in range(seconds * RATE))


def has_both(raw: bytes) -> bool:
    """Whether the caller's tone is left and the agent's right, in interleaved 16-bit samples."""
    samples = array.array("h", raw[: len(raw) // 4 * 4])
    # In its middle: at first the caller waits, and at the end one of them may have hung up.
    middle = len(samples) // 4 * 2
    second = samples[max(0, middle - RATE) : middle + RATE]
    return share(second[0::2], CALLER) > _SHARE and share(second[1::2], AGENT) > _SHARE


def share(samples: Sequence[int], hertz: float) -> float:
    """Of a tone in the energy of these samples, 0 to 1 (Goertzel's algorithm)."""
    energy = sum(sample * sample for sample in samples)
    if not energy:
        return 0.0
    turn = 2 * math.cos(math.tau * hertz / RATE)
    one = two = 0.0
    for sample in samples:
        one, two = sample + turn * one - two, one
    return (one * one + two * two - turn * one * two) / (len(samples) / 2) / energy


def _alaw(sample: int) -> int:
    size = min(abs(sample), 32635) >> 3
    exponent = max(size.bit_length() - 5, 0)
    mantissa = (size >> max(exponent, 1)) & 0x0F
    return ((0x80 if sample >= 0 else 0) | exponent << 4 | mantissa) ^ 0x55
