"""Tones in A-law (ITU-T G.711), and how much of one is in what was heard."""

from __future__ import annotations

import array
import math
from collections.abc import Sequence

RATE = 8000
FRAME = 160


def spoken(tone: float, first: int, last: int) -> bytes:
    """These samples of a tone, in A-law."""
    turn = 2 * math.pi * tone / RATE
    return bytes(_alaw(int(8000 * math.sin(turn * sample))) for sample in range(first, last))


def _alaw(sample: int) -> int:
    """ITU-T G.711 A-law of a 16-bit sample."""
    sign = 0x80 if sample >= 0 else 0
    size = min(abs(sample), 32635) >> 3
    exponent = max(size.bit_length() - 5, 0)
    mantissa = (size >> max(exponent, 1)) & 0x0F if exponent else (size >> 1) & 0x0F
    return (sign | exponent << 4 | mantissa) ^ 0x55


def linear(code: int) -> int:
    """The 16-bit sample of an A-law code."""
    code ^= 0x55
    exponent, mantissa = (code >> 4) & 0x07, code & 0x0F
    size = (mantissa << 4) + 8
    if exponent:
        size = (size + 0x100) << (exponent - 1)
    return size if code & 0x80 else -size


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


def channels(raw: bytes) -> tuple[list[int], list[int]]:
    """Left and right of an interleaved 16-bit recording."""
    samples = array.array("h", raw[: len(raw) // 4 * 4])
    return list(samples[0::2]), list(samples[1::2])
