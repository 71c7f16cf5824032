"""The catalogues are complete, and what they say is what is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import gettext, ngettext, override

from hubung.directory import accounts

LOCALE = Path(accounts.__file__).parent / "locale"


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_word_is_translated_and_not_hidden_by_an_earlier_catalogue(language: str) -> None:
    """Django's own apps come first and would win with another word for the same English."""
    with (LOCALE / language / "LC_MESSAGES/django.po").open("rb") as file:
        catalogue = [message for message in read_po(file) if message.id]
    assert catalogue
    hidden = []
    with override(language):
        for message in catalogue:
            if isinstance(message.id, tuple):
                shown, said = ngettext(*message.id, 2), message.string[-1]
            else:
                shown, said = gettext(str(message.id)), message.string
            if not said or shown != said:
                hidden.append((message.id, said, shown))
    assert not hidden
