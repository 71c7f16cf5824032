"""Gives every prompt its sound: an office's recording, else its text in the voice's words."""

from __future__ import annotations

import json
import os
import tempfile
from hashlib import sha256
from pathlib import Path

from hubung.kernel.calendars import Language
from hubung.telephony.prompts import pcm, sounds, voice
from hubung.telephony.prompts.wording import Wording, recording_of, wordings

_MARKS = "spoken.json"


def prepare() -> list[str]:
    """Speak what has no sound yet, or an old one. Returns what stands in the way, in sentences.

    Each sound is put in its place whole, so a call that plays the old one plays it to its end.
    Quick when nothing changed; the first time speaks about two hundred prompts.
    """
    troubles: dict[str, None] = {}
    by_language: dict[Language, dict[str, Wording]] = {"id": {}, "en": {}}
    for (key, language), wording in wordings().items():
        by_language[language][key] = wording
    for language, own in by_language.items():
        marks = _marks(language)
        spoken = dict(marks)
        for key, wording in own.items():
            mark = _mark(wording, language)
            if marks.get(key) == mark and sounds.path(key, language).is_file():
                continue
            try:
                content = _sound(key, language, wording)
            except voice.NoVoiceError as error:
                troubles[str(error)] = None
            else:
                _put(sounds.path(key, language), content)
                spoken[key] = mark
        if spoken != marks:
            _put(_marks_file(language), json.dumps(spoken, indent=1).encode())
    return list(troubles)


def heard(key: str, language: Language) -> bytes:
    """One prompt as callers hear it, spoken now if it has not been yet: a WAV.

    Raises KeyError where nobody has worded it, NoVoiceError where nothing speaks.
    """
    wording = wordings()[key, language]
    place, mark, marks = sounds.path(key, language), _mark(wording, language), _marks(language)
    if marks.get(key) == mark and place.is_file():
        return place.read_bytes()
    content = _sound(key, language, wording)
    _put(place, content)
    _put(_marks_file(language), json.dumps({**marks, key: mark}, indent=1).encode())
    return content


def lengths(language: Language) -> dict[str, float]:
    """Seconds of each sound that lies ready."""
    return {
        file.stem: pcm.seconds_of(file.stat().st_size)
        for file in sounds.folder(language).glob("*.wav")
    }


def silent() -> list[tuple[str, Language]]:
    """Prompts without a sound: callers would hear nothing in their place."""
    return [
        (key, language) for key, language in wordings() if not sounds.path(key, language).is_file()
    ]


def _sound(key: str, language: Language, wording: Wording) -> bytes:
    if wording.recorded_at:
        return recording_of(key, language)
    return voice.speak(wording.text, language)


def _mark(wording: Wording, language: Language) -> str:
    if wording.recorded_at:
        return f"recorded {wording.recorded_at.isoformat()}"
    said = f"{voice.VOICES[language]}\0{voice.WORDS_A_MINUTE}\0{wording.text}"
    return sha256(said.encode()).hexdigest()


def _marks_file(language: Language) -> Path:
    return sounds.folder(language) / _MARKS


def _marks(language: Language) -> dict[str, str]:
    try:
        marks: dict[str, str] = json.loads(_marks_file(language).read_bytes())
    except (OSError, ValueError):
        # Without the list everything is spoken again.
        return {}
    return marks


def _put(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=place.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
