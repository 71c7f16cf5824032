"""A canned answer, filled in."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.cases.choices import Kind
from hubung.channels.web.forms import Text
from hubung.desk.canned import PLACEHOLDERS, unknown_placeholders
from hubung.desk.setup.forms.fields import UnitField
from hubung.directory.models import Sector, Unit

LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]


class AnswerForm(forms.Form):
    """A canned answer. An unknown placeholder would reach the reporter as it stands."""

    title = Text(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("As colleagues find it; the reporter does not read it."),
        max_length=100,
        error_messages={
            "required": gettext_lazy("Give it a title by which colleagues find it."),
            "max_length": gettext_lazy("Write the title in at most 100 letters."),
        },
    )
    text = Text(
        label=gettext_lazy("Text"),
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": gettext_lazy("Write the text of the answer.")},
    )
    unit = UnitField(
        label=gettext_lazy("Offered to"),
        help_text=gettext_lazy("To this unit and every unit below it."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    kind = forms.ChoiceField(
        label=gettext_lazy("For the kind"),
        required=False,
        choices=[("", gettext_lazy("Every kind")), *Kind.choices],
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("For the sector"),
        required=False,
        choices=[("", gettext_lazy("Every sector")), *Sector.choices],
    )

    def __init__(
        self, *args: Any, units: QuerySet[Unit], for_everybody: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["maxlength"] = settings.HUBUNG.limits.text_chars
        unit = cast(UnitField, self.fields["unit"])
        unit.set_units(units, all_as=_("Every unit") if for_everybody else "")

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if over := max(len(text) - settings.HUBUNG.limits.text_chars, 0):
            raise ValidationError(_("Shorten the text by %(n)s letters.") % {"n": over})
        if unknown := unknown_placeholders(text):
            known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
            raise ValidationError(
                _("%(unknown)s cannot be filled in. Use one of these: %(known)s.")
                % {"unknown": ", ".join(unknown), "known": known}
            )
        return text
