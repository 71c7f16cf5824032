"""A password says nothing that colleagues know of its owner."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hubung.directory.models import Person, StaffNumber

#: As long as a date of birth, with which a NIP begins.
_RUN = 8


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
