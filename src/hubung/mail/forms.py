"""What a person says about their own mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from hubung.mail.models import Deed, Part
from hubung.ui.forms import DayField, DayInput


def _day(label: Any, hint: Any) -> DayField:
    return DayField(
        label=label, help_text=hint, required=False, widget=DayInput({"class": "short"})
    )


class DeviceForm(forms.Form):
    """A mail program that is to have a password of its own."""

    name = forms.CharField(
        label=gettext_lazy("Which device?"),
        help_text=gettext_lazy("So that you know it again, for example: office telephone."),
        max_length=60,
        error_messages={"required": gettext_lazy("Give the device a name.")},
    )


class ForwardForm(forms.Form):
    """Where mail goes besides, or instead, and until when."""

    target = forms.CharField(
        label=gettext_lazy("Forward to"),
        max_length=254,
        widget=forms.EmailInput(),
        error_messages={"required": gettext_lazy("Write the address that mail is to go to.")},
    )
    keep_copy = forms.BooleanField(
        label=gettext_lazy("Keep a copy in this mailbox"), required=False, initial=True
    )
    ends_on = _day(
        gettext_lazy("Until"),
        gettext_lazy("The first day without it; empty: until somebody ends it."),
    )


class AbsenceForm(forms.Form):
    """What is answered while somebody is away, and on which days."""

    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("When you are back, and who can help until then."),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Write what is to be answered.")},
    )
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        help_text=gettext_lazy("Empty: the subject of the letter that is answered."),
        required=False,
        max_length=200,
    )
    starts_on = _day(gettext_lazy("First day away"), gettext_lazy("Empty: from now on."))
    ends_on = _day(gettext_lazy("Last day away"), gettext_lazy("Empty: until you end it."))


class FilterForm(forms.Form):
    """Which letters are sorted, and how."""

    part = forms.ChoiceField(label=gettext_lazy("Look at"), choices=Part.choices)
    words = forms.CharField(
        label=gettext_lazy("Contains"),
        help_text=gettext_lazy("A word, a name, or an address or part of it."),
        max_length=100,
        error_messages={"required": gettext_lazy("Write what is to be looked for.")},
    )
    deed = forms.ChoiceField(label=gettext_lazy("Then"), choices=Deed.choices)
    folder = forms.CharField(
        label=gettext_lazy("Folder"),
        help_text=gettext_lazy("It is made if it is not there; only for “Put it into a folder”."),
        required=False,
        max_length=60,
    )
