"""What a person says about their own mail."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


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
    ends_on = forms.DateField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("The first day without it; empty: until somebody ends it."),
        required=False,
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
        error_messages={
            "invalid": gettext_lazy("Write the date as day-month-year, for example 22-11-2026.")
        },
    )
