"""A password says nothing that colleagues know of its owner, or anybody of the ministry."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hubung.directory.models import Person, StaffNumber

#: As long as a date of birth, with which a NIP begins.
_RUN = 8
#: Besides the words of the ministry's name and domains.
WORDS = {"hubung", "admin", "administrator", "password", "sandi", "rahasia", "petugas", "laporan"}
#: Letters and digits that must be left of a password when such words are taken out.
_OF_ONES_OWN = 8


def common_here() -> set[str]:
    """Words that do not count in a password of this installation, in small letters."""
    configured = settings.HUBUNG
    said = [configured.ministry.name, configured.ministry.name_en, *configured.mail.domains]
    return WORDS | set(re.findall(r"[a-z]{3,}", " ".join(said).lower()))


class NoStaffNumber:
    """Refuses a password with a longer part of one's own NIP in it."""

    def validate(self, password: str, user: Person | None = None) -> None:
        number = StaffNumber.objects.filter(person=user).first() if user else None
        if number is None:
            return
        nip = number.reveal()
        if any(nip[at : at + _RUN] in password for at in range(len(nip) - _RUN + 1)):
            raise ValidationError(_("Leave your NIP and date of birth out of the password."))

    def get_help_text(self) -> str:
        return _("Leave your NIP and date of birth out of the password.")


class NotOnlyCommonWords:
    """Refuses a password that is little but words of this house."""

    def validate(self, password: str, _user: Person | None = None) -> None:
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
