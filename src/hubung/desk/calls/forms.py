"""What is asked about calls."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hubung.cases.models import Case
from hubung.channels.phone.models import Nothing
from hubung.channels.web import contacts
from hubung.channels.web.forms import Text
from hubung.ui.forms import DayField


class FilterForm(forms.Form):
    """Which calls; empty fields ask for everything."""

    dari = DayField(label=_("From the day"), required=False)
    sampai = DayField(label=_("Until the day"), required=False)
    nomor = Text(
        label=_("Caller's number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    petugas = Text(
        label=_("Who talked"),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_nomor(self) -> str:
        return contacts.e164(self.cleaned_data["nomor"])


class LinkForm(forms.Form):
    """The number of a case."""

    number = Text(
        label=_("Number of the case"),
        max_length=40,
        error_messages={"required": _("Write the number of the case.")},
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )

    def case(self) -> Case | None:
        """The case with this number, whoever may see it."""
        return Case.objects.by_number(self.cleaned_data["number"])


class NothingForm(forms.Form):
    """Why a call leaves no case."""

    why = forms.ChoiceField(
        label=_("Nothing to record, because"),
        choices=[("", _("Choose …")), *Nothing.choices],
        error_messages={"required": _("Choose why there is nothing to record.")},
    )
    reason = Text(label=_("In your own words"), required=False, max_length=500)


class ListenForm(forms.Form):
    """What somebody listens for; asked only where it is not their own work."""

    why = Text(
        label=_("What do you listen to it for?"),
        help_text=_("It stands on the access log with your name."),
        required=False,
        max_length=200,
    )


class WordsForm(forms.Form):
    """What is said in a message."""

    text = Text(
        label=_("What is said, in their words"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what is said; a sentence is enough.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["maxlength"] = settings.HUBUNG.limits.text_chars
