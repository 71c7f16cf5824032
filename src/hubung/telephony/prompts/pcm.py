"""Sound as numbers: WAV in, one channel of 16 bits at the telephone's rate out."""

from __future__ import annotations

import io
import math
import sys
import wave
from array import array
from collections.abc import Sequence
from functools import lru_cache
from operator import mul

#: Samples a second of a telephone line, G.711.
RATE = 8_000
#: Bytes of a sound that `write` made: before its samples, and for each of them.
_HEAD, _SAMPLE = 44, 2
#: Zero crossings of the filter on each side; more makes the cut between rates sharper.
_CROSSINGS = 8
#: How much of the band below half the lower rate is kept.
_BAND = 0.92
_TOP = 32_767


class NotWavError(ValueError):
    """Not an uncompressed WAV of 8, 16 or 24 bits."""


def read(content: bytes) -> tuple[int, array[float]]:
    """Rate and samples (-32768 to 32767) of a WAV, its channels mixed. Raises NotWavError."""
    try:
        with wave.open(io.BytesIO(content)) as file:
            rate, width, channels = file.getframerate(), file.getsampwidth(), file.getnchannels()
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise NotWavError from error
    if width not in (1, 2, 3) or not channels or not rate:
        raise NotWavError
    whole = len(frames) - len(frames) % (width * channels)
    samples = _numbers(frames[:whole], width)
    if channels == 1:
        return rate, array("d", samples)
    apart = [samples[at::channels] for at in range(channels)]
    return rate, array("d", [sum(each) / channels for each in zip(*apart, strict=True)])


def write(samples: Sequence[float]) -> bytes:
    """A WAV at the telephone's rate."""
    numbers = array("h", [round(max(-_TOP, min(_TOP, sample))) for sample in samples])
    if sys.byteorder == "big":
        numbers.byteswap()
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(numbers.tobytes())
    return target.getvalue()


def seconds_of(size: int) -> float:
    """How long a sound lasts that `write` made, from its bytes."""
    return max(size - _HEAD, 0) / (RATE * _SAMPLE)


def resampled(samples: Sequence[float], rate: int) -> array[float]:
    """The same sound at the telephone's rate, with nothing above what that rate can carry."""
    if rate == RATE:
        return array("d", samples)
    up, down = RATE // math.gcd(rate, RATE), rate // math.gcd(rate, RATE)
    reach, phases = _filter(up, down)
    padded = array("d", bytes(8 * reach)) + array("d", samples) + array("d", bytes(8 * reach))
    result = array("d")
    for at in range(len(samples) * up // down):
        base, phase = divmod(at * down, up)
        window = padded[base + 1 : base + 1 + 2 * reach]
        result.append(sum(map(mul, window, phases[phase])))
    return result


@lru_cache(maxsize=8)
def _filter(up: int, down: int) -> tuple[int, list[array[float]]]:
    """A low pass for each position between two samples: how far it reaches, and its weights."""
    cut = min(1.0, up / down) * _BAND
    reach = math.ceil(_CROSSINGS / cut)
    phases = []
    for phase in range(up):
        weights = array("d")
        for tap in range(1 - reach, reach + 1):
            distance = tap - phase / up
            window = 0.5 + 0.5 * math.cos(math.pi * distance / (reach + 1))
            weights.append(_sinc(distance * cut) * window)
        whole = sum(weights)
        phases.append(array("d", [weight / whole for weight in weights]))
    return reach, phases


def _sinc(value: float) -> float:
    return math.sin(math.pi * value) / (math.pi * value) if value else 1.0


def _numbers(frames: bytes, width: int) -> Sequence[float]:
    if width == 1:
        # WAV of 8 bits counts from 0, with silence in the middle.
        return [(value - 128) * 256 for value in frames]
    if width == 3:
        # The two upper bytes are all that is kept.
        frames = b"".join(frames[at + 1 : at + 3] for at in range(0, len(frames), 3))
    numbers = array("h", frames)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
