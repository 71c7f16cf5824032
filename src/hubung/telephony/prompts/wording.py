"""What each prompt says today: the catalogue, and over it what the office wrote or recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db.models import Count, Max
from django.db.models.functions import Length

from hubung.kernel.calendars import Language
from hubung.telephony.models import PromptWording
from hubung.telephony.prompts import pcm
from hubung.telephony.prompts.catalogue import ALL

LANGUAGES: tuple[Language, ...] = ("id", "en")


@dataclass(frozen=True)
class Wording:
    """The text of a prompt. `own`: the office's; `recorded_at`: it is played from a recording."""

    text: str
    own: bool = False
    recorded_at: datetime | None = None
    #: Length of the recording; 0 where the voice speaks.
    seconds: float = 0.0


def wordings() -> dict[tuple[str, Language], Wording]:
    """Every prompt by key and language, without the sound of its recording."""
    found = {
        (key, language): Wording(text.to(language))
        for key, text in ALL.items()
        for language in LANGUAGES
    }
    rows = PromptWording.objects.annotate(size=Length("recording")).values_list(
        "key", "language", "text", "changed_at", "size"
    )
    for key, language, text, changed_at, size in rows:
        found[key, cast(Language, language)] = Wording(
            text,
            own=True,
            recorded_at=changed_at if size else None,
            seconds=pcm.seconds_of(size) if size else 0.0,
        )
    return found


def text_of(key: str, language: Language) -> str:
    """What a prompt of the catalogue says today."""
    own = PromptWording.objects.filter(key=key, language=language).values_list("text", flat=True)
    return own.first() or ALL[key].to(language)


def recording_of(key: str, language: Language) -> bytes:
    """The office's own recording. Raises PromptWording.DoesNotExist."""
    return bytes(PromptWording.objects.get(key=key, language=language).recording or b"")


def newest() -> tuple[int, datetime | None]:
    """Another value once anything was worded, recorded or forgotten."""
    found = PromptWording.objects.aggregate(count=Count("pk"), at=Max("changed_at"))
    return found["count"], found["at"]
