"""The announcement that every caller hears first while an emergency lasts."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.kernel.calendars import Language
from hubung.telephony.menu import policies
from hubung.telephony.menu.policies import ANNOUNCEMENT
from hubung.telephony.menu.walking import Prompt
from hubung.telephony.models import Emergency
from hubung.telephony.prompts.services import word_prompt
from hubung.telephony.prompts.wording import LANGUAGES, text_of


def announcement() -> tuple[Prompt, ...]:
    """In both languages: nobody has chosen one yet."""
    return tuple(Prompt(ANNOUNCEMENT, language) for language in LANGUAGES)


def emergency() -> Emergency | None:
    """The one that lasts, if any."""
    return Emergency.objects.filter(lasts=True).select_related("begun_by").first()


def announced_texts() -> dict[Language, str]:
    """What would be said, by language."""
    return {language: text_of(ANNOUNCEMENT, language) for language in LANGUAGES}


@transaction.atomic
def begin_emergency(*, by: Person, texts: Mapping[Language, str] | None = None) -> Emergency:
    """Every caller hears the announcement first, in these words where some are given.

    While one lasts, other words are said from now on; the same again is harmless. Raises
    PermissionDenied, PromptError.
    """
    policies.require(policies.may_announce(by))
    before = announced_texts()
    for language, text in (texts or {}).items():
        if text.strip() != before[language]:
            word_prompt(by=by, key=ANNOUNCEMENT, language=language, text=text)
    said = announced_texts()
    begun, new = Emergency.objects.get_or_create(
        lasts=True, defaults={"begun_by": by, "texts": said}
    )
    if new:
        record(Act.SETUP_CHANGED, by, "emergency", data={"act": "begun"})
    elif begun.texts != said:
        begun.texts = said
        begun.save(update_fields=["texts"])
    return begun


@transaction.atomic
def end_emergency(*, by: Person) -> None:
    """Twice is harmless. Raises PermissionDenied."""
    policies.require(policies.may_announce(by))
    ended = Emergency.objects.filter(lasts=True).update(
        lasts=False, ended_at=clock.now(), ended_by=by
    )
    if ended:
        record(Act.SETUP_CHANGED, by, "emergency", data={"act": "ended"})
