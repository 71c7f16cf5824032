"""Tones in A-law (ITU-T G.711), and how much of one is in what was heard."""

from __future__ import annotations

import array
import functools
import math
from collections.abc import Sequence

RATE = 8000
FRAME = 160


@functools.cache
def spoken(tone: float, samples: int) -> bytes:
    """The first samples of a tone, in A-law."""
    turn = 2 * math.pi * tone / RATE
    return bytes(_alaw(int(8000 * math.sin(turn * sample))) for sample in range(samples))


def _alaw(sample: int) -> int:
    """ITU-T G.711 A-law of a 16-bit sample."""
    sign = 0x80 if sample >= 0 else 0
    size = min(abs(sample), 32635) >> 3
    exponent = max(size.bit_length() - 5, 0)
    mantissa = (size >> max(exponent, 1)) & 0x0F if exponent else (size >> 1) & 0x0F
    return (sign | exponent << 4 | mantissa) ^ 0x55


def _linear(code: int) -> int:
    """The 16-bit sample of an A-law code (ITU-T G.711)."""
    code ^= 0x55
    exponent, mantissa = (code >> 4) & 0x07, code & 0x0F
    size = (mantissa << 4) + 8
    if exponent:
        size = (size + 0x100) << (exponent - 1)
    return size if code & 0x80 else -size


_LINEAR = [_linear(code) for code in range(256)]


def linear(sound: bytes) -> list[int]:
    """The 16-bit samples of a sound in A-law."""
    return [_LINEAR[code] for code in sound]


def loudness(samples: Sequence[float], tone: float) -> float:
    """Share of a tone in the energy of these samples, 0 to 1 (Goertzel's algorithm)."""
    energy = sum(s * s for s in samples)
    if not energy:
        return 0.0
    turn = 2 * math.cos(2 * math.pi * tone / RATE)
    one = two = 0.0
    for sample in samples:
        one, two = sample + turn * one - two, one
    power = one * one + two * two - turn * one * two
    return power / (len(samples) / 2) / energy


def constancy(samples: Sequence[float], tone: float) -> float:
    """Share of a tone in the energy of these samples, 0 to 1, each frame looked at by itself.

    A frame that came late on a busy machine leaves silence and a turned phase behind it, which
    `loudness` takes for another sound. Hertz must be a multiple of 50 (`RATE / FRAME`).
    """
    total = within = 0.0
    for at in range(0, len(samples) - FRAME + 1, FRAME):
        frame = samples[at : at + FRAME]
        energy = sum(s * s for s in frame)
        total += energy
        within += energy * loudness(frame, tone)
    return within / total if total else 0.0


def channels(raw: bytes) -> tuple[list[int], list[int]]:
    """Left and right of an interleaved 16-bit recording."""
    samples = array.array("h", raw[: len(raw) // 4 * 4])
    return list(samples[0::2]), list(samples[1::2])
