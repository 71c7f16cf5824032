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
from hubung.telephony.menu.editing import users
from hubung.telephony.menu.tree import NAME, Tree
from hubung.telephony.models import MenuState, MenuVersion, PromptWording
from hubung.telephony.prompts.catalogue import ALL
from hubung.telephony.prompts.recordings import converted

MOST_LETTERS = 1_000


class PromptError(ValueError):
    """Nothing was changed. `str()` says why and what to do."""


def word_prompt(
    *,
    by: Person,
    key: str,
    language: Language,
    text: str,
    recording: bytes | None = None,
    keep_recording: bool = False,
) -> PromptWording:
    """Say a prompt in other words: `recording` is played, else the voice speaks the text.

    `keep_recording` leaves the recording that is there and mends what is read beside it. The sound
    follows with `speaking`. Raises PermissionDenied, PromptError, RecordingError.
    """
    policies.require(policies.may_word(by, key))
    if not re.fullmatch(NAME, key):
        raise PromptError(_("Name the prompt with small letters, digits and dashes."))
    if not text.strip():
        raise PromptError(_("Write what is said: who cannot hear the prompt reads it."))
    if len(text.strip()) > MOST_LETTERS:
        raise PromptError(
            _("Write it in at most %(n)s letters: nobody listens longer.") % {"n": MOST_LETTERS}
        )
    # It takes seconds, during which nobody else need wait for the database.
    sound = None if recording is None else converted(recording)
    changes = {"text": text.strip(), "changed_at": clock.now(), "changed_by": by}
    if not keep_recording:
        changes["recording"] = sound
    with transaction.atomic():
        wording, _new = PromptWording.objects.update_or_create(
            key=key, language=language, defaults=changes
        )
        kind = "recorded" if wording.recording else "spoken"
        record(Act.SETUP_CHANGED, by, f"prompt:{key}", data={"language": language, "act": kind})
    return wording


@transaction.atomic
def forget_wording(*, by: Person, key: str, language: Language) -> None:
    """Back to the words of the catalogue; a prompt of the office's own is gone.

    Raises PermissionDenied; PromptError where callers would then hear nothing.
    """
    policies.require(policies.may_keep_menu(by))
    if key not in ALL and any(users(tree, key) for tree in _live_trees()):
        raise PromptError(_("Callers hear this prompt now. Put a menu without it live first."))
    deleted, _kinds = PromptWording.objects.filter(key=key, language=language).delete()
    if deleted:
        record(Act.SETUP_CHANGED, by, f"prompt:{key}", data={"language": language, "act": "gone"})


def _live_trees() -> list[Tree]:
    live = MenuVersion.objects.filter(state=MenuState.LIVE)
    return [Tree.model_validate(version.tree) for version in live]
