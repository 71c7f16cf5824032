"""Sounds of telephone calls, made of tones."""

from __future__ import annotations

import math
from array import array
from pathlib import Path

from hubung.telephony.recordings import sound

LEFT, RIGHT = 440.0, 620.0


def tone(hertz: float, seconds: float, loud: int = 12_000) -> array[int]:
    frames = int(seconds * sound.RATE)
    return array(
        "h", (int(loud * math.sin(2 * math.pi * hertz * n / sound.RATE)) for n in range(frames))
    )


def conversation(seconds: float = 2.0) -> bytes:
    """Raw stereo: the caller's tone left; the agent's right, in the second half only."""
    left, right = tone(LEFT, seconds), tone(RIGHT, seconds)
    half = len(right) // 2
    right[:half] = array("h", bytes(2 * half))
    mixed = array("h", bytes(4 * len(left)))
    mixed[0::2], mixed[1::2] = left, right
    return mixed.tobytes()


def message(path: Path, seconds: float = 2.0) -> None:
    """A WAV file as the engine writes it."""
    content = tone(LEFT, seconds).tobytes()
    path.write_bytes(sound.header(len(content), 1) + content)


def share(samples: array[int], hertz: float) -> float:
    """How much of a sound's energy is at one frequency (Goertzel), 0 to 1."""
    if not samples:
        return 0.0
    step = 2 * math.cos(2 * math.pi * hertz / sound.RATE)
    before = last = 0.0
    for sample in samples:
        before, last = last, sample + step * last - before
    power = before * before + last * last - step * before * last
    energy = sum(sample * sample for sample in samples)
    return 2 * power / (len(samples) * energy) if energy else 0.0
