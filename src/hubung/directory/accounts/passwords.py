"""Passwords that anybody who knows the ministry would try first."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

#: Besides the words of the ministry's name and domains.
WORDS = {"hubung", "admin", "administrator", "password", "sandi", "rahasia", "petugas", "laporan"}
#: Letters and digits that must be left of a password when such words are taken out.
_OF_ONES_OWN = 8


def common_here() -> set[str]:
    """Words that do not count in a password of this installation, in small letters."""
    configured = settings.HUBUNG
    said = [configured.ministry.name, configured.ministry.name_en, *configured.mail.domains]
    return WORDS | set(re.findall(r"[a-z]{3,}", " ".join(said).lower()))


class NotOnlyCommonWords:
    """A validator of Django's AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError for a password that is little but words of this house."""
        left = password.lower()
        for word in sorted(common_here(), key=len, reverse=True):
            left = left.replace(word, " ")
        if left != password.lower() and sum(map(str.isalnum, left)) < _OF_ONES_OWN:
            raise ValidationError(
                _("Others would guess this: it is little but names of the ministry and digits."),
                code="password_of_common_words",
            )

    def get_help_text(self) -> str:
        return _("Not made of the ministry's names.")
