"""“This data set is broken”: what somebody found, and where to tell them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ProblemForm(forms.Form):
    text = forms.CharField(
        label=_("What is wrong, and where?"),
        help_text=_("For example the row, the column, and what should stand there"),
        max_length=5000,
        error_messages={"required": _("Write what is wrong, and where.")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("Only if you want to hear from us. It is not published."),
        required=False,
        error_messages={"invalid": _("Write the address as nama@contoh.id.")},
    )
