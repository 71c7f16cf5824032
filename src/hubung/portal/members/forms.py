"""An address, and the code that came to it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from hubung.channels.email import addresses
from hubung.channels.web.forms import Text


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Your mail address"),
        help_text=gettext_lazy("The one that you gave with your reports"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": gettext_lazy("Write where the code is sent to."),
            "invalid": gettext_lazy("Write a whole mail address, as name@example.id."),
        },
    )

    def clean_email(self) -> str:
        return addresses.normalise(self.cleaned_data["email"])


class CodeForm(forms.Form):
    code = Text(
        label=gettext_lazy("Code from the mail"),
        help_text=gettext_lazy("Eight digits, as 1234 5678"),
        max_length=40,
        widget=forms.TextInput(
            {"class": "short", "inputmode": "numeric", "autocomplete": "one-time-code"}
        ),
        error_messages={
            "required": gettext_lazy("Type the eight digits that stand in the mail."),
            "max_length": gettext_lazy("This is more than a code. Type the eight digits only."),
        },
    )
