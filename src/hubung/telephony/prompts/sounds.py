"""Where the sounds of the prompts lie, and how the engine calls them."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from hubung.kernel.calendars import Language


def folder(language: Language) -> Path:
    """Sounds of one language, `welcome.wav` and so on."""
    home: Path = settings.HUBUNG.home
    return home / "phone" / "sounds" / language


def path(key: str, language: Language) -> Path:
    return folder(language) / f"{key}.wav"


def sound(key: str, language: Language) -> str:
    """The media name of a prompt for the engine: `sound:` and the file without its suffix."""
    return f"sound:{path(key, language).with_suffix('')}"
