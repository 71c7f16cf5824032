"""Fields that several of the forms have."""

from __future__ import annotations

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _

from hubung.channels.web.forms import Text
from hubung.kernel.calendars import Language
from hubung.telephony.prompts.services import MOST_LETTERS

_ONE_LINE = r"^[^\x00-\x1f\x7f]*$"


def title_field(hint: str = "", *, label: str = "", required: bool = True) -> forms.CharField:
    """One line of at most 80 letters."""
    return forms.CharField(
        label=label or _("Title"),
        help_text=hint,
        max_length=80,
        required=required,
        validators=[RegexValidator(_ONE_LINE, _("Write it in one line."))],
        error_messages={
            "required": _("Give the step a title."),
            "max_length": _("Write it in at most 80 letters."),
        },
    )


def number_field(label: str, least: int, most: int, hint: str = "") -> forms.IntegerField:
    between = _("Write a number from %(least)s to %(most)s.") % {"least": least, "most": most}
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        help_text=hint,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), between),
        widget=forms.NumberInput(attrs={"class": "short"}),
    )


def spoken_field(label: str, language: Language, hint: str = "", *, required: bool = True) -> Text:
    """What callers hear, in one language."""
    return Text(
        label=label,
        help_text=hint,
        required=required,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 4, "lang": language}),
        error_messages={
            "required": _("Write what callers hear."),
            "max_length": _("Write it in at most %(n)s letters: nobody listens longer.")
            % {"n": MOST_LETTERS},
        },
    )
