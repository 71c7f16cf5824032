"""What can be done with a mail that no machine could place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hubung.cases.models import Case
from hubung.channels.web.forms import Text
from hubung.desk import picking
from hubung.directory.models import Person


class _WordsForm(forms.Form):
    """The words that go into the case, as the person reads them out of the mail."""

    text = Text(
        label=_("The words of the mail"),
        help_text=_("Take out what is not meant for the case."),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write what the mail says; a sentence is enough.")},
    )
    with_files = forms.BooleanField(label=_("Take its files along"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["maxlength"] = settings.HUBUNG.limits.text_chars

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        over = len(text) - settings.HUBUNG.limits.text_chars
        if over > 0:
            raise ValidationError(_("Shorten the text by %(n)s letters.") % {"n": over})
        return text


class CaseForm(_WordsForm):
    """Make it a case."""

    title = Text(label=_("Subject"), required=False, max_length=200)
    email = forms.EmailField(
        label=_("Address of the reporter"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Check the e-mail address; it looks like nama@contoh.id.")},
    )
    field_order = ("title", "text", "email", "with_files")


class AddForm(_WordsForm):
    """Add it to a case that is there."""

    number = forms.CharField(
        label=_("Number of the case"),
        error_messages={"required": _("Write the number of the case.")},
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )
    field_order = ("number", "text", "with_files")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_number(self) -> Case:
        try:
            return picking.case_meant(self.cleaned_data["number"], seen_by=self.person)
        except picking.NotFoundError as error:
            raise ValidationError(str(error)) from None


class ReasonForm(forms.Form):
    """It is no matter for us, or is not to be sent."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=120,
        error_messages={"required": _("Say why, so that whoever is next knows.")},
    )
