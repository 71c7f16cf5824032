"""Words for the emergency announcement, ready before somebody has to write them in haste.

Whoever publishes a danger prepares them; only a person at the desk switches them on.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet

from hubung.kernel import clock
from hubung.kernel.calendars import Language
from hubung.telephony.models import PreparedAnnouncement
from hubung.telephony.prompts.services import MOST_LETTERS

#: Nobody listens to more than a few words about an emergency, and these are read out twice.
LONGEST = min(MOST_LETTERS, 400)


def prepare_announcement(*, source: str, title: str, texts: Mapping[Language, str]) -> None:
    """Keep words for what `source` tells of; later ones take the place of earlier ones."""
    said = {language: shorten(text) for language, text in texts.items()}
    PreparedAnnouncement.objects.update_or_create(
        source=source, defaults={"title": title, "texts": said, "prepared_at": clock.now()}
    )


def forget_announcement(*, source: str) -> None:
    """It is over, or was taken back. Without any it is harmless."""
    PreparedAnnouncement.objects.filter(source=source).delete()


def prepared() -> QuerySet[PreparedAnnouncement]:
    """What waits, youngest first."""
    return PreparedAnnouncement.objects.order_by("-prepared_at")


def shorten(text: str) -> str:
    """As many whole sentences as are listened to; at least the beginning of the first."""
    text = " ".join(text.split())
    if len(text) <= LONGEST:
        return text
    end = text.rfind(". ", 0, LONGEST)
    return text[: end + 1] if end > 0 else text[: LONGEST - 1].rsplit(" ", 1)[0] + "."
