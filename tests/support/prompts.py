"""Recordings as an office makes them."""

from __future__ import annotations

import io
import math
import wave
from array import array


def tone(seconds: float = 1.0, *, hertz: float = 440.0, rate: int = 16_000) -> bytes:
    """A WAV with a tone."""
    file = io.BytesIO()
    with wave.open(file, "wb") as target:
        target.setparams((1, 2, rate, 0, "NONE", ""))
        waves = (
            9_000 * math.sin(math.tau * hertz * at / rate) for at in range(int(seconds * rate))
        )
        target.writeframes(array("h", map(int, waves)).tobytes())
    return file.getvalue()
