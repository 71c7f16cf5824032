"""A NIK or NIP in whole: for a reason, on record before it is shown, in one answer and no more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.channels.web.forms import Text
from hubung.directory.models import Person
from hubung.kernel.sealed import SealedNumber


class Reason(models.TextChoices):
    """Why somebody needs the whole number."""

    IDENTITY = "identity", gettext_lazy("To be sure who it is")
    RIGHT = "right", gettext_lazy("To check or put right the data")
    AUTHORITY = "authority", gettext_lazy("For an authority that is entitled to it")
    OTHER = "other", gettext_lazy("Another reason")


class RevealForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("What for"),
        choices=[("", gettext_lazy("Choose …")), *Reason.choices],
        error_messages={"required": gettext_lazy("Choose what you need the number for.")},
    )
    words = Text(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy("For example the letter or the call it is about. No numbers."),
        required=False,
        max_length=200,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("reason") == Reason.OTHER and not cleaned.get("words"):
            self.add_error("words", _("Write what you need the number for."))
        return cleaned


def reveal(number: SealedNumber, *, by: Person, subject: str, form: RevealForm) -> str:
    """The whole number, once it is on record why. `form` is valid; who may was asked before."""
    said = form.cleaned_data
    with translation.override(settings.LANGUAGE_CODE):
        why = str(Reason(said["reason"]).label)
    record(Act.NUMBER_SHOWN, by, subject, why=f"{why}: {said['words']}" if said["words"] else why)
    return number.reveal()
