"""What each prompt says today: the catalogue, and over it what the office wrote or recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from hubung.kernel.calendars import Language
from hubung.telephony.models import PromptWording
from hubung.telephony.prompts.catalogue import ALL

LANGUAGES: tuple[Language, ...] = ("id", "en")


@dataclass(frozen=True)
class Wording:
    """The text of a prompt, and the recording that is played instead of the voice, if any."""

    text: str
    recording: bytes | None = None
    own: bool = False


def wordings() -> dict[tuple[str, Language], Wording]:
    """Every prompt by key and language."""
    found = {
        (key, language): Wording(text.to(language))
        for key, text in ALL.items()
        for language in LANGUAGES
    }
    for row in PromptWording.objects.all():
        recording = bytes(row.recording) if row.recording else None
        found[row.key, cast(Language, row.language)] = Wording(row.text, recording, own=True)
    return found
