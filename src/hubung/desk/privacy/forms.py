"""What the officer fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from hubung.cases.models import Reporter
from hubung.cases.services import ReporterDetails
from hubung.channels.web import contacts
from hubung.channels.web.forms import Text
from hubung.privacy.choices import Ground, Right


class RightForm(forms.Form):
    right = forms.ChoiceField(label=gettext_lazy("What is asked for"), choices=Right.choices)


class IdentityForm(forms.Form):
    how = Text(
        label=gettext_lazy("How you made sure"),
        help_text=gettext_lazy(
            "For example: KTP seen at the counter; called back on the known number. No numbers."
        ),
        max_length=200,
        error_messages={"required": gettext_lazy("Write how you made sure, as: KTP seen.")},
    )


class AnswerForm(forms.Form):
    """What whoever asked reads when it is carried out."""

    text = Text(
        label=gettext_lazy("Your answer"),
        error_messages={"required": gettext_lazy("Write the answer that they will read.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ContactForm(AnswerForm):
    """Contact data as it should be."""

    name = Text(label=gettext_lazy("Name"), required=False, max_length=150)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        max_length=254,
        error_messages={
            "invalid": gettext_lazy("Check the e-mail address; it looks like nama@contoh.id.")
        },
    )
    phone = Text(label=gettext_lazy("Mobile number"), required=False, max_length=40)
    address = Text(label=gettext_lazy("Postal address"), required=False, max_length=300)

    field_order = ("name", "email", "phone", "address", "text")

    def __init__(self, *args: Any, known: Reporter | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "email", "phone", "address"):
            self.initial.setdefault(name, getattr(known, name, ""))

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean_phone(self) -> str:
        return contacts.e164(self.cleaned_data["phone"])

    @property
    def details(self) -> ReporterDetails:
        said = self.cleaned_data
        return ReporterDetails(
            name=said["name"].strip(),
            email=said["email"],
            phone=said["phone"],
            address=said["address"].strip(),
        )


class RefuseForm(forms.Form):
    ground = forms.ChoiceField(
        label=gettext_lazy("Reason that the law gives"),
        choices=Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the reason.")},
    )
    words = Text(
        label=gettext_lazy("In your own words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class HoldForm(forms.Form):
    number = Text(
        label=gettext_lazy("Report number"),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the number of the report.")},
    )
    reason = Text(
        label=gettext_lazy("Which proceeding needs it"),
        max_length=300,
        error_messages={"required": gettext_lazy("Name the proceeding that needs it.")},
    )
