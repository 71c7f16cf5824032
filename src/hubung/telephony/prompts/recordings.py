"""An office's own recording of a prompt, made fit for the telephone, or refused in plain words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hubung.telephony.prompts import pcm

MOST_BYTES = 12_000_000
LEAST_SECONDS = 0.3
MOST_SECONDS = 60
#: Lowest and highest rates, in samples a second, that are taken.
RATES = range(8_000, 48_001)
#: Below this loudness (of 32767) there is nothing to hear.
_LEAST_PEAK = 500


class RecordingError(ValueError):
    """The recording cannot be used; `str()` says why and what to do."""


def converted(content: bytes) -> bytes:
    """The recording as a WAV of 8 kHz, 16 bits, one channel. Raises RecordingError."""
    if len(content) > MOST_BYTES:
        raise RecordingError(
            _("The file is larger than %(n)s MB. Record in one channel, 16 bits.")
            % {"n": MOST_BYTES // 1_000_000}
        )
    try:
        rate, samples = pcm.read(content)
    except pcm.NotWavError:
        raise RecordingError(_not_wav(content)) from None
    if rate not in RATES:
        raise RecordingError(
            _("The recording has %(rate)s samples a second. Save it with 8,000 to 48,000.")
            % {"rate": rate}
        )
    seconds = len(samples) / rate
    if seconds < LEAST_SECONDS:
        raise RecordingError(_("The recording is shorter than a word. Record it again."))
    if seconds > MOST_SECONDS:
        raise RecordingError(
            _("The recording is longer than %(n)s seconds. Callers do not wait that long.")
            % {"n": MOST_SECONDS}
        )
    if max(map(abs, samples)) < _LEAST_PEAK:
        raise RecordingError(_("Nothing is heard in the recording. Check the microphone."))
    return pcm.write(pcm.resampled(samples, rate))


#: How files of other kinds begin.
_OTHERS = (
    ("MP3", b"ID3"),
    ("MP3", b"\xff\xfb"),
    ("MP3", b"\xff\xf3"),
    ("Ogg", b"OggS"),
    ("FLAC", b"fLaC"),
    ("WebM", b"\x1a\x45\xdf\xa3"),
)


def _not_wav(content: bytes) -> str:
    """What it is instead, by its content: a name can say anything."""
    kind = next((name for name, mark in _OTHERS if content.startswith(mark)), "")
    if content[4:8] == b"ftyp":
        kind = "M4A"
    if kind:
        return _(
            "This is a recording of the kind %(kind)s. Save it as WAV (PCM, 16 bits), then choose "
            "it again."
        ) % {"kind": kind}
    return _("This is not an uncompressed WAV file. Save the recording as WAV (PCM, 16 bits).")
