"""16-bit sound at 8000 Hz: what a WAV file needs, and how loud it is when. Pure."""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterator
from typing import BinaryIO

RATE = 8000
SAMPLE_BYTES = 2
HEADER_BYTES = 44
#: Stretches of a picture of the sound.
STRETCHES = 400
_BLOCK_FRAMES = 32_768


def header(data_bytes: int, channels: int) -> bytes:
    """The beginning of a WAV file with so many bytes of sound."""
    frame = channels * SAMPLE_BYTES
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        HEADER_BYTES - 8 + data_bytes,
        b"WAVE",
        b"fmt ",
        16,
        1,
        channels,
        RATE,
        RATE * frame,
        frame,
        SAMPLE_BYTES * 8,
        b"data",
        data_bytes,
    )


def milliseconds(data_bytes: int, channels: int) -> int:
    return data_bytes * 1000 // (RATE * channels * SAMPLE_BYTES)


class Peaks:
    """How loud a sound is over time, while it passes by.

    `frames` is how many there will be; more than that are not looked at.
    """

    def __init__(self, frames: int, channels: int) -> None:
        self._stretch = max(-(-frames // STRETCHES), 1)
        self._channels = channels
        self._found = [bytearray() for _ in range(channels)]
        self._held = b""

    def passing(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """The same chunks, looked at."""
        width = self._stretch * self._channels * SAMPLE_BYTES
        for chunk in chunks:
            self._held += chunk
            whole = len(self._held) - len(self._held) % width
            for at in range(0, whole, width):
                self._look(self._held[at : at + width])
            self._held = self._held[whole:]
            yield chunk
        self._look(self._held[: len(self._held) - len(self._held) % SAMPLE_BYTES])

    @property
    def found(self) -> bytes:
        """A byte for each stretch, one channel after the other: 0 silence, 255 the loudest."""
        return b"".join(self._found)

    def _look(self, frames: bytes) -> None:
        samples = array("h", frames)
        if sys.byteorder == "big":
            samples.byteswap()
        for channel, found in enumerate(self._found):
            one = samples[channel :: self._channels]
            if one:
                found.append(min(max(max(one), -min(one)) >> 7, 255))


def raw(file: BinaryIO, skip: int, data_bytes: int) -> Iterator[bytes]:
    """The sound of an open file after its first `skip` bytes, in blocks."""
    file.seek(skip)
    left = data_bytes
    while left > 0:
        block = file.read(min(left, _BLOCK_FRAMES * 2 * SAMPLE_BYTES))
        if not block:
            raise EOFError("the file is shorter than it was")
        left -= len(block)
        yield block
