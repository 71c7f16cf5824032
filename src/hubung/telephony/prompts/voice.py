"""A voice for texts: espeak-ng, which speaks Indonesian and English without a network."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from hubung.kernel.calendars import Language
from hubung.kernel.faults import SpokenError
from hubung.telephony.asterisk import installation, place
from hubung.telephony.prompts import pcm

PROGRAM = "espeak-ng"
#: Enters the marks of what was spoken, so that another pace or voice speaks everything anew.
VOICES: dict[Language, str] = {"id": "id", "en": "en-gb"}
WORDS_A_MINUTE = 140
_SECONDS = 30


class NoVoiceError(SpokenError):
    """The voice is not installed, or did not speak."""


def is_there() -> bool:
    return _program() is not None


def speak(text: str, language: Language) -> bytes:
    """The text as a WAV for the telephone. Raises NoVoiceError."""
    program = _program()
    if program is None:
        raise NoVoiceError(f"{PROGRAM} is not installed: sudo apt-get install {PROGRAM}")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "spoken.wav")
        command = [program, "-v", VOICES[language], "-s", str(WORDS_A_MINUTE), "-z"]
        try:
            subprocess.run(  # noqa: S603 - the text goes in as a file, never as an argument
                [*command, "-w", str(target), "--stdin"],
                input=text.encode(),
                capture_output=True,
                check=True,
                timeout=_SECONDS,
            )
            rate, samples = pcm.read(target.read_bytes())
        except (subprocess.SubprocessError, OSError, pcm.NotWavError) as error:
            raise NoVoiceError(f"{PROGRAM} did not speak a prompt.") from error
    return pcm.write(pcm.resampled(samples, rate))


def _program() -> str | None:
    """The system's, else the one that came with the unpacked engine."""
    unpacked = installation.speaker(place.here())
    return shutil.which(PROGRAM) or (str(unpacked) if unpacked else None)
