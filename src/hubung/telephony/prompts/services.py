"""An office's own words and recordings."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.kernel.calendars import Language
from hubung.telephony.menu import policies
from hubung.telephony.menu.tree import NAME
from hubung.telephony.models import PromptWording
from hubung.telephony.prompts.recordings import converted


class PromptError(ValueError):
    """Nothing was changed. `str()` says why and what to do."""


@transaction.atomic
def word_prompt(
    *, by: Person, key: str, language: Language, text: str, recording: bytes | None = None
) -> PromptWording:
    """Say a prompt in other words: `recording` is played, else the voice speaks the text.

    The sound follows with `speaking.prepare`. Raises PermissionDenied, PromptError, RecordingError.
    """
    policies.require(policies.may_keep_menu(by))
    if not re.fullmatch(NAME, key):
        raise PromptError(_("Name the prompt with small letters, digits and dashes."))
    if not text.strip():
        raise PromptError(_("Write what is said: who cannot hear the prompt reads it."))
    wording, _new = PromptWording.objects.update_or_create(
        key=key,
        language=language,
        defaults={
            "text": text.strip(),
            "recording": converted(recording) if recording is not None else None,
            "changed_at": clock.now(),
            "changed_by": by,
        },
    )
    kind = "spoken" if recording is None else "recorded"
    record(Act.SETUP_CHANGED, by, f"prompt:{key}", data={"language": language, "act": kind})
    return wording


@transaction.atomic
def forget_wording(*, by: Person, key: str, language: Language) -> None:
    """Back to the words of the catalogue; a prompt of the office's own is gone.

    Raises PermissionDenied.
    """
    policies.require(policies.may_keep_menu(by))
    deleted, _kinds = PromptWording.objects.filter(key=key, language=language).delete()
    if deleted:
        record(Act.SETUP_CHANGED, by, f"prompt:{key}", data={"language": language, "act": "gone"})
